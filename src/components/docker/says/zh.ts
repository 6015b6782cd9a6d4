// The Chinese sentences about Docker Engine, Mirantis Container Runtime and cri-dockerd; a part of zh.ts. Says what
// en-docker.ts says.

import type { FaultText, Sentences, Spoken, Texts, Told, Translated } from "../../../wording/texts.ts"
import { inWords, listed } from "../../../wording/zh/phrases.ts"
import type {
  DockerFaults,
  DockerFindings,
  DockerReasons,
  DockerStartReason,
  DockerStopArguments,
  DockerStopCodes,
} from "./codes.ts"

/** The first names in brackets, with how many there are; nothing where the names are not known. */
function named(containers: readonly string[]): string {
  if (containers.length === 0) return ""
  const all = containers.length > 5 ? ` 等 ${containers.length} 个` : ""
  return `（${listed(containers.slice(0, 5))}${all}）`
}

interface Story {
  readonly why: string
  readonly next: string
}

/** --validate 放行、而 dockerd 无法启动的值。 */
const startStories: { readonly [Why in DockerStartReason]: (what: string) => Story } = {
  "mirror-scheme": (what) => ({
    why: `镜像站 ${what} 前面没有 http:// 或 https://。`,
    next: "请在前面加上 https://。",
  }),
  "mirror-credentials": (what) => ({
    why: `镜像站 ${what} 中含有用户名或密码。`,
    next: "请删除它们；docker login 会保存凭据。",
  }),
  "mirror-query": (what) => ({ why: `镜像站 ${what} 含有查询或片段部分。`, next: "请删除该部分。" }),
  "runtime-reserved": (what) => ({
    why: `运行时名称 ${what} 是内置的，不能再配置。`,
    next: "请给 runtimes 中的条目换一个名称。",
  }),
  "runtime-empty": (what) => ({
    why: `运行时 ${what} 既没有 path 也没有 runtimeType。`,
    next: "请添加 path，或者从 runtimes 中删除该条目。",
  }),
  "runtime-path-and-type": (what) => ({ why: `运行时 ${what} 同时有 path 和 runtimeType。`, next: "请删除其中一个。" }),
  "runtime-args-of-type": (what) => ({
    why: `运行时 ${what} 在 runtimeType 之外还有 runtimeArgs。`,
    next: "请删除 runtimeArgs，或者使用 path。",
  }),
  "default-runtime-unknown": (what) => ({
    why: `没有配置运行时 ${what}，而 default-runtime 指定了它。`,
    next: "请把它加入 runtimes，或者删除 default-runtime。",
  }),
  "log-option-unknown": (what) => ({
    why: `该日志驱动没有这个选项：${what}。`,
    next: "请在 log-opts 中更正或删除它。",
  }),
  "log-option-value": (what) => ({
    why: `该日志驱动不接受 ${what}。`,
    next: "请更正 log-opts 中的该值，或者将其删除。",
  }),
  "log-option-missing": (what) => ({
    why: `该日志驱动除其他选项外还需要 ${what}。`,
    next: "请把它加入 log-opts。",
  }),
  "storage-driver-removed": (what) => ({
    why: `此版本已没有存储驱动 ${what}。`,
    next: "请删除 storage-driver；旧驱动的镜像和容器需要重新创建。",
  }),
  "cgroupns-mode": (what) => ({
    why: `default-cgroupns-mode 为 ${what}；只能是 private 或 host。`,
    next: "请更正该值。",
  }),
  "ipc-mode": (what) => ({ why: `default-ipc-mode 为 ${what}；只能是 private 或 shareable。`, next: "请更正该值。" }),
  "userns-remap": (what) => ({ why: `userns-remap 为 ${what}；它应是用户名，或 USER:GROUP。`, next: "请更正该值。" }),
  "remap-user": (what) => ({
    why: `userns-remap 指定了用户 ${what}，而此节点没有该用户。`,
    next: '请创建该用户，或者写成 "userns-remap": "default"，dockerd 会为它创建用户。',
  }),
  "remap-group": (what) => ({
    why: `userns-remap 对应的组是 ${what}，而此节点没有该组。`,
    next: '请创建该组，或者在用户之后写上另一个组，如 "userns-remap": "USER:GROUP"。',
  }),
  "remap-ids": (what) => {
    const [user = "", file = "", line = ""] = what.split(", ")
    return { why: `${file} 没有为 userns-remap 指定的用户 ${user} 分配 ID。`, next: `请把这一行加入 ${file}：${line}` }
  },
  "remap-number": (what) => {
    const [wrong = "", file = "", line = ""] = what.split(", ")
    return { why: `${file} 中的行 ${wrong} 不符合 NAME:FIRST:COUNT。`, next: `请把它改为：${line}` }
  },
  "file-missing": (what) => ({
    why: `它指定了 ${what}，而该文件不存在。`,
    next: "请把文件放在那里，或者删除这一行。",
  }),
  "insecure-scheme": (what) => ({
    why: `不安全的镜像仓库 ${what} 带有协议，而这里只接受主机和端口。`,
    next: "请删除协议部分。",
  }),
  "storage-option": (what) => ({
    why: `存储驱动没有这个选项：${what}。`,
    next: "请删除该选项；overlay2 的选项以 overlay2. 开头。",
  }),
  "bridge-twice": (what) => ({
    why: `bridge 与 bip 不能同时使用：${what}。`,
    next: "请只保留其中一个；自己的网桥的地址在网桥上设置。",
  }),
  "icc-without-iptables": (what) => ({
    why: `${what} 为 false 时需要 iptables，而 iptables 也是 false。`,
    next: "请删除两者之一。",
  }),
  "ipv6-subnet": (what) => ({
    why: `ipv6 为 true，而 Docker ${what} 不会自行为默认网桥分配 IPv6 网络。`,
    next: '请加入一个网络，例如 "fixed-cidr-v6": "fd00:db8:1::/64"，或者删除 ipv6；Docker 27 会自行选择。',
  }),
  "label-twice": (what) => ({ why: `标签 ${what} 有两个值。`, next: "请只保留其中一个。" }),
  "tls-file": (what) => ({
    why: `tlsverify 已开启，而 ${what} 没有指定文件。`,
    next: "请指定文件，或者删除 tlsverify。",
  }),
  "value-form": (what) => ({
    why: `dockerd 不接受 ${what}。`,
    next: "请修正该值，或者删除它。",
  }),
}

