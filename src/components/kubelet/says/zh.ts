// The Chinese sentences about the kubelet.
import { because } from "../../../wording/because.ts"
import type { Translated } from "../../../wording/texts.ts"
import { listed } from "../../../wording/zh/phrases.ts"
import type { FieldKind } from "../tables/fields.ts"
import type { KubeletFaults, KubeletFindings, KubeletReasons, KubeletValueRule } from "./codes.ts"

type Ids = KubeletFindings["kubelet-subordinate-ids"]

const whyNoIds: { readonly [Why in Ids["why"]]: (args: Ids) => string } = {
  "no-range": () => "有 kubelet 账户和 getsubids 程序，因此 kubelet 要求两个文件中都有一个范围。",
  "several-ranges": () => "它只接受一个范围，却找到多个。",
  "unlike-ranges": () => "两个文件必须给出相同的范围。",
  "first-id": ({ perPod }) => `第一个 ID 必须是 ${perPod} 的倍数，且不能是 0。`,
  "id-count": ({ perPod }) => `ID 的数量必须是 ${perPod} 的倍数，每个 Pod 得到这么多。`,
  "too-few-ids": ({ perPod, pods }) => `该范围必须为 ${pods} 个 Pod（maxPods）各容纳 ${perPod} 个 ID。`,
  "last-id": () => "该范围必须在 ID 4294967295 之前结束。",
}

const kindsTaken: { readonly [Why in FieldKind]: () => string } = {
  text: () => '文本（数字或 true 需要引号："1"）',
  switch: () => "true 或 false，不带引号",
  int32: () => "整数，不带引号",
  int64: () => "整数，不带引号",
  uint32: () => "不小于 0 的整数，不带引号",
  number: () => "数字，不带引号",
  duration: () => "时长，例如 30s 或 5m",
  "duration-or-number": () => "时长，例如 5s",
  quantity: () => "数量，例如 100Mi",
  texts: () => "文本列表",
  int32s: () => "整数列表",
  "text-map": () => '由名称和文本组成的表（数字需要引号：cpu: "1"）',
  "switch-map": () => "由名称和 true 或 false 组成的表，不带引号",
  "texts-map": () => "由名称和文本列表组成的表",
  "quantity-map": () => "由名称和数量组成的表",
  table: () => "表",
  tables: () => "由表组成的列表",
}

type Refused = KubeletFindings["kubelet-value-refused"]

type FlagRefused = KubeletFindings["kubelet-flag-refused"]

const whyFlagRefused: { readonly [Why in FlagRefused["why"]]: (args: FlagRefused) => string } = {
  unknown: ({ flag }) => `没有任何 kubelet 有标志 ${flag}：它会以 "unknown flag" 退出。`,
  switch: ({ value }) =>
    `该标志只接受写在同一个词中的值，因此 ${value} 被当作命令，kubelet 会以 "unknown command" 退出。`,
  boolean: () => "该标志接受 true 或 false。",
  number: () => "该标志接受整数。",
  duration: () => "该标志接受时长，例如 10s 或 1m30s。",
}

