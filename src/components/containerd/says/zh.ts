// The Chinese sentences about containerd; a part of zh.ts. Says what en-containerd.ts says.

import type { FaultText, Sentences, Spoken, Texts, Told, Translated } from "../../../wording/texts.ts"
import { inWords, joined, listed, within } from "../../../wording/zh/phrases.ts"
import type {
  ContainerdCriArguments,
  ContainerdCriCodes,
  ContainerdDroppedHosts,
  ContainerdFaults,
  ContainerdFindings,
  ContainerdReasons,
  ContainerdStopArguments,
  ContainerdStopCodes,
} from "./codes.ts"

interface Story {
  readonly why: string
  readonly next: string
}

/** containerd 为什么丢弃 hosts.toml，以及该怎么做。 */
const hostsStories: Readonly<Record<string, (args: Spoken<ContainerdDroppedHosts>) => Story>> = {
  "not-toml": ({ what }) => ({ why: `该文件不是有效的 TOML：${what}`, next: "请修正这一行" }),
  "no-host-table": ({ file, release }) => ({
    why: `containerd ${release} 要求 ${file} 中有 [host] 表，否则会丢弃旁边的内容。`,
    next: '请把同样的键写到 [host."https://ADDRESS"] 表中',
  }),
  type: ({ what }) => ({ why: `${what} 的值不是 containerd 所读取的类型。`, next: `请修正 ${what}` }),
  capability: ({ what }) => ({
    why: `${what} 不是一种能力；containerd 只认识 pull、resolve 和 push。`,
    next: `请从 capabilities 中删除 ${what}`,
  }),
  address: ({ what }) => ({ why: `${what} 不是主机地址。`, next: `请修正 ${what}` }),
  duration: ({ what }) => ({ why: `${what} 不是 3s 这样的时长。`, next: "请修正 dial_timeout" }),
}

/** Why a plugin that is required does not load. */
const whyRequired: Readonly<Record<string, (release: string) => string>> = {
  "cri-absent": () => "而该插件没有加载",
  disabled: () => "而 disabled_plugins 关闭了它",
  "not-built-in": (release) => `而 containerd ${release} 没有它`,
  "not-configured": () => "而没有 pool_name 时它不会加载",
}

/** Values that containerd refuses when it starts. */
const valueKinds: Readonly<Record<string, { readonly name: string; readonly next: string }>> = {
  "log-level": { name: "日志级别", next: "请写成 trace、debug、info、warn、error、fatal 或 panic。" },
  "log-format": { name: "日志格式", next: '请写成 "text" 或 "json"，或者删除这一行。' },
  duration: { name: "时长", next: '请写成带单位的数字，例如 "5s"。' },
  "proxy-type": { name: "此版本有的代理插件类型", next: 'snapshotter 请写成 "snapshot"。' },
  "listen-address": { name: "监听地址", next: '请写成 HOST:PORT，例如 "127.0.0.1:1338"。' },
  port: { name: "端口", next: '请写成数字，或者写 "0" 表示任意空闲端口。' },
  host: { name: "监听地址", next: '请写成 IP 地址，例如 "127.0.0.1"。' },
}

const neverAsked: Readonly<Record<string, (args: ContainerdFindings["containerd-hosts-never-asked"]) => Story>> = {
  "too-deep": ({ what, meant }) => ({
    why: `config_path 是 ${what}，而 containerd 在它之下查找镜像仓库的目录。`,
    next: `请把 config_path 设为 ${meant}，然后重启 containerd。`,
  }),
  "not-looked-for": ({ what, meant }) => ({
    why: what === "" ? "没有设置 registry.config_path。" : `registry.config_path 是 ${what}。`,
    next: `请把 config_path 设为 ${meant}，然后重启 containerd。`,
  }),
  list: ({ what, meant }) => ({
    why: `registry.config_path 是 ${what}。通过 CRI 拉取时，此 containerd 把该列表当作一个目录，在那里什么也找不到。`,
    next: `请把 config_path 设为 ${meant}，然后重启 containerd。`,
  }),
  alias: ({ what, meant }) => ({
    why: `没有镜像名以 ${what} 为主机；那些镜像的主机是 ${meant}。`,
    next: `请把目录命名为 ${meant}；无需重启。`,
  }),
  name: ({ what, meant }) => ({
    why: `在 ${what} 中，它只查找名为 ${meant} 的文件。`,
    next: `请把文件命名为 ${meant}；无需重启。`,
  }),
  "no-host-name": ({ what }) => ({
    why: `镜像名的主机不可能是 ${what}：主机名有点或端口，且没有其他符号。`,
    next: "请把目录命名为镜像名的第一部分；无需重启。",
  }),
}

function hostsStory(args: Spoken<ContainerdDroppedHosts>): Story {
  return hostsStories[args.why]?.(args) ?? { why: args.what, next: args.file }
}

function neverAskedStory(args: ContainerdFindings["containerd-hosts-never-asked"]): Story {
  return neverAsked[args.why]?.(args) ?? { why: args.what, next: args.meant }
}