/** Why dockerd exits while it loads its configuration, and what to do. */
const stops: { readonly [Code in keyof DockerStopCodes]: (args: Spoken<DockerStopArguments>) => Story } = {
  "docker-config-broken": ({ file, what }) => ({
    why: `${file} 不是有效的 JSON：${what}`,
    next: "请修正这一行。",
  }),
  "docker-config-unreadable": ({ file, what }) => ({
    why: what === "directory" ? `${file} 是目录。` : `无法读取 ${file}：${what}。`,
    next: "请让它成为可读的 UTF-8 文本文件。",
  }),
  "docker-config-missing": ({ file }) => ({
    why: `它的服务用 --config-file 指定了 ${file}，而该文件不存在。`,
    next: "criadm apply 会创建该文件，或者请删除这个标志。",
  }),
  "docker-config-empty": ({ file, what, other }) => ({
    why: `${file} 是空的，而 dockerd ${what} 要求其中至少有 {}（从 ${other} 起可以读取空文件）。`,
    next: "criadm apply，或者删除该文件。",
  }),
  "docker-byte-order-mark": ({ file, what, other }) => ({
    why: `${file} 以字节顺序标记（BOM）开头，dockerd ${what} 无法读取（${other} 可以）。`,
    next: "criadm apply 会去掉该标记，或者请把文件保存为不带 BOM 的 UTF-8。",
  }),
  "docker-set-twice": ({ file, what, other }) => ({
    why: `${what} 既在 ${file} 中设置，又由标志 ${inWords(other)} 设置。dockerd 只接受其中之一，即使两者相同。`,
    next: `请从 ${file} 中删除 ${what}，或者去掉该标志。`,
  }),
  "docker-exec-opts-type": ({ file, what }) => ({
    why: `${file} 中的 exec-opts 必须是文本列表，而它是 ${what}。`,
    next: `请写成 "exec-opts": ["native.cgroupdriver=systemd"]。`,
  }),
  "docker-driver-unknown": ({ file, what }) => ({
    why: `${file} 中是 ${what}；cgroup 驱动只能是 systemd 或 cgroupfs。`,
    next: "criadm apply --cgroup-driver systemd，或者修正该值。",
  }),
  "docker-exec-opt-refused": ({ file, what }) => ({
    why: `${file} 的 exec-opts 中有“${what}”，此版本会拒绝它：它只认识 native.cgroupdriver=VALUE。`,
    next: "请删除该选项。",
  }),
  "docker-cgroup-parent-no-slice": ({ file, what }) => ({
    why: `${file} 把 cgroup-parent 设为 ${what}。使用 cgroup 驱动 systemd 时，它必须是一个 slice，即“NAME.slice”。`,
    next: "请在那里写一个 slice，例如 docker-pods.slice，或者删除 cgroup-parent。",
  }),
  "docker-directive-unknown": ({ file, what, other }) => ({
    why: `${file} 中有 ${what}，而 dockerd ${other} 不认识它。`,
    next: "请修正名称，或者删除它。",
  }),
  "docker-directive-kind": ({ file, what, other }) => ({
    why: `${file} 中 ${what} 的值的类型，dockerd ${other} 在此处不接受。`,
    next: "请修正该值。",
  }),
  "docker-value-refused": ({ what, other }) => {
    const stories: Readonly<Record<string, (what: string) => Story>> = startStories
    return stories[other]?.(what) ?? { why: what, next: other }
  },
  "docker-config-refused": ({ what }) => ({
    why: `dockerd --validate 报告：${what}`,
    next: "请修正；dockerd --validate --config-file FILE 会显示是否正确。",
  }),
}