const whyRefused: { readonly [Rule in KubeletValueRule]: (args: Refused) => string } = {
  number: ({ value, wanted: [least = "", most] }) =>
    most === undefined
      ? `现在是 ${value}，必须不小于 ${least}。`
      : `现在是 ${value}，必须在 ${least} 到 ${most} 之间。`,
  word: ({ value, wanted }) => `${value} 不是 ${listed(wanted)} 之一。`,
  signal: ({ value, wanted }) => `${value} 不是驱逐信号。有以下信号：${listed(wanted)}。`,
  resource: ({ value, wanted }) => `${value} 不能预留；可以预留的是 ${listed(wanted)}。`,
  amount: ({ value }) => `${value} 既不是 100Mi 这样的数量，也不是不超过 100% 的百分比。`,
  quantity: ({ value }) => `${value} 不是数量：请写 10Mi 或 10M，而不是 10MB。`,
  duration: ({ value }) => `${value} 不是 1m30s 这样的时长。`,
  "gc-thresholds": ({ value, wanted: [high = ""] }) => `下限 ${value} 必须低于上限 ${high}。默认值是 80 和 85。`,
  needs: ({ value, wanted: [other = ""] }) => `${value} 要求设置 ${other}，而它没有设置。`,
  "without-qos": ({ wanted }) => `enforceNodeAllocatable 中有 ${listed(wanted)}，这需要 cgroupsPerQOS: true。`,
  "at-most": ({ value, wanted: [other = "", most = ""] }) =>
    `现在是 ${value}，它是 ${other} 的一部分，而后者只有 ${most}。`,
  above: ({ value, wanted: [other = "", least = ""] }) => `现在是 ${value}，必须大于 ${other}，后者是 ${least}。`,
  twice: ({ value }) => `其中 ${value} 出现了两次。`,
  alone: ({ value }) => `其中有 ${value}，它旁边不能有其他值。`,
  fraction: ({ value }) => `现在是 ${value}，必须大于 0 且不超过 1。`,
  multiple: ({ value, wanted: [of = ""] }) => `现在是 ${value}，必须是 ${of} 或它的倍数。`,
  "clean-path": ({ value }) => `${value} 中多了 ".."、"." 或 "/"。`,
  cpus: ({ value }) => `${value} 不是 0-1,8 这样的处理器列表。`,
  suite: ({ value }) => `${value} 不是 Go 的名称，例如 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256。`,
  taint: ({ value }) => `${value} 不是污点：应有键、值，以及 NoSchedule、PreferNoSchedule 或 NoExecute。`,
  gone: ({ value }) => `现在是 ${value}，而 kubelet 已不再有这种模式。`,
}