/** Why containerd exits while it loads its configuration, and what to do. */
const stops: { readonly [Code in keyof ContainerdStopCodes]: (args: Spoken<ContainerdStopArguments>) => Story } = {
  "containerd-config-broken": ({ file, what }) => ({
    why: `${file} 不是有效的 TOML：${what}`,
    next: "请修正这一行。",
  }),
  "containerd-byte-order-mark": ({ file, release }) => ({
    why: `${file} 以字节顺序标记（BOM）开头，containerd ${release} 无法读取。`,
    next: "criadm apply 会去掉该标记，或者请把文件保存为不带 BOM 的 UTF-8。",
  }),
  "containerd-config-unreadable": ({ file, what }) => ({
    why: what === "directory" ? `${file} 是目录。` : `无法读取 ${file}：${what}。`,
    next: "请让它成为可读的文件，或者从 imports 中删除它。",
  }),
  "containerd-import-missing": ({ file }) => ({
    why: `imports 或 --config 指定了 ${file}，而该文件不存在。`,
    next: "请创建该文件，或者从 imports 中删除它。",
  }),
  "containerd-import-pattern": ({ file, what }) => ({
    why: `${file} 的 imports 中的模式“${what}”格式不正确。`,
    next: "请修正该模式。",
  }),
  "containerd-wrong-type": ({ what, wanted }) => ({
    why: `${what} 必须是${joined(wanted)}。`,
    next: `请把 ${what} 写成${joined(wanted)}。`,
  }),
  "containerd-schema-refused": ({ file, what, wanted, release }) => ({
    why: `${file} 写有 version = ${what}；containerd ${release} 最高只能读取 ${wanted}。`,
    next: `请放回此版本所用的配置，或者用 criadm apply --reset-config 重新开始。`,
  }),
  "containerd-drop-in-newer": ({ file, what, wanted, release }) => ({
    why: `${file} 写有 version = ${what}，比 ${wanted} 的新；containerd ${release} 会拒绝。`,
    next: "请让该 drop-in 文件与导入它的文件使用相同的 version。",
  }),
  "containerd-short-plugin-id": ({ file, what, release }) => ({
    why: `${file} 列出了插件“${what}”；containerd ${release} 在此处要求完整的 id，例如 io.containerd.grpc.v1.cri。`,
    next: "criadm apply 会更正，或者请写出完整的 id。",
  }),
  "containerd-short-plugin-name": ({ file, what, release }) => ({
    why: `${file} 中有表 plugins.${what}；使用这个 version 时，containerd ${release} 在此处要求完整的 id，例如 io.containerd.grpc.v1.cri。`,
    next: "请在表头中写出完整的 id。",
  }),
  "containerd-panics": ({ file, release }) => ({
    why: `${file} 的 version 与其他文件一起会使 containerd ${release} 崩溃。`,
    next: "请让所有文件使用相同的 version。",
  }),
  "containerd-required-plugin": ({ file, what, wanted, release }) => ({
    why: `${file} 要求 ${what}，${whyRequired[wanted]?.(release) ?? "而该插件没有加载"}。`,
    next: "请排除原因，或者从 required_plugins 中删除该插件。",
  }),
  "containerd-value-refused": ({ what, wanted }) => ({
    why: `${what} 不是${valueKinds[wanted]?.name ?? " containerd 接受的值"}。`,
    next: valueKinds[wanted]?.next ?? "请更正这个值。",
  }),
  "containerd-same-directories": ({ what }) => ({
    why: `root 和 state 都是 ${what}。`,
    next: "请让 root 和 state 使用不同的目录。",
  }),
}

