// The Chinese sentences about services' definitions. A part of zh.ts; says what en/units.ts says.
import type { UnitFindings } from "../../model/arguments/units.ts"
import { because } from "../../wording/because.ts"
import type { Told } from "../../wording/texts.ts"

type Refused = UnitFindings["service-refused"]
type Unread = UnitFindings["unit-line-not-read"]

const whyRefused: { readonly [Why in Refused["why"]]: (args: Refused) => string } = {
  "several-commands": ({ file }) =>
    `${file} 添加了第二个 ExecStart=，systemd 只在 Type=oneshot 时允许，因此拒绝整个单元。`,
  "no-command": ({ file }) => `${file} 使单元没有 systemd 能理解的 ExecStart=。`,
  "section-header": ({ what, file }) => `${file} 中的节标题 ${what} 末尾缺少 ]。`,
  "restart-of-oneshot": ({ what }) => `systemd 不允许 ${what} 与 Type=oneshot 一起使用。`,
  "fatal-value": ({ what }) => `systemd 不接受 ${what}，并因此拒绝整个单元。`,
  "load-state": ({ what }) => `systemctl show 显示 LoadState=${what}。`,
}

const afterRefused: { readonly [Why in Refused["why"]]: (args: Refused) => string } = {
  "several-commands": ({ file }) => `请在 ${file} 中该行之前加一行空的 ExecStart=`,
  "no-command": ({ file }) => `请在 ${file} 中写入 ExecStart= 和程序的完整路径，每个 % 写两次，每个引号都要闭合`,
  "section-header": ({ file }) => `请在 ${file} 中用 ] 结束该标题`,
  "restart-of-oneshot": ({ file }) => `请从 ${file} 中删除 Restart= 行或 Type=oneshot`,
  "fatal-value": ({ what, file }) =>
    `请在 ${file} 中写成${what.startsWith("DynamicUser") ? " yes 或 no" : "以 / 开头的路径"}`,
  "load-state": ({ service }) => `请查看 systemd 的说明并更正相应文件：systemd-analyze verify ${service}`,
}

type NoStart = UnitFindings["service-cannot-start"]

const whyNoStart: { readonly [Why in NoStart["why"]]: (args: NoStart) => string } = {
  program: ({ key }) => `${key}= 指定了它，systemd 会以 203/EXEC 结束启动。`,
  "not-executable": ({ key }) => `${key}= 指定了它，而它不是可以执行的文件，启动会以 203/EXEC 结束。`,
  "no-program": ({ key }) => `${key}= 指定了它，但它既不是程序，也不是首行为 #! 的脚本，例如下载失败时那样。`,
  architecture: ({ key, madeFor, architecture }) =>
    `${key}= 指定了它，它是为 ${madeFor} 构建的，而本节点是 ${architecture}：启动以 203/EXEC 结束。`,
  "cut-off": ({ key }) => `${key}= 指定了它，而该文件不完整，例如磁盘已满或下载中断时那样。`,
  "environment-file": () => "EnvironmentFile= 指定了它，前面没有 -，因此 systemd 会结束启动。",
  directory: () => "WorkingDirectory= 指定了它，systemd 会以 200/CHDIR 结束启动。",
  user: ({ unit, key }) => `${unit} 中有 ${key}=，而此节点上没有这个用户（217/USER）。`,
  group: ({ unit, key }) => `${unit} 中有 ${key}=，而此节点上没有这个组（216/GROUP）。`,
  unit: () => "它需要该单元；找不到所需单元时，systemd 不会启动它。",
  socket: () => "其命令中有 fd://：它的套接字来自该单元，得不到套接字就会退出。",
}

/** What it is, where its name does not tell. */
const nounOf = ({ why }: NoStart) => (why === "user" ? "用户 " : why === "group" ? "组 " : "")

