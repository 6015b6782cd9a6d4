// Chinese for the few arguments of sentences that are words and not names: what the machine says, names of values.
// What is not in the table is shown as it was given; messages of other programs always are.

const phrases: Readonly<Record<string, string>> = {
  // Types, components/containerd/trouble.ts and components/crio.
  text: "文本",
  boolean: "true 或 false",
  "whole number": "整数",
  "list of texts": "文本列表",
  "true or false": "true 或 false",
  // The kernels that kubeadm takes, decide/preflight/kernel.ts.
  "5.4, 5.10, 5.15 and everything from 6.0 on": "5.4、5.10、5.15 以及 6.0 及更高版本",
  "4.19, 5.4, 5.10, 5.15 and everything from 6.0 on": "4.19、5.4、5.10、5.15 以及 6.0 及更高版本",
  "everything from 3.10 on": "3.10 及更高版本",
  // Components and the values of facts, detect/rows.ts and each component's summary.
  kernel: "内核",
  "kernel settings": "内核设置",
  "not set": "未设置",
  none: "无",
  on: "开",
  off: "关",
  disabled: "已禁用",
  "built-in defaults": "内置默认值",
  "left alone": "不作处理",
  "through cri-dockerd": "通过 cri-dockerd",
  "no: cri-dockerd is not installed": "否：没有安装 cri-dockerd",
  "does not start on its configuration": "无法用其配置启动",
  "not known: only root may read the configuration": "未知：只有 root 可以读取其配置",
  // Settings.
  "cgroup driver": "cgroup 驱动",
  "sandbox image": "沙箱镜像",
  "the sandbox image": "沙箱镜像",
  nothing: "空",
  "whether it loads": "能否加载",
  "whether it can be loaded": "能否加载",
  "its dump is not TOML": "它的输出不是 TOML",
  "its output is not its configuration": "它的输出不是它的配置",
  // Files of the operator's own, cli/operator-files.ts; saved plans and facts, cli/commands/saved-plan.ts, cli/facts-file.ts.
  directory: "目录",
  "it is a directory": "它是目录",
  "it is larger than 32 MiB": "它大于 32 MiB",
  "it is not UTF-8 text": "它不是 UTF-8 文本",
  "it is not a regular file": "它不是普通文件",
  "it is not JSON": "它不是 JSON",
  "it is not a JSON object": "它不是 JSON 对象",
  "a directory change has no path": "有一项目录更改没有路径",
  "a file change has no absolute path": "有一项文件更改没有绝对路径",
  "a file change has no contents": "有一项文件更改没有内容",
  "a change of swap has no device": "有一项交换内存更改没有设备",
  "a change of a module has no module": "有一项内核模块更改没有模块",
  "a change of packages has no packages": "有一项软件包更改没有软件包",
  "a change of an image has no archive": "有一项镜像更改没有归档",
  "a change of archives has no files": "有一项归档更改没有文件",
  "a reading has no path": "有一项读取记录没有路径",
  '"answers" are no answers': "“answers”不是应答",
  "a live value is not below /proc/sys": "有一个内核值不在 /proc/sys 之下",
  "a service action is unknown": "有一项服务操作不认识",
  "its credentials are redacted; criadm plan --out FILE saves it whole":
    "其中的凭据已被隐去；criadm plan --out FILE 会完整保存",
  "a component's facts are not as this release of criadm prints them": "某个组件的事实数据与此版本的 criadm 输出的不同",
  "observedAt is not a time": "observedAt 不是时间",
  "platform is missing": "缺少 platform",
  "root or isLive is missing": "缺少 root 或 isLive",
  "components is not an object": "components 不是对象",
  "owners is not a list": "owners 不是列表",
  "preflight is not a set of facts": "preflight 不是一组事实数据",
  // The machine, machine/acts.ts, machine/destination.ts, machine/grpc.ts; not valid UTF-8: model/file-fact.ts.
  "not valid UTF-8": "不是有效的 UTF-8",
  "it is no file of the kernel": "它不是内核的文件",
  "it is not a directory": "它不是目录",
  "it is there already": "它已存在",
  "it is a symbolic link": "它是符号链接",
  "it is immutable or append-only (lsattr shows it, chattr -i -a lifts it)":
    "它不可更改或只能追加（lsattr 可查看，chattr -i -a 可解除）",
  "names no file": "没有指明文件",
  "the path leads through a symbolic link": "该路径经过符号链接",
  "the response has no message": "响应中没有消息",
  "its bytes are others by now": "它的内容已经改变",
  "the message is compressed, which was not asked for": "消息被压缩了，而并未要求压缩",
  "the message is not as long as it says": "消息的长度与其所述不符",
  "grpc-status is not a number": "grpc-status 不是数字",
  "ECONNRESET: the call broke off without a status": "ECONNRESET：调用中断，没有状态",
  "ENOENT: this node is not running": "ENOENT：此节点没有在运行",
  "ENOSYS: extended attributes cannot be read, libc was not found": "ENOSYS：无法读取扩展属性，没有找到 libc",
  // Detection and init systems.
  "only in a kernel module that is not loaded": "只存在于未加载的内核模块中",
  "no init system runs this node": "此节点没有初始化系统在运行",
  "whatever must agree with the runtime": "必须与运行时一致的内容",
  // The languages that are no names.
  "systemd unit": "systemd 单元文件",
  "environment file": "环境变量文件",
}