/** Why CRI is missing although containerd runs, and what to do. */
const criTroubles: { readonly [Code in keyof ContainerdCriCodes]: (args: ContainerdCriArguments) => Story } = {
  "containerd-cri-disabled": ({ what }) => ({
    why: `disabled_plugins 中的“${what}”关闭了 CRI。Docker 的软件包提供的 containerd 就是这样。`,
    next: "criadm apply",
  }),
  "containerd-default-runtime-empty": () => ({
    why: "default_runtime_name 是空的。",
    next: "请指定一个已配置的运行时处理程序，或者删除这个键。",
  }),
  "containerd-default-runtime-missing": ({ what }) => ({
    why: `default_runtime_name 是“${what}”，而没有这个运行时处理程序。`,
    next: `请按照 default_runtime_name 所在的表名配置运行时处理程序“${what}”，或者指定另一个。`,
  }),
  "containerd-legacy-systemd-cgroup": ({ release }) => ({
    why: `systemd_cgroup = true 只用于已移除的 shim；带有它时，containerd ${release} 不会加载 CRI。`,
    next: "criadm apply",
  }),
  "containerd-only-for-legacy-runtime": ({ what, release }) => ({
    why: `${what} 只用于已移除的 shim；带有它时，containerd ${release} 不会加载 CRI。`,
    next: `请删除 ${what}；对于 runc，运行时处理程序的 options 中有含义相同的键。`,
  }),
  "containerd-untrusted-twice": () => ({
    why: "既有 untrusted_workload_runtime，又有名为 untrusted 的运行时处理程序。",
    next: "请删除 untrusted_workload_runtime。",
  }),
  "containerd-mirrors-and-config-path": ({ what }) => ({
    why: `除 registry.config_path 之外，还有 ${what} 的内联镜像站（mirror）；containerd 只接受两者之一。`,
    next: "criadm apply",
  }),
  "containerd-mirrors-and-built-in-path": ({ what, release }) => ({
    why: `containerd ${release} 有内置的 registry.config_path，与 ${what} 的内联镜像站（mirror）冲突。`,
    next: "criadm apply",
  }),
  "containerd-tls-and-config-path": ({ what }) => ({
    why: `除 registry.config_path 之外，registry.configs 中还有 ${what} 的 TLS 设置。`,
    next: "criadm apply",
  }),
  "containerd-snapshotter-unknown": ({ what, release }) => ({
    why: `containerd ${release} 没有 snapshotter“${what}”，也没有配置这个名称的代理插件。`,
    next: "请修正名称，或者配置该代理插件。",
  }),
  "containerd-bad-duration": ({ what }) => ({
    why: `${what} 不是 "5m0s" 这样的时长。`,
    next: `请修正 ${what}。`,
  }),
  "containerd-privileged-devices": ({ what }) => ({
    why: `${what} 的 privileged_without_host_devices_all_devices_allowed 需要 privileged_without_host_devices。`,
    next: "请两者都设置，或者都不设置。",
  }),
  "containerd-io-type": ({ what }) => ({
    why: `io_type 是“${what}”，而只有 "fifo" 和 "streaming"。`,
    next: '请写成 "fifo" 或 "streaming"。',
  }),
  "containerd-bin-dirs": () => ({
    why: "cni 中既有 bin_dir 又有 bin_dirs；containerd 只接受两者之一。",
    next: "请把 bin_dir 的目录放入 bin_dirs，并删除 bin_dir。",
  }),
  "containerd-streaming-certificate": () => ({
    why: "enable_tls_streaming 已开启，但 tls_cert_file 和 tls_key_file 只给出了一个。",
    next: "请两者都给出，或者都不给出。",
  }),
  "containerd-content-policy": ({ what }) => ({
    why: `content_sharing_policy 是“${what}”；它只能是 "shared" 或 "isolated"。存储内容的插件都没有加载。`,
    next: '请写成 content_sharing_policy = "shared"，或者删除这个键。',
  }),
  "containerd-differ-missing": ({ what, release }) => ({
    why:
      what === "erofs"
        ? `differ erofs 没有加载：containerd ${release} 没有它，或者此节点上没有 mkfs.erofs。`
        : `containerd ${release} 没有 differ“${what}”，也没有配置这个名称的代理插件。`,
    next: what === "erofs" ? "请安装 erofs-utils，或者去掉 erofs。" : "请修正名称。",
  }),
  "containerd-platform-invalid": ({ what }) => ({
    why: `io.containerd.runtime.v2.task 的 platforms 中的“${what}”不是平台。`,
    next: '请写成 "linux/amd64"，或者删除 platforms。',
  }),
  "containerd-size-invalid": ({ what }) => ({
    why: `devmapper 的 base_image_size 是“${what}”，这不是大小。存储内容的插件都没有加载。`,
    next: '请写成 "10GB"。',
  }),
  "containerd-snapshotter-not-configured": ({ what }) => ({
    why: `snapshotter 是 ${what}，没有 pool_name 时它不会加载。`,
    next: `请在 [plugins."io.containerd.snapshotter.v1.${what}"] 中设置 pool_name，或者选择其他 snapshotter。`,
  }),
  "containerd-unpack-platform": ({ what }) => ({
    why: `transfer 服务的 unpack_config 指定了平台“${what}”，此节点的 differ 都不接受它。`,
    next: "请写成此节点的平台，或者删除这一项。",
  }),
  "containerd-unpack-snapshotter": ({ what, release }) => ({
    why: `transfer 服务的 unpack_config 指定了 snapshotter“${what}”，而 containerd ${release} 没有它。`,
    next: "请修正名称，或者删除这一项。",
  }),
  "containerd-base-spec-missing": ({ what }) => ({
    why: `base_runtime_spec 指定了 ${what}，而该文件不存在或者不是 JSON。`,
    next: "请写入该文件（ctr oci spec 会打印一份作为起点），或者删除这个键。",
  }),
}

function stopFinding(code: keyof ContainerdStopCodes): (args: Spoken<ContainerdStopArguments>) => Sentences {
  return (args) => ({ what: "containerd 无法以它的配置启动。", ...stops[code](args) })
}

function criFinding(code: keyof ContainerdCriCodes): (args: ContainerdCriArguments) => Sentences {
  return (args) => ({ what: "containerd 不提供 CRI。", ...criTroubles[code](args) })
}