const afterNoStart: { readonly [Why in NoStart["why"]]: (args: NoStart) => string } = {
  program: ({ what, key }) => `请安装 ${what}，或者更正 ${key}=`,
  "not-executable": ({ what }) => `chmod +x ${what}`,
  "no-program": ({ what }) => `请重新安装 ${what}；它现在的内容：head -c 200 ${what}`,
  architecture: ({ what, architecture }) => `请安装适用于 ${architecture} 的 ${what}`,
  "cut-off": ({ what }) => `请重新安装 ${what}；请先查看剩余空间：df ${what}`,
  "environment-file": ({ what }) => `请写入 ${what}；如果服务不需要它，请在其路径前加 -`,
  directory: ({ what }) => `mkdir -p ${what}`,
  user: ({ what }) => `useradd --system ${what}`,
  group: ({ what }) => `groupadd --system ${what}`,
  unit: ({ what }) => `请安装提供 ${what} 的软件；如果不再需要它，请从单元中删除 ${what}`,
  socket: ({ what }) => `请安装 ${what}，或者从命令中删除 fd://`,
}

const whyUnread: { readonly [Why in Unread["why"]]: (args: Unread) => string } = {
  key: ({ what, meant }) =>
    meant.startsWith("[") ? `${what} 属于另一节。` : `systemd 在那里没有 ${what} 这个键，会跳过这一行。`,
  section: ({ what }) => `systemd 没有 ${what} 这一节，会跳过其中的全部内容。`,
  "no-section": () => "它位于第一个节标题之前。",
  "no-assignment": () => "这一行不是 KEY=VALUE。值只有在行尾有反斜杠时才会延续到下一行。",
  "after-header": ({ what }) => `节标题 ${what} 末尾缺少 ]，从那里起的内容都不会被读取。`,
  specifier: ({ what }) => `systemd 把 % 当作说明符的开头，却找不到这个说明符，因此丢弃 ${what}。`,
  "specifier-changes": ({ what }) => `systemd 把 % 当作说明符的开头，会在 ${what} 中放入别的内容。`,
  quotes: () => "这一行的引号没有闭合，因此 systemd 会丢弃它。",
  variable: ({ what }) => `${what} 不是 NAME=VALUE，或者 systemd 不接受其名称。`,
}

const afterUnread: { readonly [Why in Unread["why"]]: (args: Unread) => string } = {
  key: ({ meant }) => (meant === "" ? "请更正这个键，或者删除这一行" : `请写成 ${meant}`),
  section: ({ meant }) => `请写成 ${meant}`,
  "no-section": ({ meant }) => `请在它上方加一行 ${meant === "" ? "[Service]" : meant}`,
  "no-assignment": () => "请更正或删除这一行",
  "after-header": () => "请用 ] 结束该标题",
  specifier: () => "请把每个 % 写成 %%",
  "specifier-changes": () => "请把每个 % 写成 %%",
  quotes: () => "请在同一行内闭合引号",
  variable: () => '请写成 Environment="NAME=VALUE"，名称只用字母、数字和 _',
}

