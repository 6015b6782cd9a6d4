// The Chinese sentences about CRI-O; a part of zh.ts. Says what en-crio.ts says.

import type { FaultText, Sentences, Spoken, Texts, Told, Translated } from "../../../wording/texts.ts"
import { followed, inWords, joined, listed, within } from "../../../wording/zh/phrases.ts"
import type {
  CrioFaults,
  CrioFindings,
  CrioOtherFileArguments,
  CrioReasons,
  CrioStopArguments,
  CrioStopCodes,
  CrioValueRule,
} from "./codes.ts"

interface Story {
  readonly why: string
  readonly next: string
}

/** crio.conf 之外的文件有什么问题，以及该怎么做。 */
const otherFiles: Readonly<
  Record<string, (args: Spoken<CrioOtherFileArguments>) => { readonly why: string; readonly next: string }>
> = {
  "not-toml": ({ what }) => ({ why: `该文件不是有效的 TOML：${what}`, next: "请修正这一行" }),
  "not-json": ({ what }) => ({ why: `该文件不是有效的 JSON：${what}`, next: "请修正这一行" }),
  mixed: ({ what }) => ({
    why: `它把旧的表 ${what} 与较新格式的键混在一起。`,
    next: `请把 ${what} 的镜像仓库写入 unqualified-search-registries，并删除该表`,
  }),
  scheme: ({ what }) => ({
    why: `${what} 带有协议前缀，而镜像仓库的名称不能带。`,
    next: "请删除协议前缀，纯 HTTP 请写 insecure = true",
  }),
  "no-location": ({ what }) => ({ why: `有一个 ${what} 条目没有 location。`, next: "请添加 location，或者删除该条目" }),
  "short-name-mode": ({ what }) => ({
    why: `short-name-mode 为 ${what}；只能是 enforcing、permissive 或 disabled。`,
    next: "请更正该值",
  }),
  "wrong-type": ({ what }) => ({ why: `${what} 的值的类型不是 CRI-O 在此处读取的类型。`, next: "请更正该值" }),
  "old-form": ({ what }) => ({
    why: `其中有旧表 ${what}，而它只能出现在 registries.conf 本身中。`,
    next: "请把它写成 unqualified-search-registries 或 [[registry]]，或者将其删除",
  }),
  search: ({ what }) => ({
    why: `unqualified-search-registries 中有 ${what}，而它只接受主机名。`,
    next: "请删除路径，只保留主机名",
  }),
  alias: ({ what }) => ({
    why: `别名 ${what} 无效：小写的短名称应对应带有仓库的镜像站，且不带标签。`,
    next: "请更正该别名，或者将其删除",
  }),
  wildcard: ({ what }) => ({ why: `前缀 ${what} 的 * 之后不只是域名。`, next: "请写成 *.example.com 的形式" }),
  "pull-not-of-mirror": ({ what }) => ({
    why: `${what} 写在 [[registry]] 中，而它属于 [[registry.mirror]]。`,
    next: "请把它移到那里，或者将其删除",
  }),
  "pull-twice": ({ what }) => ({
    why: `镜像站设置了 pull-from-mirror = ${what}，而其 registry 设置了 mirror-by-digest-only。`,
    next: "请删除其中一个",
  }),
  "pull-unknown": ({ what }) => ({
    why: `pull-from-mirror 为 ${what}；只能是 all、digest-only 或 tag-only。`,
    next: "请更正该值",
  }),
  conflict: ({ what }) => ({
    why: `同一位置的两个条目不一致：${what}。`,
    next: "请让两者取相同的值，或者删除其中一个条目",
  }),
  empty: () => ({ why: "文件是空的。", next: "请删除该文件，或者写入所需的内容" }),
  "byte-order-mark": () => ({ why: "文件以字节顺序标记开头，而 CRI-O 不读取它。", next: "请另存为不带该标记的 UTF-8" }),
  "key-twice": ({ what }) => ({ why: `键 ${what} 出现了两次。`, next: "请只保留其中一个" }),
  "no-requirement": ({ what }) => ({ why: `${what} 不是含有要求的列表。`, next: "请在其中写入一个要求，或者将其删除" }),
  "key-sources": ({ what }) => ({ why: `每个要求必须且只能有其中之一：${what}。`, next: "请保留一个，或者添加一个" }),
  "key-type": ({ what }) => ({ why: `某个要求的 keyType 为“${what}”；只能是 GPGKeys。`, next: "请写成 GPGKeys" }),
  "key-data": ({ what }) => ({ why: `某个要求的 ${what} 不是 base64。`, next: "请更正，或者用 keyPath 指定文件" }),
  "old-registries": ({ what, release }) => ({
    why: `其中有旧表 ${what}，而 CRI-O ${release} 已不再读取它。`,
    next: "请改写为 unqualified-search-registries 和 [[registry]]",
  }),
  missing: () => ({
    why: "该文件不存在。",
    next: '请在其中写入 {"default": [{"type": "insecureAcceptAnything"}]}，或者你的策略',
  }),
  "unknown-key": ({ what, release }) => ({
    why: `它含有键 ${what}，而 CRI-O ${release} 在那里不认识它。`,
    next: `请删除 ${what}`,
  }),
  "arch-twice": () => ({
    why: "其中 architectures 与 archMap 并存，而两者只能有一个。",
    next: "请删除两者之一",
  }),
  "name-twice": ({ what }) => ({
    why: `一条规则中 name（${what}）与 names 并存，而两者只能有一个。`,
    next: "请把该名称放入 names",
  }),
  action: ({ what }) => ({
    why: `没有 ${what} 这个动作；名称以 SCMP_ACT_ 开头，例如 SCMP_ACT_ERRNO。`,
    next: "请修正动作",
  }),
  "unknown-type": ({ what }) => ({ why: `它含有类型为 ${what} 的要求，而没有这种类型。`, next: "请更正类型" }),
  "no-default": ({ what }) => ({
    why: `它没有 ${what}，或者为空。`,
    next: '请在其中写入 {"default": [{"type": "insecureAcceptAnything"}]}，或者你的策略',
  }),
}