const containerdFindings: Told<ContainerdFindings> = {
  "containerd-config-broken": stopFinding("containerd-config-broken"),
  "containerd-byte-order-mark": stopFinding("containerd-byte-order-mark"),
  "containerd-config-unreadable": stopFinding("containerd-config-unreadable"),
  "containerd-import-missing": stopFinding("containerd-import-missing"),
  "containerd-import-pattern": stopFinding("containerd-import-pattern"),
  "containerd-wrong-type": stopFinding("containerd-wrong-type"),
  "containerd-schema-refused": stopFinding("containerd-schema-refused"),
  "containerd-drop-in-newer": stopFinding("containerd-drop-in-newer"),
  "containerd-short-plugin-id": stopFinding("containerd-short-plugin-id"),
  "containerd-short-plugin-name": stopFinding("containerd-short-plugin-name"),
  "containerd-panics": stopFinding("containerd-panics"),
  "containerd-required-plugin": stopFinding("containerd-required-plugin"),
  "containerd-same-directories": stopFinding("containerd-same-directories"),
  "containerd-value-refused": stopFinding("containerd-value-refused"),
  "containerd-cri-disabled": criFinding("containerd-cri-disabled"),
  "containerd-default-runtime-empty": criFinding("containerd-default-runtime-empty"),
  "containerd-default-runtime-missing": criFinding("containerd-default-runtime-missing"),
  "containerd-legacy-systemd-cgroup": criFinding("containerd-legacy-systemd-cgroup"),
  "containerd-only-for-legacy-runtime": criFinding("containerd-only-for-legacy-runtime"),
  "containerd-untrusted-twice": criFinding("containerd-untrusted-twice"),
  "containerd-mirrors-and-config-path": criFinding("containerd-mirrors-and-config-path"),
  "containerd-mirrors-and-built-in-path": criFinding("containerd-mirrors-and-built-in-path"),
  "containerd-tls-and-config-path": criFinding("containerd-tls-and-config-path"),
  "containerd-snapshotter-unknown": criFinding("containerd-snapshotter-unknown"),
  "containerd-bad-duration": criFinding("containerd-bad-duration"),
  "containerd-privileged-devices": criFinding("containerd-privileged-devices"),
  "containerd-io-type": criFinding("containerd-io-type"),
  "containerd-bin-dirs": criFinding("containerd-bin-dirs"),
  "containerd-streaming-certificate": criFinding("containerd-streaming-certificate"),
  "containerd-base-spec-missing": criFinding("containerd-base-spec-missing"),
  "containerd-content-policy": criFinding("containerd-content-policy"),
  "containerd-differ-missing": criFinding("containerd-differ-missing"),
  "containerd-platform-invalid": criFinding("containerd-platform-invalid"),
  "containerd-size-invalid": criFinding("containerd-size-invalid"),
  "containerd-snapshotter-not-configured": criFinding("containerd-snapshotter-not-configured"),
  "containerd-unpack-platform": criFinding("containerd-unpack-platform"),
  "containerd-unpack-snapshotter": criFinding("containerd-unpack-snapshotter"),
  "containerd-v1alpha2-only": ({ release }) => ({
    what: "containerd 只提供旧的 CRI v1alpha2。",
    why: `containerd ${release} 早于 1.6。1.26 或更高版本的 kubelet 需要 CRI v1。`,
    next: "请把 containerd 升级到 1.7 或 2。",
  }),
  "containerd-key-unknown": ({ file, key, why, meant, release }) => ({
    what: `containerd 不读取 ${file} 中的 ${key}。`,
    why:
      why === "later"
        ? `containerd ${release} 没有它；containerd ${meant} 及更高版本才有。`
        : why === "misplaced"
          ? `containerd ${release} 在另一个表中查找它。`
          : `containerd ${release} 在那里没有这个键，会忽略它。`,
    next:
      why === "later"
        ? `请升级到 containerd ${meant}，或者删除这一行。`
        : meant === ""
          ? "请修正名称，或者删除它。"
          : `请写成 ${meant}，然后重启 containerd。`,
  }),
  "containerd-version-missing": ({ file, table, release }) => ({
    what: `containerd 忽略它在 ${file} 中的 CRI 设置。`,
    why: `该文件没有写出 version，此时 containerd ${release} 不会读取表“${table}”。`,
    next: "criadm apply",
  }),
  "containerd-version-misplaced": ({ file, key }) => ({
    what: `${file} 中的 version 不起作用。`,
    why: `它位于一个表头之后，因此成了键 ${key}。`,
    next: "criadm apply，或者把这一行移到第一个表头之前。",
  }),
  "containerd-plugin-of-two-names": ({ file, short, full, release }) => ({
    what: `${short} 的哪些设置起作用，每次启动时都由偶然决定。`,
    why: `${file} 没有 version，并且用 plugins.${short} 和 plugins."${full}" 两个名称写了同一个插件；containerd ${release} 只采用这两个表之一，有时是这个，有时是那个。`,
    next: `criadm apply 会把两个表合并到 plugins."${full}" 之下。`,
  }),
  "containerd-tables-ignored": ({ file, table, schema, release }) => ({
    what: `containerd 忽略 ${file} 中的 CRI 设置。`,
    why: `表“${table}”不属于 version ${schema}；containerd ${release} 会不加提示地读取并丢弃它。`,
    next: "criadm apply 会把它的设置写到起作用的位置；请自行移动该表中的其他设置。",
  }),
  "containerd-runtimes-dropped": ({ file, by, release }) => ({
    what: `containerd 丢弃 ${file} 中的运行时处理程序。`,
    why: `它们位于旧的运行时表中，而 ${by} 中有新的表（io.containerd.cri.v1.runtime）；此时 containerd ${release} 只读取新的表。`,
    next: "请把所有运行时处理程序放在同一代的表中。",
  }),
  "containerd-drop-in-not-imported": ({ file, root }) => ({
    what: `${file} 没有被读取。`,
    why: `containerd 加载的文件都没有导入它。只有写在 ${root} 中的 imports 起作用，无论 "config dump" 输出什么。`,
    next: `请把它加入 ${root} 的 imports，或者删除它。`,
  }),
  "containerd-drop-in-refused-later": ({ file, schema, root, from, to }) => ({
    what: `containerd ${from} 到 ${to} 无法以这些文件启动。`,
    why: `${file} 写有 version = ${schema}，比 ${root} 的新；只有这些版本会拒绝。`,
    next: "升级时请跳过这些版本，或者让这两个文件使用相同的 version，并各自使用该 version 的表名。",
  }),
  "containerd-section-replaced": ({ section, file, by }) => ({
    what: `${file} 中的设置不起作用。`,
    why: `${by} 中也有 ${section} 的表，而在 containerd 2 之前，较后的文件会替换整个部分。`,
    next: `请把 ${section} 的所有设置放在这两个文件之一中。`,
  }),
  "containerd-driver-misplaced": ({ handler }) => ({
    what: `运行时处理程序 ${handler} 的 SystemdCgroup 位于错误的表中。`,
    why: "它应当在下一级的表 options 中；在现在的位置没有程序读取它。",
    next: "criadm apply --cgroup-driver systemd",
  }),
  "containerd-driver-misspelt": ({ handler, written }) => ({
    what: `运行时处理程序 ${handler} 的 SystemdCgroup 被写成了 ${written}。`,
    why: "runc 的选项中没有这个键，因此没有程序读取它。",
    next: "criadm apply --cgroup-driver systemd",
  }),
  "containerd-driver-other-case": ({ handler, written }) => ({
    what: `运行时处理程序 ${handler} 的 SystemdCgroup 写成了 ${written}。`,
    why: "大小写不同时是否起作用，各版本并不相同，工具也找不到它。",
    next: "criadm apply --cgroup-driver systemd",
  }),
  "containerd-option-wrong-type": ({ handler, key }) => ({
    what: `运行时处理程序 ${handler} 的 Pod 都无法启动。`,
    why: `它的 options 中 ${key} 的值类型不正确。`,
    next: key === "SystemdCgroup" ? "criadm apply" : `请修正 ${key}。`,
  }),
  "containerd-runtime-type-missing": ({ handler, release }) => ({
    what: `运行时处理程序 ${handler} 的 Pod 都无法启动。`,
    why: `它没有 runtime_type，而 containerd ${release} 不会自动补上。`,
    next: "criadm apply，或者写出它的 runtime_type。",
  }),
  "containerd-runtime-type-gone": ({ handler, type, release }) => ({
    what: `运行时处理程序 ${handler} 的 Pod 都无法启动。`,
    why: `它的 runtime_type 是 ${type}，而 containerd ${release} 已不再有这个类型。`,
    next: '请写成 runtime_type = "io.containerd.runc.v2"。',
  }),
  "containerd-cgroupfs-on-systemd": ({ handler }) => ({
    what: `运行时处理程序 ${handler} 在由 systemd 运行的节点上使用 cgroup 驱动 cgroupfs。`,
    why: "同一个 cgroup 树有两个管理器，会使节点在负载下不稳定。",
    next: "criadm apply --cgroup-driver systemd",
  }),
  "containerd-snapshotter-lost": ({ snapshotter, release }) => ({
    what: `containerd 没有使用 snapshotter ${snapshotter}。`,
    why: `containerd ${release} 迁移此文件时会丢弃该 snapshotter，因为旁边没有运行时的表。`,
    next: `请在 io.containerd.cri.v1.images 的表中设置 snapshotter。`,
  }),
  "containerd-release-too-old": ({ version, oldest }) => ({
    what: `containerd ${version} 比 criadm 所知的版本旧。`,
    why: `从 ${oldest} 起，才知道各版本如何处理其文件。`,
    next: "请升级 containerd。",
  }),
  "containerd-release-newer": ({ version, newest }) => ({
    what: `containerd ${version} 比 criadm 所知的版本新。`,
    why: `按照 ${newest} 的规则读取它的配置。在更改之前，由 containerd 自己作出判断。`,
    next: "支持此 containerd 的版本发布后，请升级 criadm。",
  }),
  "containerd-release-not-known": ({ program }) => ({
    what: "无法得知 containerd 的版本。",
    why: `无法向 ${program} 询问版本。`,
    next: "请用 --runtime-version X.Y.Z 说明。",
  }),
  "containerd-dump-differs": ({ what, release }) => ({
    what: "containerd 读取其配置的结果与 criadm 不同。",
    why: `${release} 的“containerd config dump”在以下方面不同：${listed(what.map(inWords))}。也许文件在此期间有更改。`,
    next: "请重新运行 criadm check；如果仍然如此，请附上 criadm detect -o json 的输出报告。",
  }),
  "containerd-belongs-to-other": ({ owner, path }) => ({
    what: `${owner} 在这里运行自己的 containerd。`,
    why: `${path} 属于它。criadm 不会改动它。`,
    next: `请通过 ${owner} 来配置。`,
  }),
  "containerd-not-restarted": ({ file, service }) => ({
    what: "containerd 运行时使用的配置比它的文件旧。",
    why: `${file} 或它导入的某个文件在服务 ${service} 启动之后有更改。`,
    next: `请重启服务 ${service}；运行中的容器会继续运行。`,
  }),
  "containerd-several-programs": ({ program, others }) => ({
    what: "此节点上有多个 containerd 程序。",
    why: `以 ${program} 为准，因为服务运行它，或者因为它排在最前；还找到：${listed(others)}。`,
    next: "请删除没有人使用的那些。",
  }),
  "containerd-tells-no-driver": ({ release }) => ({
    what: "containerd 无法把它的 cgroup 驱动告知 kubelet。",
    why: `RuntimeConfig 从 containerd 2.0 起才有；这里是 ${release}。Kubernetes 计划从 1.38 起要求它。`,
    next: "请让 kubelet 的 cgroupDriver 与 containerd 的保持相同，并计划升级到 containerd 2。",
  }),
  "containerd-schema-without-way-back": ({ file, schema, since }) => ({
    what: `${file} 使此节点只能使用 containerd ${since} 或更高版本。`,
    why: `其中写有 version = ${schema}；${since} 之前的 containerd 无法用它启动。`,
    next: "如果必须能够降级，请保留一份原来 version 的副本。",
  }),
  "containerd-hosts-dropped": (args) => ({
    what: `containerd 会丢弃 ${args.file}，因此其中的镜像站和证书都不会用于 ${args.registry}。`,
    why: hostsStory(args).why,
    next: `${hostsStory(args).next}；无需重启。`,
  }),
  "containerd-hosts-never-asked": (args) => ({
    what: `containerd 从不查看 ${args.file}。`,
    why: neverAskedStory(args).why,
    next: neverAskedStory(args).next,
  }),
  "containerd-hosts-needs-file": ({ file, registry, key, path, why }) => ({
    what: `拉取 ${registry} 的任何镜像都会失败。`,
    why: `${file} 把 ${path} 指定为 ${key}，而${why === "no-certificate" ? "其中没有以 -----BEGIN CERTIFICATE----- 开头的 PEM 证书" : "该文件不存在"}。`,
    next:
      why === "no-certificate"
        ? `请以 PEM 格式写入证书：openssl x509 -inform der -in ${path}`
        : `请把文件放到 ${path}，或者删除这一行；无需重启。`,
  }),
  "containerd-hosts-no-resolve": ({ file, registry, host }) => ({
    what: `containerd 不会向 ${host} 询问 ${registry} 的标签指向哪个镜像。`,
    why: `${file} 中它的 capabilities 缺少 resolve，因此必须能访问镜像仓库本身。`,
    next: "如果镜像站有这些标签，请在 capabilities 中添加 resolve；无需重启。",
  }),
  "containerd-hosts-key-unknown": ({ file, key }) => ({
    what: `containerd 不读取 ${file} 中的 ${key}。`,
    why: "那里没有这个键，而 containerd 不会提示。",
    next: "请更正或删除这个键；无需重启。",
  }),
  "registry-host-path": ({ file, url, asked }) => ({
    what: `${file} 中的一个镜像站（mirror）会被以它不太可能有的路径访问。`,
    why: `由于 [host."${url}"]，containerd 会访问 ${asked}。`,
    next: "请写出完整路径，把 /v2 放在前缀之前，例如 https://HOST/v2/PREFIX，并设置 override_path = true。",
  }),
}