function stopFinding(code: keyof DockerStopCodes): (args: Spoken<DockerStopArguments>) => Sentences {
  return (args) => ({ what: `${args.engine} 无法以它的配置启动。`, ...stops[code](args) })
}

const dockerFindings: Told<DockerFindings> = {
  "docker-config-broken": stopFinding("docker-config-broken"),
  "docker-config-unreadable": stopFinding("docker-config-unreadable"),
  "docker-config-missing": stopFinding("docker-config-missing"),
  "docker-config-empty": stopFinding("docker-config-empty"),
  "docker-byte-order-mark": stopFinding("docker-byte-order-mark"),
  "docker-set-twice": stopFinding("docker-set-twice"),
  "docker-exec-opts-type": stopFinding("docker-exec-opts-type"),
  "docker-driver-unknown": stopFinding("docker-driver-unknown"),
  "docker-exec-opt-refused": stopFinding("docker-exec-opt-refused"),
  "docker-cgroup-parent-no-slice": stopFinding("docker-cgroup-parent-no-slice"),
  "docker-directive-unknown": stopFinding("docker-directive-unknown"),
  "docker-directive-kind": stopFinding("docker-directive-kind"),
  "docker-value-refused": stopFinding("docker-value-refused"),
  "docker-config-refused": stopFinding("docker-config-refused"),
  "docker-log-option-refused": ({ engine, what, why }) => ({
    what: `由于日志选项，${engine} 无法启动任何容器。`,
    why:
      why === "missing"
        ? `它的日志驱动需要 ${what}。缺少它时 dockerd 仍会启动，但无法创建容器。`
        : `它的日志驱动不接受 ${what}。dockerd 只在创建容器时检查它。`,
    next: why === "missing" ? "请把它加入 log-opts，然后重启 docker。" : "请更正 log-opts 中的该值，然后重启 docker。",
  }),
  "docker-init-missing": ({ engine, path }) => ({
    what: `${path} 不存在，因此 ${engine} 无法启动任何容器。`,
    why: "daemon.json 中有 init: true，因此每个容器都通过它启动。",
    next: `请安装 ${path === "docker-init" ? "docker-init（软件包 docker-ce 或 tini）" : path}，或者删除 init 并重启 docker。`,
  }),
  "docker-key-ignored": ({ engine, file, key, meant }) => ({
    what: `${engine} 忽略 ${file} 中的 ${key}。`,
    why: `dockerd 不加提示地接受这个键，但不做任何处理；起作用的是 ${meant}。`,
    next:
      key === "exec-opt"
        ? "criadm apply 会把 cgroup 驱动移到 exec-opts；或者请删除这个键。"
        : `请写成 ${meant}，或者删除它。`,
  }),
  "docker-key-twice": ({ engine, file, key }) => ({
    what: `${file} 中有两个 ${key}。`,
    why: `${engine} 不加提示地采用后面的一行，前面的一行不起作用。`,
    next: "请只保留这两行之一。",
  }),
  "docker-driver-twice": ({ engine, file, counts }) => ({
    what: `${file} 指定了两种 cgroup 驱动。`,
    why: `此版本的 ${engine} 使用 ${counts}；各版本采用哪一条并不相同。`,
    next: "criadm apply 会只留下正确的一条。",
  }),
  "docker-cgroupfs-on-systemd": ({ engine }) => ({
    what: `${engine} 在由 systemd 运行的节点上使用 cgroup 驱动 cgroupfs。`,
    why: "同一个 cgroup 树有两个管理器，会使节点在负载下不稳定。",
    next: "criadm apply --cgroup-driver systemd",
  }),
  "docker-refuses-cri-dockerd": ({ engine, release, criDockerd, minimum }) => ({
    what: `cri-dockerd ${criDockerd} 无法与 ${engine} ${release} 通信。`,
    why: `此版本只接受 API ${minimum} 及更高版本的客户端，而 cri-dockerd ${criDockerd} 最高只支持 1.43："client version 1.43 is too old"。`,
    next: "请把 cri-dockerd 升级到 0.3.16 或更高版本。",
  }),
}