function otherFile(args: Spoken<CrioOtherFileArguments>): { readonly why: string; readonly next: string } {
  return otherFiles[args.why]?.(args) ?? { why: args.what, next: args.file }
}

interface Refused {
  readonly what: string
  readonly wanted: string
}

interface Story {
  readonly why: string
  readonly next: string
}

/** Why a value is refused, and what to write. */
const values: { readonly [Rule in CrioValueRule]: (args: Refused) => Story } = {
  "log-size": ({ what, wanted }) => ({
    why: `${what} 是 ${wanted}，而 CRI-O 在此处只接受不小于 8192 的数，或者表示不限制的负数。`,
    next: `请把 ${what} 设为不小于 8192 的数，或者删除它：日志大小由 kubelet 的 containerLogMaxSize 限制。`,
  }),
  timezone: ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而本节点没有 /usr/share/zoneinfo/${wanted}。`,
    next: '请写 "local" 或者 "Europe/Berlin" 这样的名称；时区文件在软件包 tzdata 中。',
  }),
  capability: ({ what, wanted }) => ({
    why: `${what} 中的“${wanted}”不是 capability。此处的名称不带 CAP_，例如 "NET_RAW"。`,
    next: `请更正“${wanted}”，或者删除它。`,
  }),
  sysctl: ({ what, wanted }) => ({
    why: `${what} 中的“${wanted}”不是 key=value 的形式，等号两边不能有空格。`,
    next: '请写成 "net.ipv4.ping_group_range=0 0" 这样的形式。',
  }),
  ulimit: ({ what, wanted }) => ({
    why: `${what} 中的“${wanted}”不是 NAME=SOFT 或 NAME=SOFT:HARD 的形式；名称必须是已知的，软限制不能大于硬限制。`,
    next: '请写成 "nofile=65536:1048576" 这样的形式。',
  }),
  device: ({ what, wanted }) => ({
    why: `${what} 中的“${wanted}”不是 DEVICE:PLACE:MODE 的形式；位置必须在 /dev 之下，模式由 r、w 和 m 组成。`,
    next: '请写成 "/dev/fuse" 或 "/dev/sda:/dev/xvda:rwm" 这样的形式。',
  }),
  "device-missing": ({ what, wanted }) => ({
    why: `${what} 中有 ${wanted}，而本节点没有这个设备。`,
    next: `请加载提供 ${wanted} 的内核模块，或者删除它。`,
  }),
  "file-missing": ({ what, wanted }) => ({
    why: `${what} 是 ${wanted}，而没有这个文件。`,
    next: "请创建该文件，或者删除这个键。",
  }),
  "short-name-mode": ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而 CRI-O 只接受 "enforcing" 和 "disabled"。permissive 是 registries.conf 中的值。`,
    next: `请把 ${what} 设为 "enforcing" 或 "disabled"。`,
  }),
  "log-level": ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而它不是 logrus 的日志级别。`,
    next: `请把 ${what} 设为 "info"、"debug"、"warn" 或 "error"。`,
  }),
  "image-volumes": ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而 CRI-O 只接受 "mkdir"、"bind" 和 "ignore"。`,
    next: `请把 ${what} 设为 "mkdir"，或者删除它。`,
  }),
  "stream-timeout": ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而它不是时长。`,
    next: '请连同单位写出："4h"、"30m"、"90s"。',
  }),
  "stream-port": ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而端口最大为 65535。`,
    next: `请把 ${what} 设为一个端口，或者设为 "0" 以使用任意空闲端口。`,
  }),
  "not-absolute": ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而它不是完整路径。`,
    next: "请写出从 / 开始的路径。",
  }),
  cpus: ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而它不是处理器列表。`,
    next: '请写成 "0-1,8" 这样的形式。',
  }),
  taskset: ({ what }) => ({
    why: `${what} 需要程序 taskset，而它不在 CRI-O 的 PATH 中。`,
    next: "请安装软件包 util-linux，或者删除这个键。",
  }),
  "runtime-type": ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而只有 "oci"、"vm" 和 "pod"。`,
    next: `请把 ${what} 设为 "oci"，或者删除它。`,
  }),
  "vm-path": ({ what, wanted }) => ({
    why: `${what} 是 ${wanted}，而 vm 类型的程序必须名为 containerd-shim-NAME-v2。`,
    next: '请写出 shim 的路径，例如 "/usr/bin/containerd-shim-kata-v2"。',
  }),
  "only-of-type": ({ what, wanted }) => ({
    why: `${what} 只适用于 runtime_type = "${wanted}"。`,
    next: `请删除 ${what}，或者设置 runtime_type。`,
  }),
  annotation: ({ what, wanted }) => ({
    why: `${what} 中的“${wanted}”不是 CRI-O 可以允许的注解。`,
    next: `请更正“${wanted}”，或者删除它。`,
  }),
  "cpu-affinity": ({ what, wanted }) => ({
    why: `${what} 是“${wanted}”，而只有 "first"。`,
    next: `请把 ${what} 设为 "first"，或者删除它。`,
  }),
  "not-conmon": ({ what, wanted }) => ({
    why: `${what} 是 ${wanted}，而它不像 conmon 那样报告自己的版本。conmonrs 只用于 runtime_type = "pod" 的处理程序。`,
    next: `请把 ${what} 设为 conmon 的路径，或者删除它。`,
  }),
}

function refused(rule: CrioValueRule | undefined, args: Refused): Story {
  const story: ((args: Refused) => Story) | undefined = rule === undefined ? undefined : values[rule]
  return story?.(args) ?? { why: args.what, next: args.wanted }
}

/** Why CRI-O does not start, and what to do. */
const stops: { readonly [Code in keyof CrioStopCodes]: (args: Spoken<CrioStopArguments>) => Story } = {
  "crio-config-broken": ({ file, what }) => ({
    why: `${file} 不是有效的 TOML：${followed(what, "CRI-O 会加载其 drop-in 目录中的每个文件。")}`,
    next: "请修正这一行。",
  }),
  "crio-config-unreadable": ({ file, what }) => ({
    why: `${what === "directory" ? `${file} 是目录` : `无法读取 ${file}：${what}`}。CRI-O 会加载其 drop-in 目录中的每个文件，并且不跟随指向目录的链接。`,
    next: "请让它成为可读的文件，或者移到别处。",
  }),
  "crio-config-missing": ({ file }) => ({
    why: `服务用 --config 指定了 ${file}，而该文件不存在。`,
    next: "请创建该文件，或者从服务中删除这个标志。",
  }),
  "crio-wrong-type": ({ what, wanted }) => ({
    why: `${what} 必须是${joined(inWords(wanted))}。`,
    next: `请把 ${what} 写成${joined(inWords(wanted))}。`,
  }),
  "crio-manager-unknown": ({ what }) => ({
    why: `cgroup_manager 是“${what}”，而只有 "systemd" 和 "cgroupfs"。`,
    next: "criadm apply --cgroup-driver systemd",
  }),
  "crio-monitor-cgroup-on-cgroupfs": ({ what, wanted, release }) => ({
    why: `使用 cgroup 管理器 cgroupfs 时，监控进程的 cgroup 必须是 "pod" 或者不设置，而 ${what} 的是“${wanted}”。CRI-O ${release} 会因此退出。`,
    next: '请在 [crio.runtime] 中设置 conmon_cgroup = "pod"；criadm apply --cgroup-driver cgroupfs 会完成。',
  }),
  "crio-monitor-cgroup-on-systemd": ({ what, wanted }) => ({
    why: `使用 cgroup 管理器 systemd 时，监控进程的 cgroup 必须是 "pod" 或者一个 slice，而 ${what} 的是“${wanted}”。`,
    next: "criadm apply --cgroup-driver systemd",
  }),
  "crio-default-runtime-without-table": ({ what, release }) => ({
    why: `default_runtime 是“${what}”，CRI-O ${release} 没有内置这个名称的运行时，也没有文件包含表 [crio.runtime.runtimes.${what}]。`,
    next: `请添加表 [crio.runtime.runtimes.${what}] 及其 runtime_path，或者指定其他 default_runtime。`,
  }),
  "crio-pause-image-invalid": ({ what }) => ({
    why: `pause_image 是“${what}”，而这不是镜像。`,
    next: "criadm apply",
  }),
  "crio-program-missing": ({ what, wanted, instead }) => ({
    why: wanted.includes("/")
      ? `${what} 是 ${wanted}，而没有这个程序。`
      : `${what} 没有指定程序，因此 CRI-O 在 PATH 中查找 ${wanted}，而那里没有它。`,
    next:
      instead === ""
        ? `请安装它，或者修正 ${what}。后面的文件只要包含该表的一部分，就会替换整个表。`
        : `请设置 ${what} = "${instead}"，此节点上有该程序。后面的文件只要包含该表的一部分，就会替换整个表。`,
  }),
  "crio-monitor-path-relative": ({ what, wanted, instead }) => ({
    why: `${what} 是 ${wanted}，而 CRI-O 在此处只接受完整路径。`,
    next: instead === "" ? `请写出 ${wanted} 的完整路径，或者删除 ${what}。` : `请设置 ${what} = "${instead}"。`,
  }),
  "crio-value-refused": (args) => refused(args.rule, args),
  "crio-packet-filter-missing": ({ release }) => ({
    why: `CRI-O ${release} 需要 iptables 或 nft 来处理宿主机端口，而两者都没有安装。`,
    next: "请安装 iptables 或 nftables，或者在 [crio.runtime] 中设置 disable_hostport_mapping = true。",
  }),
}

function stopFinding(code: keyof CrioStopCodes): (args: Spoken<CrioStopArguments>) => Sentences {
  return (args) => ({ what: "CRI-O 无法以它的配置启动。", ...stops[code](args) })
}

const crioFindings: Told<CrioFindings> = {
  "crio-config-broken": stopFinding("crio-config-broken"),
  "crio-config-unreadable": stopFinding("crio-config-unreadable"),
  "crio-config-missing": stopFinding("crio-config-missing"),
  "crio-wrong-type": stopFinding("crio-wrong-type"),
  "crio-manager-unknown": stopFinding("crio-manager-unknown"),
  "crio-monitor-cgroup-on-cgroupfs": stopFinding("crio-monitor-cgroup-on-cgroupfs"),
  "crio-monitor-cgroup-on-systemd": stopFinding("crio-monitor-cgroup-on-systemd"),
  "crio-default-runtime-without-table": stopFinding("crio-default-runtime-without-table"),
  "crio-pause-image-invalid": stopFinding("crio-pause-image-invalid"),
  "crio-program-missing": stopFinding("crio-program-missing"),
  "crio-monitor-path-relative": stopFinding("crio-monitor-path-relative"),
  "crio-value-refused": stopFinding("crio-value-refused"),
  "crio-handler-taken-out": ({ handler, key, wanted, rule, release }) => {
    const { why, next } = refused(rule, { what: key, wanted })
    return {
      what: `CRI-O 启动时会去掉运行时处理程序 ${handler}。`,
      why: `CRI-O ${release} 会在没有它的情况下继续运行（${why}），而要求使用它的 Pod 会失败。`,
      next,
    }
  },
  "crio-packet-filter-missing": stopFinding("crio-packet-filter-missing"),
  "crio-backup-loaded": ({ file, decides }) => ({
    what: `CRI-O 会加载 ${file}，而它看起来是旧的副本。`,
    why:
      decides.length === 0
        ? "CRI-O 会加载该目录中的每个文件，无论其名称以什么结尾。"
        : `CRI-O 会加载该目录中的每个文件，无论其名称以什么结尾，并从这个文件中取用：${listed(decides)}。`,
    next: `请把 ${file} 移出该目录，然后重启 CRI-O。`,
  }),
  "crio-drop-in-not-read": ({ file, directory }) => ({
    what: `CRI-O 不读取 ${file}。`,
    why: `${directory === "" ? "它不加载任何 drop-in 目录" : `它加载 ${directory} 中的文件`}；有些工具会写入另一个目录。`,
    next: `请把该文件移到 ${directory === "" ? "--config-dir 的目录" : directory}，然后重启 CRI-O，或者删除该文件。`,
  }),
  "crio-key-outside-table": ({ file, keys, table, belongs }) => ({
    what: `CRI-O 忽略 ${file} 中的 ${listed(keys)}。`,
    why: `其位置${table === "" ? "在第一个表之前" : `在 [${table}] 中`}，而它属于 [${belongs}]。CRI-O 会跳过它在那里不认识的内容。`,
    next: `请把相应的行移到表头 [${belongs}] 之下。`,
  }),
  "crio-handler-replaced": ({ handler, file, by, lost }) => ({
    what: `${file} 中运行时处理程序 ${handler} 的设置不起作用。`,
    why: `${by} 中有同名的表，它会替换整个表。丢失的有：${listed(lost)}。`,
    next: `请把丢失的键复制到 ${by} 中，或者把该表放在同一个文件里。`,
  }),
  "crio-cgroupfs-on-systemd": () => ({
    what: "CRI-O 在由 systemd 运行的节点上使用 cgroup 驱动 cgroupfs。",
    why: "同一个 cgroup 树有两个管理器，会使节点在负载下不稳定。",
    next: "criadm apply --cgroup-driver systemd",
  }),
  "crio-flag-overrides-file": ({ flag, file, value }) => ({
    what: `CRI-O 服务的 ${flag} 覆盖了它的文件。`,
    why: `${file} 中是“${value}”，而标志及其环境变量优先。重新加载会采用文件中的值，直到下次重启。`,
    next: "请删除两者之一。",
  }),
  "crio-release-too-old": ({ version, oldest }) => ({
    what: `CRI-O ${version} 比 criadm 所知的版本旧。`,
    why: `从 ${oldest} 起，才知道各版本如何处理其文件。`,
    next: "请升级 CRI-O。",
  }),
  "crio-release-newer": ({ version, newest }) => ({
    what: `CRI-O ${version} 比 criadm 所知的版本新。`,
    why: `按照 ${newest} 的规则读取它的配置。在更改之前，由 CRI-O 自己作出判断。`,
    next: "支持此 CRI-O 的版本发布后，请升级 criadm。",
  }),
  "crio-release-not-known": ({ program }) => ({
    what: "无法得知 CRI-O 的版本。",
    why: `无法向 ${program} 询问版本。`,
    next: "请用 --runtime-version X.Y.Z 说明。",
  }),
  "crio-dump-differs": ({ what, release }) => ({
    what: "CRI-O 读取其配置的结果与 criadm 不同。",
    why: `${release} 的“crio config”在以下方面不同：${listed(what.map(inWords))}。也许文件在此期间有更改。`,
    next: "请重新运行 criadm check；如果仍然如此，请附上 criadm detect -o json 的输出报告。",
  }),
  "crio-registries-not-read": ({ file, meant }) => ({
    what: `CRI-O 不读取 ${file}。`,
    why: "在该目录中，它只读取名称以 .conf 结尾的文件。",
    next: `请运行 mv ${file} ${meant}，然后运行：systemctl reload crio`,
  }),
  "crio-other-file-stops": (args) => ({
    what: `由于 ${args.file}，CRI-O 无法启动。`,
    why: otherFile(args).why,
    next: `${otherFile(args).next}，然后：systemctl restart crio`,
  }),
  "crio-policy-refused": (args) => ({
    what:
      args.namespace === undefined
        ? `由于 ${args.file}，CRI-O 无法拉取任何镜像。`
        : `由于 ${args.file}，CRI-O 无法为命名空间 ${args.namespace} 的 Pod 拉取任何镜像。`,
    why: otherFile(args).why,
    next: `${otherFile(args).next}；无需重启。`,
  }),
  "crio-profile-refused": (args) => ({
    what: `CRI-O 会启动，但由于 seccomp 配置文件 ${args.file}，容器会失败。`,
    why: otherFile(args).why,
    next: `${otherFile(args).next}，然后运行：systemctl restart crio`,
  }),
  "crio-tells-no-driver": ({ release }) => ({
    what: "CRI-O 不会把它的 cgroup 驱动告知 kubelet。",
    why: `CRI-O ${release} 早于 1.28，因此 kubelet 使用自己的 cgroupDriver。`,
    next: "请让两者使用同一种驱动（criadm apply 会完成），或者升级 CRI-O。",
  }),
}

const crioFaults: Texts<CrioFaults, FaultText> = {
  "crio-release-unknown": ({ version, oldest }) => ({
    what: version === "" ? "无法得知 CRI-O 的版本。" : `CRI-O ${version} 比 criadm 所知的版本（${oldest}）旧。`,
    next: version === "" ? "请用 --runtime-version X.Y.Z 说明。" : "请升级 CRI-O。未做任何更改。",
  }),
  "crio-does-not-start": ({ code, ...args }) => {
    const { why, next } = stops[code](args)
    return { what: `CRI-O 无法以此配置启动。${why}`, next: withUnchanged(next) }
  },
  "crio-flag-decides": ({ flag, value, key, wanted }) => ({
    what: `CRI-O 服务的 ${flag} 是“${value}”，它优先于任何文件中的 ${key}，而后者应当是“${wanted}”。`,
    next: `请从服务中删除 ${flag}，或者把它的值设为“${wanted}”，然后重新运行同一命令。未做任何更改。`,
  }),
  "crio-not-effective": ({ key, wanted }) => ({
    what: `无论怎样编辑 CRI-O 的文件，都不能使 ${key} 成为“${wanted}”。`,
    next: "请用 criadm explain 查看起决定作用的那一行。未做任何更改。",
  }),
  "crio-judged-unfit": ({ says }) => ({
    what: `CRI-O 拒绝新的配置：${inWords(says)}`,
    next: "未做任何更改。",
  }),
  "crio-judged-different": ({ what, wanted, found }) => ({
    what: `CRI-O 从新配置中读到的${within(inWords(what))}是 ${inWords(found)}，而不是 ${wanted}。`,
    next: "未做任何更改。请附上 criadm detect -o json 的输出报告此问题。",
  }),
  "crio-nothing-to-reset": () => ({
    what: "--reset-config 不适用于 CRI-O，因为它不需要配置文件：凡是文件没有另行说明的，都采用它自己的默认值。",
    next: "如果不想要这些文件，请把它们移出 /etc/crio，然后不带 --reset-config 运行该命令。未做任何更改。",
  }),
  "crio-one-auth-file": ({ asked }) => ({
    what: `CRI-O 从一个文件读取所有镜像仓库的凭据，但要求了多个文件：${asked.join("、")}。`,
    next: `请合并到一个文件：podman login --authfile ${asked[0] ?? ""} HOST。未做任何更改。`,
  }),
  "crio-no-default-mirror": () => ({
    what: "CRI-O 没有同时用于所有镜像仓库的镜像站（mirror）。",
    next: "请逐一指明镜像仓库：--registry-mirror docker.io=URL。未做任何更改。",
  }),
  "crio-registry-elsewhere": ({ host, file }) => ({
    what: `${file} 中已有 ${host} 的条目，而两个条目中只有较后文件里的那个起作用。`,
    next: `请把镜像站（mirror）加在那里，作为 ${host} 的第一个 [[registry.mirror]]，或者删除那个条目。未做任何更改。`,
  }),
  "crio-registry-edit-refused": ({ host, file }) => ({
    what: `无法把 ${host} 的镜像站（mirror）加入 ${file} 而不影响该条目以外的内容。`,
    next: "请手动添加，然后重新运行同一命令。未做任何更改。",
  }),
}

/** A command ends without a full stop; the sentence after it needs one between. */
function withUnchanged(next: string): string {
  return `${next.endsWith("。") ? next : `${next}。`}未做任何更改。`
}

const crioReasons: Texts<CrioReasons, string> = {
  "crio-registries-refused": ({ file }) => `由于 ${file}，CRI-O 无法启动`,
  "crio-set-cgroup-manager": ({ driver }) => `CRI-O 应使用 cgroup 驱动 ${driver}`,
  "crio-set-conmon-cgroup": ({ manager }) =>
    manager === "cgroupfs"
      ? '使用 cgroupfs 时，监控进程必须在 Pod 的 cgroup 中运行：conmon_cgroup = "pod"'
      : 'conmon_cgroup 必须是 "pod" 或者一个 slice',
  "crio-drop-conmon-cgroup": () => "只有 cgroupfs 才需要 conmon_cgroup",
  "crio-set-monitor-cgroup": ({ handler }) => `使用 systemd 时，${handler} 的监控进程必须在 slice 中运行`,
  "crio-set-pause-command": ({ image }) => `该命令是为 ${image} 以外的镜像写的`,
  "crio-set-pause-image": ({ image }) => `沙箱镜像应为 ${image}`,
  "crio-registry-mirror": ({ host, url }) => `${host} 的镜像先从 ${url} 获取`,
  "crio-reload-is-enough": () => "CRI-O 无需重启即可采用",
  "crio-no-service": () => "这里没有已知的 CRI-O 服务；请自行重启 CRI-O",
  "crio-registries-shared": ({ file }) => `${file} 对 Podman 和此节点上的其他程序也起作用`,
  "crio-does-not-load": () => "CRI-O 无法以它的配置启动",
  "crio-release-not-told": () => "无法得知 CRI-O 的版本；请用 --runtime-version 说明",
  "crio-built-in-not-known": ({ release }) => `不知道 CRI-O ${release} 的内置默认值`,
  "crio-no-conmon-cgroup": () => "没有设置，因此采用各运行时处理程序自己的 monitor_cgroup",
  "crio-conmon-cgroup-counts": () => "conmon_cgroup 对所有运行时处理程序起作用",
  "crio-key-not-read": ({ table, belongs }) =>
    `${table === "" ? "位于第一个表之前" : `位于 [${table}] 中`}，CRI-O 不会读取；它属于 [${belongs}]`,
  "crio-handler-replaced-by": ({ file }) => `${file} 替换了这个处理程序的整个表`,
}

export const chinese: Translated<CrioFaults, CrioFindings, CrioReasons> = {
  faults: crioFaults,
  findings: crioFindings,
  reasons: crioReasons,
}