const unchanged = "未做任何更改。"

/** A command ends without a full stop; the sentence after it needs one between. */
const withUnchanged = (next: string) => `${next.endsWith("。") ? next : `${next}。`}${unchanged}`

const containerdFaults: Texts<ContainerdFaults, FaultText> = {
  "containerd-release-unknown": ({ version, oldest }) => ({
    what:
      version === ""
        ? "无法得知 containerd 的版本，因此也不知道它如何处理其文件。"
        : `containerd ${version} 比 criadm 所知的版本（${oldest}）旧。`,
    next: version === "" ? "请用 --runtime-version X.Y.Z 说明。" : "请升级 containerd。",
  }),
  "containerd-does-not-start": ({ code, ...args }) => {
    const { why, next } = stops[code](args)
    return { what: `containerd 无法以它的配置启动。${why}`, next: withUnchanged(next) }
  },
  "containerd-cri-refused": ({ code, ...args }) => {
    const { why, next } = criTroubles[code](args)
    return { what: `使用此配置时，containerd 不提供 CRI。${why}`, next: withUnchanged(next) }
  },
  "containerd-not-effective": ({ what, release }) => ({
    what: `criadm 能做的编辑都不能使 containerd ${release} 采用所需的 ${what}。`,
    next: `请用此命令查看什么起作用：criadm explain。${unchanged}`,
  }),
  "containerd-schema-would-differ": ({ schema, release, what }) => ({
    what: `写成 version = ${schema} 后，这些文件在 containerd ${release} 上的结果会不同：${what}。`,
    next: `文件可以照旧使用；containerd 2 每次启动时在内存中移动其中的表。criadm explain 会显示什么起作用。${unchanged}`,
  }),
  "containerd-schema-after-upgrade": ({ schema, release, needs }) => ({
    what: `containerd ${release} 不能读取 version = ${schema}；从 containerd ${needs} 起才可以。`,
    next: `请先升级，文件在新版本上也可以照旧使用；然后重新运行同一命令。${unchanged}`,
  }),
  "containerd-would-change": ({ what, other }) => ({
    what: `在这些文件中设置 ${what} 也会更改 ${other}。`,
    next: `请在合适的位置手动设置。${unchanged}`,
  }),
  "containerd-hosts-stay-dropped": (args) => ({
    what: `containerd 会丢弃 ${args.file}，因此添加在那里的镜像站不会被使用。${hostsStory(args).why}`,
    next: `${hostsStory(args).next}，然后重新运行同一命令。${unchanged}`,
  }),
  "containerd-config-path-too-deep": ({ path, meant }) => ({
    what: `config_path 是 ${path}，而其中直接有 hosts.toml：它深了一层目录。`,
    next: `请把 config_path 设为 ${meant}，然后重新运行同一命令。${unchanged}`,
  }),
  "containerd-mirror-of-alias": ({ host, meant, url }) => ({
    what: `没有镜像名以 ${host} 为主机，因此 containerd 不会查找它的镜像站。`,
    next: `请使用 --registry-mirror ${meant}=${url}。${unchanged}`,
  }),
  "containerd-inline-mirrors": ({ hosts }) => ({
    what: `镜像仓库配置在 config.toml 自身中（registry.mirrors：${listed(hosts)}），其内容无法用 hosts.toml 文件表达，而 containerd 不会同时读取后者。`,
    next: `请把每个镜像站移到 certs.d/HOST/hosts.toml，删除 registry.mirrors，然后重新运行同一命令。${unchanged}`,
  }),
  "containerd-no-registry-path": ({ release }) => ({
    what: `containerd ${release} 不读取 hosts.toml 文件。`,
    next: `请把 containerd 升级到 1.7 或 2，或者不使用 --registry-mirror。${unchanged}`,
  }),
  "containerd-no-default-config": () => ({
    what: "无法得知此版本的默认配置，因为不能向 containerd 询问。",
    next: `请在那个节点上运行 criadm，或者不使用 --reset-config。${unchanged}`,
  }),
  "containerd-registry-url": ({ url }) => ({
    what: `“${url}”不是镜像仓库的 http 或 https URL。`,
    next: "请以 HOST=https://MIRROR 的形式给出镜像站（mirror）。",
  }),
  "containerd-judged-unfit": ({ says }) => ({
    what: `containerd 自己拒绝新的配置：${inWords(says)}`,
    next: `这不应当发生；请附上 criadm plan 的输出报告。${unchanged}`,
  }),
  "containerd-trial-failed": ({ says }) => ({
    what: `containerd 使用新配置时不提供 CRI：${says}`,
    next: "这是用另一个隔离的 containerd 试出来的；节点自己的 containerd 仍在运行。请在配置中改正它指出的问题，然后重新运行 criadm。",
  }),
  "containerd-judged-different": ({ what, wanted, found }) => ({
    what: `containerd 自己从新配置中读到的${within(inWords(what))}是 ${inWords(found)}，而不是 ${wanted}。`,
    next: `这不应当发生；请附上 criadm plan 的输出报告。${unchanged}`,
  }),
}