const unchanged = "未做任何更改。"

const dockerFaults: Texts<DockerFaults, FaultText> = {
  "docker-needs-cri-dockerd": ({ engine, command }) => ({
    what: `${engine} 自身不提供 CRI，而代它提供 CRI 的 cri-dockerd 没有安装在此节点上。`,
    next: `${command === "" ? "请安装 cri-dockerd（软件包：https://github.com/Mirantis/cri-dockerd/releases），启用 cri-docker.socket，然后重新运行同一命令。" : `请让 criadm 加上它：${command}。`}或者用 --runtime 选择其他运行时。${unchanged}`,
  }),
  "docker-does-not-start": ({ code, ...args }) => {
    const { why, next } = stops[code](args)
    const does = code === "docker-cgroup-parent-no-slice" ? "这样将无法启动" : "无法以它的配置启动"
    return { what: `${args.engine} ${does}。${why}`, next: `${next}${unchanged}` }
  },
  "docker-flag-decides": ({ engine, flag, file, wanted }) => ({
    what: `${engine} 通过标志${file === "" ? "" : `（在 ${file} 中）`}得到 ${flag}，而标志和 daemon.json 不能设置同一项。`,
    next: `请在那里把该标志改为 ${wanted}，或者去掉它，使 criadm 可以在 daemon.json 中设置；然后重新运行同一命令。${unchanged}`,
  }),
  "docker-mirrors-docker-hub-only": ({ engine, host }) => ({
    what: `${engine} 的镜像站（mirror）只能用于 Docker Hub（docker.io），不能用于 ${host}。`,
    next: `请去掉这个 --registry-mirror，或者以镜像站的地址来命名镜像：--image-repository。${unchanged}`,
  }),
  "docker-judged-unfit": ({ engine, says }) => ({
    what: `${engine} 自己拒绝新的配置：${says}`,
    next: `请在 daemon.json 中修正它所指出的内容，然后重新运行同一命令。${unchanged}`,
  }),
}

const dockerReasons: Texts<DockerReasons, string> = {
  "docker-set-driver": ({ driver }) => `cgroup 驱动 ${driver}`,
  "docker-move-exec-opt": () => "把 cgroup 驱动从会被忽略的 exec-opt 中移出",
  "docker-repair-start": ({ release }) => `使 dockerd ${release} 能以它的配置启动`,
  "docker-set-mirror": ({ url }) => `Docker Hub 的镜像先从 ${url} 获取`,
  "docker-reset": () => "从空的配置重新开始",
  "docker-restart-stops-containers": ({ engine, containers }) =>
    `重启 ${engine} 会停止此节点上运行的容器${named(containers)}，因为 live-restore 没有开启`,
  "docker-restart-keeps-containers": ({ engine, containers }) =>
    `重启 ${engine} 时，此节点上运行的容器${named(containers)}会继续运行，因为 live-restore 已开启`,
  "docker-no-service": ({ engine }) => `没有找到 ${engine} 的服务；请自行重启它`,
  "docker-default-systemd": () => "没有任何设置：cgroup v2 加 systemd，此时 dockerd 选择 systemd",
  "docker-default-cgroupfs": () => "没有任何设置：不是 cgroup v2 加 systemd 时，dockerd 选择 cgroupfs",
  "docker-default-unknown": () => "没有任何设置，dockerd 的选择取决于运行中的节点",
  "docker-does-not-load": () => "dockerd 无法以它的配置启动",
  "docker-flag-spelling": () => "被忽略：这个键应拼写为 exec-opts",
  "docker-nested-key": () => "被忽略：exec-opts 只在文件的最上层起作用",
  "docker-other-entry-counts": () => "起作用的是另一条",
  "docker-other-line-counts": () => "起作用的是后面有相同键的一行",
  "docker-serves-through-cri-dockerd": ({ release }) => `通过 cri-dockerd ${release}`.trimEnd(),
  "docker-without-cri-dockerd": () => "没有安装 cri-dockerd，而 Docker 自身不提供 CRI",
}

export const chinese: Translated<DockerFaults, DockerFindings, DockerReasons> = {
  faults: dockerFaults,
  findings: dockerFindings,
  reasons: dockerReasons,
}