/** Clauses with something of the node in them. */
const patterns: readonly (readonly [RegExp, (found: readonly string[]) => string])[] = [
  [
    /^(cgroup driver|sandbox image) of (.+)$/,
    ([setting = "", handler = ""]) => `${handler} 的${joined(inWords(setting))}`,
  ],
  [/^(-.+) in (\/\S+)$/, ([flag, file]) => `${file} 中的 ${flag}`],
  [/^runtime handler (.+)$/, ([handler]) => `运行时处理程序 ${handler}`],
  [/^SystemdCgroup of (.+)$/, ([handler]) => `${handler} 的 SystemdCgroup`],
  [/^built-in default of (.+)$/, ([owner]) => `${owner} 的内置默认值`],
  [/^built-in handlers of (.+)$/, ([owner]) => `${owner} 的内置处理程序`],
  [/^the environment of (.+)$/, ([service]) => `${service} 的环境变量`],
  [/^no answer within (\d+) ms$/, ([milliseconds]) => `${milliseconds} 毫秒内没有响应`],
  [/^(.+) can be written by group (\S+)$/, ([path, group]) => `组 ${group} 可以写入 ${path}`],
  [/^(.+) belongs to user (\S+)$/, ([path, user]) => `${path} 属于用户 ${user}`],
  [
    /^(\d+) names lead to this file, the others would keep the old content$/,
    ([count]) => `有 ${count} 个名称指向此文件，其他名称会保留旧内容`,
  ],
  [/^(.+) is not the address of a unix socket$/, ([endpoint]) => `${endpoint} 不是 unix 套接字的地址`],
  [/^ENOTSOCK: (.+) is not a socket$/, ([path]) => `ENOTSOCK：${path} 不是套接字`],
  [/^the answer to (\S+) is not protobuf$/, ([method]) => `对 ${method} 的响应不是 protobuf`],
  [/^the answer is larger than (\d+) bytes$/, ([bytes]) => `响应大于 ${bytes} 字节`],
  [/^no cgroup file system \(f_type (\S+)\)$/, ([type]) => `不是 cgroup 文件系统（f_type ${type}）`],
  [/^e_machine (\S+) is not in the table$/, ([machine]) => `表中没有 e_machine ${machine}`],
  [/^criadm does not drive (\S+)$/, ([id]) => `criadm 不操作 ${id}`],
  [/^(.+) can be written by others$/, ([path]) => `其他用户可以写入 ${path}`],
  [/^"(.+)" is missing$/, ([key]) => `缺少“${key}”`],
  [/^"(.+)" is not a list$/, ([key]) => `“${key}”不是列表`],
  [
    /^its version is (.+), and this criadm reads (\d+)$/,
    ([version, read]) => `其 version 是 ${version}，而此 criadm 读取 ${read}`,
  ],
  [
    /^its "version" is (.+), and (\d+) is known$/,
    ([version, known]) => `其 "version" 是 ${version}，而已知的是 ${known}`,
  ],
  [/^it has a change of the kind (.+)$/, ([kind]) => `其中有一项更改的类型是 ${kind}`],
  [/^(\S+) is not a(?:n object| fact)$/, ([name]) => `${name} 的内容不正确`],
]

/** An argument that may be words, in Chinese where it is one of those known. */
export function inWords(text: string): string {
  const known = phrases[text]
  if (known !== undefined) return known
  for (const [pattern, say] of patterns) {
    const found = pattern.exec(text)
    if (found !== null) return say(found.slice(1))
  }
  return text
}

/** As it stands right after a Chinese character: a blank parts Chinese from Latin text. */
export const joined = (text: string) => (/^[!-~]/.test(text) ? ` ${text}` : text)

/** As it stands between two Chinese characters. */
export const within = (text: string) => `${joined(text)}${/[!-~]$/.test(text) ? " " : ""}`

/** Two sentences, the first of which may be English: a blank parts them then. */
export const followed = (sentence: string, next: string) => `${sentence}${sentence.endsWith("。") ? "" : " "}${next}`

/** Names one after another. */
export const listed = (names: readonly string[]) => names.join("、")