const containerdReasons: Texts<ContainerdReasons, string> = {
  "containerd-enable-cri": () => "开启 CRI",
  "containerd-drop-systemd-cgroup": () => "去掉 systemd_cgroup，带有它时 CRI 不会加载",
  "containerd-set-sandbox-image": ({ image }) => `沙箱镜像 ${image}`,
  "containerd-set-registry-path": ({ directory }) => `镜像仓库在 ${directory} 之下配置`,
  "containerd-move-registries": () => "registry.mirrors 和 registry.configs 中的 TLS 设置移到 hosts.toml 文件中",
  "containerd-set-driver": ({ handler, driver }) => `运行时处理程序 ${handler} 使用 cgroup 驱动 ${driver}`,
  "containerd-repair-start": () => "使 containerd 能以它的配置启动",
  "containerd-unite-names": () => "同一个插件写在两个名称之下，由偶然决定哪一个起作用",
  "containerd-by-chance": ({ short, full }) =>
    `每次启动时由偶然决定：plugins.${short} 和 plugins."${full}" 是同一个插件`,
  "containerd-rewritten": ({ schema }) => `同样的设置，使用 version = ${schema} 的名称`,
  "containerd-repair-schema": () => "使此文件中的设置起作用",
  "containerd-state-version": () => "写出此文件的 version，原来没有",
  "containerd-reset": ({ release }) => `从 containerd ${release} 的默认配置重新开始`,
  "containerd-hosts-file": ({ host, url }) => `${host} 的镜像先从 ${url} 获取`,
  "containerd-imports-dropped": ({ files }) => `重新开始之后不再读取：${listed(files)}`,
  "containerd-windows-endpoint": ({ endpoint }) => `此节点的 CRI 端点是 ${endpoint}`,
  "containerd-windows-service": ({ program }) =>
    `在该节点上：& "${program}" --register-service（一次），Start-Service containerd，更改之后 Restart-Service containerd`,
  "containerd-windows-cni": ({ binDirs, confDir }) =>
    `在 ${listed(binDirs)} 中查找 CNI 插件，在 ${confDir} 中查找其配置`,
  "containerd-no-cgroups": () => "Windows 没有 cgroup，因此不设置 cgroup 驱动",
  "containerd-no-service": () => "没有找到 containerd 的服务；请自行重启它",
  "containerd-no-cri-v1": ({ release }) => `containerd ${release} 只提供 CRI v1alpha2，因此不通过 CRI 验证`,
  "containerd-does-not-load": ({ code, ...args }) => `containerd 无法启动：${stops[code](args).why.replace(/。$/, "")}`,
  "containerd-cri-is-off": () => "CRI 已关闭，因此没有程序读取它",
  "containerd-release-not-told": () => "无法得知 containerd 的版本",
  "containerd-key-absent": () => "没有 SystemdCgroup，按 false 计",
  "containerd-type-absent": ({ handler }) => `${handler} 没有 runtime_type，因此它的 Pod 都无法启动`,
  "containerd-option-unreadable": ({ key }) => `${key} 的值类型不正确，因此它的 Pod 都无法启动`,
  "containerd-legacy-shim": () => "旧的 shim，它采用 systemd_cgroup",
  "containerd-v1alpha2": ({ release }) => `只有 CRI v1alpha2：containerd ${release} 早于 1.6`,
  "containerd-not-imported": ({ root }) => `不会读取：${root} 没有导入此文件`,
  "containerd-not-reached": ({ file }) => `不会读取：containerd 在此之前就已在 ${file} 处退出`,
  "containerd-loading-ended": () => "不会读取：在此之前，一个不存在的导入文件使读取结束",
  "containerd-relative-pattern": ({ release }) =>
    `不会读取：对于 imports 中的相对模式，containerd ${release} 从 / 查找，而不是从该文件旁边`,
  "containerd-table-not-read": ({ table, schema, release }) =>
    `被忽略：version 为 ${schema} 时，containerd ${release} 不读取表“${table}”`,
  "containerd-table-without-version": ({ table, release }) =>
    `被忽略：该文件没有写出 version，按 1 计，此时 containerd ${release} 不读取表“${table}”`,
  "containerd-schema-of-other-file": ({ table, file, schema, release }) =>
    `被忽略：${file} 写有 version ${schema}，此时 containerd ${release} 不读取任何文件中的表“${table}”`,
  "containerd-wrong-table": ({ right }) => `在这里被忽略：它的位置是 ${right}`,
  "containerd-handler-not-runc": ({ handler, type }) =>
    type === ""
      ? `只有 runc 的处理程序采用它，而 ${handler} 没有 runtime_type`
      : `只有 runc 的处理程序采用它，而 ${handler} 的类型是 ${type}`,
  "containerd-no-such-handler": ({ handler }) => `最终没有运行时处理程序 ${handler}`,
  "containerd-other-case": ({ right }) => `被忽略：正确的拼写是 ${right}`,
  "containerd-other-case-counts": ({ right }) => `在这里起作用；正确的拼写是 ${right}`,
  "containerd-beside-options": () => "在这里被忽略：它的位置是下一级的表 options",
  "containerd-legacy-table-ignored": ({ table, release }) => `被忽略：containerd ${release} 已不再有表 ${table}`,
  "containerd-section-replaced-by": ({ file }) => `连同整个部分被 ${file} 替换`,
  "containerd-other-key-wins": ({ key, file }) => `${file} 中的 ${key} 优先`,
  "containerd-new-table-wins": ({ table, file }) => `连同它的表被丢弃，因为 ${file} 中有更新的表 ${table}`,
  "containerd-not-taken-over": () => "被忽略：containerd 不会沿用它",
  "containerd-legacy-key-ignored": ({ release }) => `被忽略：containerd ${release} 已不再有这个键`,
  "containerd-legacy-key-fatal": () => "使 CRI 无法加载",
  "containerd-legacy-key-off": () => "已关闭的旧键",
  "containerd-no-hosts-files": () => "没有 config_path，因此 containerd 不会查找 hosts.toml",
  "containerd-hosts-not-looked-for": ({ path }) =>
    path === "" ? "不会读取：没有设置 registry.config_path" : `不会读取：registry.config_path 是 ${path}`,
  "containerd-hosts-path-is-list": ({ path, release }) =>
    `不会读取：通过 CRI 拉取时，containerd ${release} 把 registry.config_path 当作一个目录，而 ${path} 是列表`,
  "containerd-hosts-are-dropped": (args) => `containerd 会丢弃 ${args.file}：${hostsStory(args).why}`,
  "containerd-hosts-cannot-be-read": ({ path }) => `所有拉取都会失败：${path} 不存在`,
  "containerd-hosts-no-tags": () => "不会询问标签指向哪个镜像：capabilities 中缺少 resolve",
  "containerd-hosts-of-no-image": ({ meant }) =>
    meant === "" ? "不会查找：没有镜像名以此为主机" : `不会查找：这类镜像的主机是 ${meant}`,
  "containerd-hosts-hidden-by": ({ file }) => `不会读取：先找到的是 ${file}`,
  "containerd-asked-later": () => "只有排在前面的失败时才会访问",
  "containerd-disables-cri": () => "也会关闭 CRI",
  "containerd-defect-newer-drop-in": ({ fixed }) =>
    `如果 drop-in 文件的 version 高于主文件，此版本将无法启动；${fixed} 已修复`,
  "containerd-id-harmless": ({ release }) => `在 containerd ${release} 上不会关闭 CRI`,
}

export const chinese: Translated<ContainerdFaults, ContainerdFindings, ContainerdReasons> = {
  faults: containerdFaults,
  findings: containerdFindings,
  reasons: containerdReasons,
}