export const chinese: Translated<KubeletFaults, KubeletFindings, KubeletReasons> = {
  faults: {
    "not-a-kubelet-configuration": ({ file }) => ({
      what: `kubelet 被指定读取 ${file}，但其中没有 KubeletConfiguration。`,
      next: "请修正该文件后重新运行同一命令，或者使用 --no-kubelet。未做任何更改。",
    }),
    "kubelet-endpoint-needs-flag": ({ version, flag }) => ({
      what: `kubelet ${version} 只能通过标志 ${flag} 得到 CRI 端点，而该标志没有设置。`,
      next: `请把 ${flag} 加入 /var/lib/kubelet/kubeadm-flags.env 的 KUBELET_KUBEADM_ARGS，然后重新运行同一命令。未做任何更改。`,
    }),
    "kubelet-flag-out-of-reach": ({ flag, file }) => ({
      what: `需要更改 kubelet 的标志 ${flag}，但它写在 ${file} 中，criadm 不编辑这个文件。`,
      next: "请在该处更改或删除这个标志，然后重新运行同一命令，或者使用 --no-kubelet。未做任何更改。",
    }),
  },
  findings: {
    "not-a-kubelet-configuration": ({ file }) => ({
      what: `kubelet 无法把 ${file} 用作自己的配置。`,
      why: "其中没有类型（kind）为 KubeletConfiguration 的文档。",
      next: "请把 kubelet 的配置放在那里，或者让 kubeadm 重新写出：kubeadm upgrade node",
    }),
    "kubelet-configuration-broken": ({ file, expected }) => ({
      what: `kubelet 无法读取自己的配置 ${file}。`,
      why: `kubelet 在那里读取 YAML 或 JSON：${expected}`,
      next: "请修正该文件，然后重启 kubelet。",
    }),
    "kubelet-flag-removed": ({ flag, file, since, version, isEditable }) => ({
      what: `带有 ${flag} 时，kubelet 无法启动。`,
      why: `Kubernetes ${since} 移除了这个标志，这里是 kubelet ${version}，而 ${file} 仍在传递它。`,
      next: isEditable ? "criadm apply --kubelet" : `请手动从 ${file} 中删除 ${flag}；criadm 不编辑这样的文件。`,
    }),
    "kubelet-value-of-wrong-kind": (args) => ({
      what: `kubelet 无法启动：${args.file} 中 ${args.key} 的值类型不对。`,
      why: `它接受：${because(kindsTaken, args)}。`,
      next: `请修正或删除 ${args.key}，然后重启 kubelet。`,
    }),
    "kubelet-value-refused": (args) => ({
      what: `${args.file} 中 ${args.key} 的这个值使 kubelet 无法启动。`,
      why: because(whyRefused, args),
      next:
        args.why === "needs"
          ? `请同时设置 ${args.wanted[0] ?? ""}，或者删除 ${args.key}；然后重启 kubelet。`
          : args.why === "without-qos"
            ? "请设置 enforceNodeAllocatable: [] 或删除 cgroupsPerQOS，然后重启 kubelet。"
            : `请修正或删除 ${args.key}，然后重启 kubelet。`,
    }),
    "kubelet-key-not-known": ({ file, key, version, meant, since }) => ({
      what: `kubelet 忽略 ${file} 中的 ${key}。`,
      why:
        since === ""
          ? `kubelet ${version} 没有这个字段${meant === "" ? "" : `；名称区分大小写，有一个字段是 ${meant}`}。只有它的日志会说明。`
          : `Kubernetes ${since} 才有这个字段，而这里是 kubelet ${version}。只有它的日志会说明。`,
      next:
        meant === ""
          ? since === ""
            ? `请删除 ${key}，或者把它放到该字段所属的位置；然后重启 kubelet。`
            : `在节点使用 Kubernetes ${since} 之前，请删除 ${key}。`
          : `请改写为 ${meant}，然后重启 kubelet。`,
    }),
    "kubelet-gate-not-known": ({ gate, file, version, removed, added }) => ({
      what: `带有特性门控 ${gate} 时，kubelet 无法启动。`,
      why: `${
        removed !== ""
          ? `Kubernetes ${removed} 移除了这个门控，而这里是 kubelet ${version}`
          : added !== ""
            ? `Kubernetes ${added} 才有这个门控，而这里是 kubelet ${version}`
            : `kubelet ${version} 没有这个名称的门控`
      }。设置它的是${file === "" ? "命令行" : ` ${file}`}。`,
      next: `请从${file === "" ? "命令行" : ` ${file} `}中删除 ${gate}，然后重启 kubelet。`,
    }),
    "kubelet-gate-locked": ({ gate, file, version, since }) => ({
      what: `关闭特性门控 ${gate} 时，kubelet 无法启动。`,
      why: `从 Kubernetes ${since} 起它始终开启，而这里是 kubelet ${version}。把它设为 false 的是${file === "" ? "命令行" : ` ${file}`}。`,
      next: `请从${file === "" ? "命令行" : ` ${file} `}中删除 ${gate}，然后重启 kubelet。`,
    }),
    "kubelet-documents-not-read": ({ file, line }) => ({
      what: `kubelet 只读取 ${file} 到第 ${line} 行为止。`,
      why: "那里的 --- 行开始了另一个 YAML 文档，而 kubelet 只取文件中的第一个文档。",
      next: "请把应当生效的内容移到第一个文档中，然后重启 kubelet。",
    }),
    "kubelet-drop-in-not-read": ({ file, meant }) => ({
      what: `kubelet 不读取 ${file}。`,
      why: "它只读取该目录中名称以 .conf 结尾的文件。",
      next: `请运行 mv ${file} ${meant}，然后重启 kubelet。`,
    }),
    "kubelet-subordinate-ids": (args) => ({
      what: "/etc/subuid 和 /etc/subgid 分给 kubelet 账户的范围无法使用，kubelet 不会启动。",
      why: because(whyNoIds, args),
      next: `请在两个文件中只为它保留这一行，然后重启 kubelet：${args.line}`,
    }),
    "kubelet-key-twice": ({ file, key }) => ({
      what: `${file} 中有两个 ${key}。`,
      why: "kubelet 采用后面的一行，只有它的日志会说明该文件有问题。",
      next: "请只保留这两行之一，然后重启 kubelet。",
    }),
    "kubelet-flag-overrides-file": ({ flag, file, value }) => ({
      what: `kubelet 的标志 ${flag} 覆盖了它的配置文件。`,
      why: `${file} 中是 ${value}，而标志优先于文件。`,
      next: "请删除该标志，或者让两处一致。",
    }),
    "kubelet-instance-config-differs": ({ file, named, used }) => ({
      what: `kubeadm 会在下次升级时让 kubelet 改用 ${named}。`,
      why: `${file} 写的是该端点，而 kubelet 使用 ${used}。kubeadm upgrade node 会把那里的内容写入 config.yaml。`,
      next: `criadm apply 会在那里写入正在使用的端点。手动修改：containerRuntimeEndpoint: ${used}`,
    }),
    "kubelet-flag-ends": ({ flag, file, since, version }) => ({
      what: `带有 ${flag} 时，kubelet ${since} 将无法启动。`,
      why: `${file} 传递了它。这里是 kubelet ${version}，仍然接受它。`,
      next: `请在升级到 ${since} 之前删除它。kubeadm 写入 kubeadm-flags.env 的内容，会由 kubeadm upgrade 删除。`,
    }),
    "kubelet-flag-refused": (args) => ({
      what: `kubelet 无法以 ${args.flag}${args.value === "" ? "" : `${args.why === "switch" ? " " : "="}${args.value}`} 启动。`,
      why: `${args.file === "" ? "" : `${args.file} 传入它。`}${because(whyFlagRefused, args)}`,
      next: `${args.meant === "" ? "请更正该值" : `请写成 ${args.meant}`}，然后重启 kubelet。`,
    }),
    "kubelet-driver-word": ({ word, file }) => ({
      what: `“${word}”不是 cgroup 驱动，kubelet 把它当作 cgroupfs。`,
      why: `${file === "" ? "" : `${file} 这样设置。`}kubelet 只认得 systemd 这个名称，其他任何词都当作 cgroupfs，且不写日志。`,
      next: "请按运行时的设置写成 systemd 或 cgroupfs，然后重启 kubelet：criadm apply 会使两者一致。",
    }),
    "kubelet-configuration-missing": ({ file }) => ({
      what: `kubelet 无法启动，因为它的配置 ${file} 不存在。`,
      why: "该节点已加入集群（它的 kubeconfig 存在），而 --config 指定了这个文件。",
      next: "请让 kubeadm 重新写入：kubeadm upgrade node phase kubelet-config。或者从副本放回该文件。",
    }),
    "kubelet-client-certificate": ({ kubeconfig, certificate, why, until }) => ({
      what:
        why === "missing"
          ? `kubelet 无法启动，因为它的客户端证书 ${certificate} 不存在。`
          : `kubelet 无法启动，因为它的客户端证书 ${certificate} 已于 ${until.slice(0, 10)} 到期。`,
      why: `${kubeconfig} 指定了它。没有有效的证书时，kubelet 用 bootstrap kubeconfig 申请新证书，而这里没有。`,
      next: "在控制平面上：kubeadm kubeconfig user --org system:nodes --client-name system:node:NODE，把结果放入它的 kubeconfig，然后重启 kubelet。在工作节点上：kubeadm reset，然后重新加入。",
    }),
    "kubelet-resolv-conf-missing": ({ path, file, isOfResolved, isLive }) => ({
      what: `${path} 不存在，因此 Pod 都无法启动。`,
      why: `${file === "" ? "kubelet 使用这个文件" : `${file} 用 resolvConf 指定了它`}：kubelet 为每个 Pod 的 DNS 读取它，每次启动都会失败，并报告 "open ${path}: no such file or directory"。`,
      next: isOfResolved
        ? `${isLive ? "请启动写入它的服务：systemctl enable --now systemd-resolved" : "请安装写入它的 systemd-resolved"}。或者设置 resolvConf: /etc/resolv.conf，然后重启 kubelet。`
        : `请写入 ${path}，或者让 resolvConf 指定存在的文件，然后重启 kubelet。`,
    }),
    "kubelet-files-not-passed": ({ service, flags, isAlone }) => ({
      what: `kubelet 不会读取 kubeadm 为它写入的内容：${service} 没有传入 ${flags.join(" 和 ")}。`,
      why: isAlone ? "没有 kubeconfig 时它独自运行，此节点不会加入集群。" : "它使用内置的值运行，而不是集群的值。",
      next: "请放回 kubeadm 软件包中的 10-kubeadm.conf，或者在命令中加入这些标志；然后重启 kubelet。",
    }),
    "kubelet-state-of-other-policy": ({ field, wanted, state, policy, file }) => ({
      what: `kubelet 不会再次启动：它的 ${field} 是 ${wanted}，而 ${state} 是在 ${policy} 下写入的。`,
      why: `${file === "" ? "没有任何设置指定它，因此使用默认值。" : `${file} 设置了它。`}kubelet 遇到另一种策略的状态时会退出，因为正在运行的 Pod 可能占用其中所记的资源。`,
      next: `请腾空节点，停止 kubelet，删除 ${state}，然后启动 kubelet。`,
    }),
    "kubelet-manifests-not-read": ({ names, directory, usual, file }) => ({
      what: `kubelet 不会启动 ${usual} 中的静态 Pod。`,
      why:
        directory === ""
          ? `没有任何设置指定 staticPodPath，而 ${names.join("、")} 位于该处。`
          : `${file === "" ? "它" : `${file} `}指定 ${directory} 为 staticPodPath，而 ${names.join("、")} 位于 ${usual}。`,
      next: `请设置 staticPodPath: ${usual}，然后重启 kubelet。如果这些文件属于以前的集群，请移走它们。`,
    }),
    "kubelet-swap-partition": ({ file, line }) => ({
      what: "有一个 swap 分区，systemd 启动时可能会自行打开它。",
      why: `${file} 中有 ${line}；如果引导程序指明了磁盘，systemd 会使用 GPT 磁盘上的 swap 分区，不需要 /etc/fstab 中的条目。那时 kubelet 无法启动。`,
      next: "重启后请查看 swapon --show。若要确保不启用：systemctl mask swap.target",
    }),
    "kubelet-refuses-swap": ({ devices, file = "" }) => ({
      what: "交换内存开启时，kubelet 无法启动。",
      why: `${file === "" ? "正在使用" : `由于 ${file}，开机时会启用`}：${listed(devices)}。它的配置中没有 failSwapOn: false。`,
      next: file.startsWith("/etc/cloud/")
        ? `请从 ${file} 中删除它。或者在 kubelet 的配置中设置 failSwapOn: false。`
        : "请关闭交换内存，现在和启动时都关闭：criadm apply --swap off。或者在 kubelet 的配置中设置 failSwapOn: false。",
    }),
  },
  reasons: {
    "kubelet-asks-runtime-for-driver": ({ version }) => `如果运行时告知驱动，kubelet ${version} 就采用它`,
    "kubelet-driver-word": ({ word }) => `除 systemd 以外的任何词（包括“${word}”），kubelet 都当作 cgroupfs`,
    "kubelet-default-driver": () => "没有任何设置，而 kubelet 自身的默认值是 cgroupfs",
    "kubelet-drop-in-not-read": () => "这个 kubelet 不读取 drop-in 文件",
    "kubelet-flag-not-passed": () => "没有传给 kubelet",
    "kubelet-image-flag": () => "不设置任何内容：它只是防止该镜像因未使用而被删除",
    "kubelet-instance-config-not-read": () => "kubelet 不读取；kubeadm 会在下次升级时把它复制到配置中",
    "kubelet-agrees-with-runtime": () => "kubelet 必须与运行时一致",
    "kubelet-not-configured": () => "kubelet 还没有配置；kubeadm 会在 init 或 join 时写入",
  },
}