type NotTaken = UnitFindings["unit-value-not-read"]

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join("、")} 或 ${words.at(-1)}`

const withWords = (text: string, { words }: NotTaken) => (words.length === 0 ? text : `${text}，以及 ${listed(words)}`)

const between = ({ least, most }: NotTaken) =>
  least === "" ? (most === "" ? "" : `（不超过 ${most}）`) : `（${least} 到 ${most}）`

const whatIsTaken: { readonly [Why in NotTaken["why"]]: (args: NotTaken) => string } = {
  word: ({ words }) => listed(words),
  boolean: (args) => withWords("yes 或 no", args),
  time: () => "时间，例如 90、5s、1min 30s 或 infinity",
  count: (args) => `整数${between(args)}`,
  integer: (args) => withWords(`整数${between(args)}`, args),
  weight: (args) => withWords(`整数${between(args)}`, args),
  percentage: () => "百分比，例如 50% 或 200%",
  memory: ({ least }) => `大小（例如 512M 或 1.5G${least === "" ? "" : "，须大于 0"}）、百分比或 infinity`,
  tasks: () => "大于 0 的整数、百分比或 infinity",
  "limit-count": () => "整数或 infinity，或者写成 SOFT:HARD 的两个值，前者不大于后者",
  "limit-size": () => "大小（例如 512M）或 infinity，或者写成 SOFT:HARD 的两个值",
  "limit-time": () => "时间（例如 5min）或 infinity，或者写成 SOFT:HARD 的两个值",
  controllers: () => "yes 或 no，或者以空格分隔的 cgroup 控制器名称",
  signal: () => "信号的名称或编号，例如 SIGTERM",
  statuses: () => "以空格分隔的、不超过 255 的数字和信号名称",
  mode: () => "八进制数，例如 0755",
  path: () => "以 / 开头的路径；文件可以缺失时，前面加 -",
  units: () => "以空格分隔的完整单元名称，例如 network-online.target",
  slice: () => "以 .slice 结尾的 slice 名称",
  variables: () => "以空格分隔的变量名，不带值",
  later: ({ value, since, release }) => `${value} 须 systemd ${since} 或更新版本；本节点是 ${release}`,
}

type NotRead = UnitFindings["file-not-read"]

const whyNotRead: { readonly [Why in NotRead["why"]]: (args: NotRead) => string } = {
  suffix: () => "systemd 只读取名称以 .conf 结尾的 drop-in 文件。",
  directory: ({ service }) => `systemd 只在名为 ${service}.d 的目录中查找 ${service} 的 drop-in 文件。`,
  "other-file": ({ meant, what }) => `启动该服务时，${what} 取自 ${meant}，而不是这个文件。`,
  "not-named": ({ what }) => `启动该服务时会使用 ${what}，但没有指定任何设置它的文件。`,
  "not-used": ({ what }) => `启动该服务时既没有指定这个文件，也不使用 ${what}。`,
}

const afterNotRead: { readonly [Why in NotRead["why"]]: (args: NotRead) => string } = {
  suffix: ({ file, meant }) => `mv ${file} ${meant}`,
  directory: ({ file, meant }) => `mkdir -p ${meant} && mv ${file} ${meant}`,
  "other-file": ({ what, meant }) => `请把 ${what} 写入 ${meant}`,
  "not-named": ({ file }) => `请添加一个 drop-in 文件，内容为 [Service] 和 EnvironmentFile=${file} 两行`,
  "not-used": ({ file, meant }) =>
    meant === "" ? `请删除 ${file}，或者在启动该服务的地方使用它` : `请把要设置的内容写入 ${meant}`,
}

export const unitFindings: Told<UnitFindings> = {
  "service-masked": ({ service, by, needs, command }) => ({
    what:
      needs === ""
        ? `${service} 被屏蔽（mask），因此不会启动。`
        : `${service} 不会启动，因为 ${needs} 被屏蔽（mask）。`,
    why: `${by} 是空文件或指向 /dev/null 的链接，这会关闭${needs === "" ? "该单元" : ` ${needs}`}。`,
    next: by.startsWith("/usr/") || by.startsWith("/lib/") ? `rm ${by}` : command,
  }),
  "service-refused": (args) => ({
    what: `systemd 不加载 ${args.service}，因此它不会启动。`,
    why: because(whyRefused, args),
    next: `${because(afterRefused, args)}，然后：systemctl daemon-reload && systemctl restart ${args.service}`,
  }),
  "service-cannot-start": (args) => ({
    what:
      args.why === "not-executable"
        ? `${args.service} 不会启动，因为 ${args.what} 不可执行。`
        : /^(?:no-program|architecture|cut-off)$/.test(args.why)
          ? `${args.service} 不会启动，因为 ${args.what} 不是能在此运行的程序。`
          : `${args.service} 不会启动，因为${nounOf(args) === "" ? " " : nounOf(args)}${args.what} 不存在。`,
    why: because(whyNoStart, args),
    next: because(afterNoStart, args),
  }),
  "variable-emptied": ({ service, variable, file, by, command }) => ({
    what: `${service} 得不到 ${file} 中的 ${variable}。`,
    why: `${by} 把 ${variable} 设为空，而它优先：EnvironmentFile= 的内容覆盖 Environment=，后面的文件覆盖前面的文件。`,
    next: `请把该值写入 ${by}，或者删除那里的这一行；然后运行：systemctl daemon-reload && ${command}`,
  }),
  "variable-not-used": ({ service, variable, file, meant, command }) => ({
    what: `${file} 中的 ${variable} 对 ${service} 没有作用。`,
    why: `${service} 的 Exec 行中都没有 $${variable}${meant === "" ? "" : `；有的是 $${meant}`}。`,
    next: `${meant === "" ? `请设置 ExecStart= 中有的变量：systemctl cat ${service}` : `请改写为 ${meant}`}。然后运行：systemctl daemon-reload && ${command}`,
  }),
  "service-condition-not-met": ({ service, key, value }) => ({
    what: `${service} 在这里不会启动：${key}=${value} 不满足。`,
    why: key.startsWith("Assert")
      ? "断言不满足时，systemd 会以错误结束该单元的启动。"
      : "条件不满足时，systemd 会跳过该单元的启动，并且不视为错误。",
    next: `请满足它的要求，或者删除这一行：systemctl edit ${service}`,
  }),
  "unit-line-not-read": (args) => ({
    what:
      args.why === "specifier-changes"
        ? `${args.service} 得到的 ${args.what} 与 ${args.file} 中所写的不同。`
        : `systemd 不读取 ${args.file} 中的 ${args.what}，而它是为 ${args.service} 写的。`,
    why: because(whyUnread, args),
    next: `${because(afterUnread, args)}，然后：systemctl daemon-reload && systemctl restart ${args.service}`,
  }),
  "unit-value-not-read": (args) => ({
    what: `systemd 不接受 ${args.file} 中为 ${args.service} 写的 ${args.key}=${args.value}。`,
    why: `${args.key} 接受：${because(whatIsTaken, args)}。这一行等于没有写。`,
    next: `${args.meant === "" ? "请更正该值或删除这一行" : `请写成 ${args.key}=${args.meant}`}，然后：systemctl daemon-reload && systemctl restart ${args.service}`,
  }),
  "file-not-read": (args) => ({
    what: `${args.service} 得不到 ${args.file} 中的设置。`,
    why: because(whyNotRead, args),
    next: `${because(afterNotRead, args)}${/^(?:mv|mkdir) /.test(because(afterNotRead, args)) ? " && " : "，然后："}${args.command}`,
  }),
  "handler-program-unusable": ({ runtime, handler, program, why, madeFor, isDefault, install, elsewhere }) => ({
    what: isDefault
      ? `${runtime} 无法启动任何 Pod，因为无法启动 ${program}。`
      : `${runtime} 无法启动处理程序 ${handler} 的 Pod，因为无法启动 ${program}。`,
    why:
      why === "missing"
        ? elsewhere === ""
          ? `处理程序 ${handler} 需要它，而此节点上没有它。`
          : `处理程序 ${handler} 需要它，它位于 ${elsewhere}，而 ${runtime} 不在那里查找：它只使用服务的 PATH 中或自身程序旁边的程序。`
        : why === "not-executable"
          ? `处理程序 ${handler} 需要它，而它不是可以执行的文件。`
          : why === "no-program"
            ? `处理程序 ${handler} 需要它，而它不是程序，例如下载失败时就会这样。`
            : `处理程序 ${handler} 需要它，而它是为 ${madeFor} 构建的。`,
    next:
      why === "not-executable"
        ? `chmod +x ${program}`
        : elsewhere !== ""
          ? `ln -s ${elsewhere} /usr/local/bin/，或者为该处理程序设置 runtime_path = "${elsewhere}" 并重启 ${runtime}。`
          : install === ""
            ? `请安装 ${program}，或者删除处理程序 ${handler}。`
            : install,
  }),
  "command-not-understood": ({ service, through, look }) => ({
    what: `criadm 不知道 ${service} 用哪些参数启动其程序。`,
    why: `它通过 ${through} 启动，不运行就无法知道会做什么。各文件按没有参数来判断。`,
    next: `请自己查看是否有参数指定了其他文件或套接字：${look}`,
  }),
  "proxy-typographic-quotes": ({ service, file, command }) => ({
    what: `${service} 的代理地址使用了程序不认识的引号。`,
    why: `${file} 中有来自网页或聊天软件的弯引号；它们会成为地址的一部分。`,
    next: `请改用直引号（"），然后：systemctl daemon-reload && ${command}`,
  }),
  "proxy-in-one-word": ({ service, variable, file, command }) => ({
    what: `${service} 把几个变量都当作 ${variable} 的值。`,
    why: `${file} 把它们写在同一对引号中，因此代理地址里有空格，而其他变量没有设置。`,
    next: `请为每个变量各写一个 Environment="NAME=VALUE"，然后：systemctl daemon-reload && ${command}`,
  }),
  "service-flag-unknown": ({ service, program, flag, meant, file, command }) => ({
    what: `${service} 无法启动：${program} 没有标志 ${flag}。`,
    why: `${file === "" ? "" : `${file} 传入它。`}${meant === "" ? "它是 kubelet 的标志。" : ""}程序在读取任何内容之前就会退出。`,
    next: meant === "" ? `请从命令中去掉 ${flag}，然后：${command}` : `请写成 ${meant}，然后：${command}`,
  }),
  "service-own-mounts": ({ service, settings, file, isKubelet }) => ({
    what: isKubelet
      ? `${service} 使用自己的挂载，因此 Pod 可能会看到空的卷。`
      : `${service} 使用自己的挂载，因此与主机共享挂载的 Pod 无法启动，或者什么也共享不到。`,
    why: `${file} 设置了 ${settings.join("、")}：systemd 因此在单独的挂载命名空间中启动程序，主机和其他守护进程看不到其中的挂载。`,
    next: `请去掉${settings.length === 1 ? "它" : "它们"}，然后：systemctl daemon-reload && systemctl restart ${service}`,
  }),
  "service-ends-pods": ({ service, mode, file }) => ({
    what: `每当 ${service} 停止或重启，此节点上的所有 Pod 都会随之结束。`,
    why:
      mode === ""
        ? `${file} 没有设置 KillMode，systemd 因此会结束该服务的所有进程，包括 Pod 的进程。`
        : `${file} 设置了 KillMode=${mode}：systemd 会结束该服务的所有进程，包括 Pod 的进程。`,
    next: `请在 drop-in 的 [Service] 下写入 KillMode=process（systemctl edit ${service}），然后：systemctl daemon-reload`,
  }),
  "service-flag-doubtful": ({ service, program, release, flag, file, command }) => ({
    what: `如果 ${program} ${release} 没有标志 ${flag}，${service} 就不会启动；criadm 不知道有这个标志。`,
    why: `${file === "" ? "" : `${file} 传入它。`}程序遇到自己没有的标志时，在读取任何内容之前就会退出。`,
    next: `请与 ${program} --help 对照。如果其中没有它，请从命令中去掉，然后：${command}`,
  }),
  "service-type-forking": ({ service, program, file }) => ({
    what: `${service} 不会启动：它有 Type=forking，而 ${program} 一直在前台运行。`,
    why: `${file} 这样写。systemd 会等待第一个进程结束，并在 TimeoutStartSec= 之后停止该服务。`,
    next: `请在那里写 Type=notify，或者删除这一行；然后：systemctl daemon-reload && systemctl restart ${service}`,
  }),
  "proxy-without-cluster": ({ service, missing, noProxy }) => ({
    what: `${service} 通过代理访问集群内的 ${missing.join("、")}。`,
    why: noProxy.length === 0 ? "它没有 NO_PROXY。" : `它的 NO_PROXY 是 ${noProxy.join(",")}。`,
    next: "请把 Service、Pod 和节点的网段以及 127.0.0.1,.svc,.cluster.local 加入 NO_PROXY，然后重启它。",
  }),
  "selinux-not-used": ({ runtime, key, file }) => ({
    what: `SELinux 处于强制模式，而 ${runtime} 不为 Pod 设置各自的标签。`,
    why: `没有开启 ${key}，因此 SELinux 不会把容器彼此隔离，也不会与主机隔离。`,
    next: `请安装 container-selinux，在 ${file} 中设置 ${key}，并重启 ${runtime}。如果 Pod 需要关闭它，则保持不变。`,
  }),
  "cdi-off-beside-nvidia": ({ runtime, key, file, mark }) => ({
    what: /\/cdi\//.test(mark)
      ? `${mark} 描述了设备，而 ${runtime} 不通过 CDI 接收设备。`
      : `此节点上有 NVIDIA 的设备或工具（${mark}），而 ${runtime} 不通过 CDI 接收设备。`,
    why: `没有开启 ${key}；通过 CDI 分配 GPU 的设备插件因此不会给 Pod 任何 GPU。`,
    next: `请在 ${file} 中设置 ${key} = true 并重启 ${runtime}，或者让设备插件使用处理程序 nvidia。`,
  }),
  "runtime-deprecations": ({ runtime, warnings }) => ({
    what: `${runtime} 说明此节点使用的内容将被移除。`,
    why: warnings.join(" "),
    next: "请在下次升级运行时之前更改。",
  }),
  "runtime-not-enabled": ({ service, command }) => ({
    what: `${service} 不会在开机时启动。`,
    why: "它没有启用，也没有其他服务会启动它；重启机器后，Pod 都无法启动。",
    next: command === "" ? `请让 ${service} 在开机时启动。` : command,
  }),
}
