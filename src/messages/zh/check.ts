// The Chinese sentences about the node as a whole: kubeadm's preflight, dates, the running runtime, other tools. A part
// of zh.ts; says what en-check.ts says.

import type { CheckFindings } from "../../model/arguments/check.ts"
import type { OwnerId } from "../../model/facts/owner.ts"
import { datesCheckedOn } from "../../model/since.ts"
import { because } from "../../wording/because.ts"
import type { Told } from "../../wording/texts.ts"
import { inWords, joined, listed, within } from "../../wording/zh/phrases.ts"

interface Tool {
  readonly name: string
  /** What becomes of its files. */
  readonly does: string
}

const tools: { readonly [Id in OwnerId]: Tool } = {
  k3s: { name: "k3s", does: "它自带 containerd，每次启动都会重写其配置" },
  rke2: { name: "RKE2", does: "它自带 containerd，每次启动都会重写其配置" },
  k0s: { name: "k0s", does: "它自带 containerd；请在 /etc/k0s/containerd.d 中添加文件" },
  microk8s: { name: "MicroK8s", does: "它的 snap 中自带 containerd" },
  "docker-snap": { name: "Docker 的 snap", does: "它的文件在 snap 之内，criadm 不会更改那里的内容" },
  "gpu-operator": {
    name: "NVIDIA GPU operator",
    does: "每当它的 Pod 启动时，都会重新写入 nvidia 运行时处理程序",
  },
  "nvidia-toolkit": {
    name: "NVIDIA Container Toolkit",
    does: "配置它时，它把 CRI 部分复制到了自己的文件中",
  },
  kubespray: { name: "kubespray", does: "它下次运行时会重新写入运行时和 kubelet 的文件" },
  "docker-package": {
    name: "Docker 的 containerd.io 软件包",
    does: "它提供的 containerd 关闭了 CRI",
  },
  kind: { name: "kind", does: "该节点是由镜像创建的容器" },
  "eks-image": { name: "Amazon EKS 镜像", does: "nodeadm 在启动时写入 containerd 和 kubelet 的文件" },
  "aks-image": { name: "Azure AKS 镜像", does: "它的代理写入 containerd 和 kubelet 的文件" },
  bottlerocket: { name: "Bottlerocket", does: "它每次启动都根据设置写入 /etc；请用 apiclient set 更改设置" },
  talos: { name: "Talos", does: "它根据机器配置写入文件；请用 talosctl 更改" },
  nixos: { name: "NixOS", does: "它根据自己的配置写入 /etc；请更改该配置并运行 nixos-rebuild switch" },
  ansible: { name: "Ansible", does: "它下次运行会重新写入该文件；请在那里也做更改" },
  puppet: { name: "Puppet", does: "它下次运行会重新写入该文件；请在那里也做更改" },
  chef: { name: "Chef", does: "它下次运行会重新写入该文件；请在那里也做更改" },
  salt: { name: "Salt", does: "它下次运行会重新写入该文件；请在那里也做更改" },
  cfengine: { name: "CFEngine", does: "它下次运行会重新写入该文件；请在那里也做更改" },
  "cloud-init": { name: "cloud-init", does: "它可能在启动时重新写入该文件；请同时更改 user data" },
  kops: { name: "kOps", does: "nodeup 在启动时重新写入该文件；请同时更改集群的规格" },
  terraform: { name: "Terraform", does: "它下次运行会重新写入该文件；请在那里也做更改" },
  ignition: { name: "Ignition", does: "重新创建的节点会得到原来的文件；请同时更改 Butane 或 Ignition 文件" },
  openshift: {
    name: "OpenShift 的 machine-config daemon",
    does: "它写入的文件被更改时，它会把节点标为 degraded；请用 MachineConfig 更改",
  },
  "a-generator": { name: "文件开头所说的工具", does: "它下次运行会重新写入该文件；请在那里也做更改" },
  "gke-image": { name: "Google GKE 镜像", does: "它的启动脚本写入 containerd 和 kubelet 的文件" },
}

/** Tools whose files are edited when that is asked for. */
const editedAllTheSame: ReadonlySet<string> = new Set([
  "ansible",
  "puppet",
  "chef",
  "salt",
  "cfengine",
  "cloud-init",
  "kops",
  "terraform",
  "ignition",
  "a-generator",
])

function enabling(why: "argument" | "not-enabled" | "second-line", argument: string, file: string): string {
  if (why === "not-enabled") return `请在 ${file} 第一行的末尾加上 ${argument}。`
  if (why === "second-line") return `请把 ${file} 合为一行，末尾是 ${argument}。`
  return `请从 ${file} 中删除 ${argument}${file.startsWith("/etc/default/grub") ? "，然后运行 update-grub（或 grub2-mkconfig）" : ""}。`
}

type CniUnfit = CheckFindings["cni-configuration-unfit"]

const whyCniUnfit: { readonly [Why in CniUnfit["why"]]: (args: CniUnfit) => string } = {
  "no-json": () => "它不是 JSON 对象。",
  "no-name": () => "它没有名称。",
  "no-plugins": () => "它是没有插件的列表。",
  "no-type": () => "它没有用 type 指定插件。插件列表应写入以 .conflist 结尾的文件。",
}

export const checkFindings: Told<CheckFindings> = {
  "kubeadm-port-in-use": ({ port, address, process }) => ({
    what: `kubeadm join 会停止：端口 ${port} 已被占用。`,
    why: `${process === "" ? "有程序" : `进程 ${process} `}在监听 ${address} 的端口 ${port}，而 kubelet 需要这个端口。`,
    next:
      process === ""
        ? `请用此命令找到它：ss -ltnp 'sport = :${port}'，然后停止它。`
        : `请停止 ${process}，或者让它使用其他端口。`,
  }),
  "kubeadm-files-left-over": ({ files }) => ({
    what: "kubeadm join 会停止：存在以前加入集群时留下的文件。",
    why: `存在 ${listed(files)}，而没有 kubelet 使用这些文件运行。`,
    next: "要重新加入，请先运行 kubeadm reset。如果此节点已属于某个集群，则应启动它的 kubelet。",
  }),
  "kubeadm-program-missing": ({ programs, kubernetes }) => ({
    what: `kubeadm join 会停止：PATH 中没有 ${listed(programs)}。`,
    why: `kubeadm ${kubernetes} 要求有这些程序。`,
    next: `请安装（软件包 util-linux 包含 mount、losetup 和 nsenter；其他的在 conntrack、iproute2 和 iptables 中）。`,
  }),
  "kubeadm-program-recommended": ({ programs, kubernetes }) => ({
    what: `kubeadm join 会警告：PATH 中没有 ${listed(programs)}。`,
    why: `kubeadm ${kubernetes} 推荐有这些程序；没有时节点也能工作。`,
    next: `请安装，或者不理会这个警告。`,
  }),
  "kubeadm-bridge-netfilter": ({ value, kubernetes }) => ({
    what: "kubeadm join 会停止：网桥的数据包不经过 iptables。",
    why:
      value === ""
        ? `内核模块 br_netfilter 没有加载，而 kubeadm ${kubernetes} 要求加载。`
        : `net.bridge.bridge-nf-call-iptables 为 ${value}，而 kubeadm ${kubernetes} 要求为 1。`,
    next: "modprobe br_netfilter; sysctl -w net.bridge.bridge-nf-call-iptables=1；并在 /etc/modules-load.d 和 /etc/sysctl.d 中保存这两项。",
  }),
  "swap-comes-back": ({ devices, file }) => ({
    what: "交换内存已关闭，而下次启动会再次启用它。",
    why: `由于 ${file}：${listed(devices)}。使用默认值 failSwapOn: true 的 kubelet 届时无法启动。`,
    next: file.startsWith("/etc/cloud/")
      ? `请从 ${file} 中删除它。或者在 kubelet 的配置中设置 failSwapOn: false。`
      : "请让它在启动时也保持关闭：criadm apply --swap off。或者在 kubelet 的配置中设置 failSwapOn: false。",
  }),
  "kubeadm-swap": ({ devices, kubernetes, file = "" }) => ({
    what: `交换内存${file === "" ? "已" : "将会"}开启，而 kubelet 没有为此配置。`,
    why: `${file === "" ? "正在使用" : `由于 ${file}，开机时会启用`}：${listed(devices)}。kubeadm ${kubernetes} 会警告，而使用默认值 failSwapOn: true 的 kubelet 无法启动。`,
    next: file.startsWith("/etc/cloud/")
      ? `请从 ${file} 中删除它。或者在 kubelet 的配置中设置 failSwapOn: false。`
      : "请关闭交换内存，现在和启动时都关闭：criadm apply --swap off。或者在 kubelet 的配置中设置 failSwapOn: false。",
  }),
  "kubeadm-kernel-not-supported": ({ kernel, supported, kubernetes, isHarmless }) => ({
    what: `kubeadm join ${isHarmless ? "会对" : "会因"}内核 ${kernel} ${isHarmless ? "发出警告" : "而停止"}。`,
    why: `kubeadm ${kubernetes} 认可 ${inWords(supported)}。企业发行版的内核常有其他版本号，但同样可用。`,
    next: isHarmless
      ? "如果发行版支持自己的内核，则无需处理；否则请以长期支持内核引导。"
      : "请以长期支持内核引导，或者使用 kubeadm 1.34 或更高版本，它只会警告。",
  }),
  "kernel-old-for-cgroup-v2": ({ kernel, wanted }) => ({
    what: `内核 ${kernel} 太旧，不适合在 Kubernetes 下使用 cgroup v2。`,
    why: `在 cgroup v2 上，Kubernetes 要求 ${wanted} 或更高版本；更早的版本中，根组的统计和 freezer 不完整。`,
    next: "请以更新的内核引导。",
  }),
  "kubeadm-kernel-config-missing": ({ kernel }) => ({
    what: "kubeadm join 会停止：找不到内核的配置。",
    why: `/proc/config.gz、/boot/config-${kernel} 和模块 configs 都不存在，这在许多容器中、WSL 中以及使用自行编译的内核时常见。`,
    next: `请把此内核的配置放到 /boot/config-${kernel}，或者加入时使用 --ignore-preflight-errors=SystemVerification。`,
  }),
  "kubeadm-kernel-option-missing": ({ options, file }) => ({
    what: `kubeadm join 会停止：内核缺少 ${listed(options)}。`,
    why: `${file} 显示其值既不是 y 也不是 m。`,
    next: "请以具备这些选项的内核引导；所有发行版的标准内核都具备。",
  }),
  "kubeadm-controllers-missing": ({ controllers, cgroup, container, isPartial, why, argument = "", file = "" }) => ({
    what: `缺少 cgroup 控制器 ${listed(controllers)}。`,
    why: `${container === "" ? `内核在 cgroup v${cgroup} 上没有提供` : `此 ${container} 容器在 cgroup v${cgroup} 上没有得到`}；而 kubeadm 和 kubelet 需要。`,
    next:
      container !== ""
        ? isPartial !== true
          ? `请在此 ${container} 容器的宿主机上只用 cgroup v2 引导（不带 systemd.unified_cgroup_hierarchy=0），然后重新启动容器。`
          : `请在此 ${container} 容器的宿主机上把控制器 ${listed(controllers)} 交给它：上层的 cgroup.subtree_control 要包含它们，无 root 的容器则是 user@.service 的 Delegate=。然后重新启动容器。`
        : why !== undefined
          ? `${enabling(why, argument, file)}然后重启机器。`
          : controllers.includes("memory")
            ? "请在内核命令行中加入 cgroup_enable=memory（在 Raspberry Pi 上：/boot/firmware/cmdline.txt），然后重启机器。"
            : "请从内核命令行中删除 cgroup_disable= 和 cgroup_no_v1=，或者以提供这些控制器的内核引导。",
  }),
  "kubeadm-controllers-off": ({ controllers, why, argument, file, isSure }) => ({
    what: `此节点${isSure ? "引导后没有" : "引导后很可能没有"} cgroup 控制器 ${listed(controllers)}，那时 kubelet 无法启动。`,
    why:
      why === "argument"
        ? `${file} 中的 ${argument} 关闭了它。`
        : `在 Raspberry Pi 上，板卡的设备树会告诉内核 cgroup_disable=memory，而 ${
            why === "not-enabled"
              ? `${file} 中没有 ${argument}。`
              : `${file} 中的 ${argument} 不在第一行，而只有第一行会被读取。`
          }`,
    next: enabling(why, argument, file),
  }),
  "kubeadm-controllers-unread": ({ file, why }) => ({
    what: "不知道此节点有哪些 cgroup 控制器。",
    why: `无法读取 ${file}：${inWords(why)}`,
    next: `请查看原因：cat ${file}`,
  }),
  "inotify-instances-few": ({ value, wanted, file }) => ({
    what: `同一用户的程序最多可同时监视文件 ${value} 次，对于有许多 Pod 的节点来说偏少。`,
    why: `kubelet、运行时、它的 shim 以及以 root 运行的 Pod 共用这个数目；超过后它们会以 too many open files 失败。${file === "" ? "这是内核的默认值。" : `${file} 在启动时设置它。`}`,
    next: `criadm apply --sysctl fs.inotify.max_user_instances=${wanted}`,
  }),
  "kubeadm-controllers-optional": ({ controllers }) => ({
    what: `kubeadm join 会警告：缺少可选的 cgroup 控制器 ${listed(controllers)}。`,
    why: `内核编译时没有包含，或者已关闭。${controllers.includes("hugetlb") ? "请求巨页的 Pod 无法在这里运行。" : "这里不会执行此类限制。"}`,
    next: "除非有 Pod 要使用，否则无需处理；需要时请以提供它的内核引导。",
  }),
  "kubeadm-cgroup-v1": ({ cgroup, kubernetes, isRefused, isAllowed = false, argument = "", file = "" }) => ({
    what:
      argument === ""
        ? isRefused
          ? "kubeadm join 会停止：此节点使用 cgroup v1。"
          : "此节点使用即将终止支持的 cgroup v1。"
        : isRefused
          ? "kubeadm join 将会停止：此节点以 cgroup v1 引导。"
          : "此节点以即将终止支持的 cgroup v1 引导。",
    why: `${argument === "" ? "此节点使用" : `${file} 中的 ${argument} 使它引导后使用`} ${cgroup === "hybrid" ? "v1 并附带 v2，这按 v1 计" : "v1"}。这里是 Kubernetes ${kubernetes}；${
      isAllowed
        ? "kubelet 已设置为可在 v1 上启动（failCgroupV1: false），但从 1.35 起，无论 kubelet 如何设置，kubeadm join 和 kubeadm upgrade 都会在 v1 上停止。"
        : "从 1.35 起 kubeadm 拒绝 v1，除非 failCgroupV1 为 false，否则 kubelet 也会拒绝。"
    }`,
    next: [
      argument === ""
        ? "请以 cgroup v2 引导：在内核命令行中加入 systemd.unified_cgroup_hierarchy=1（WSL：在 .wslconfig 中设置 kernelCommandLine = cgroup_no_v1=all）。"
        : `请从 ${file} 中删除 ${argument}${file.startsWith("/etc/default/grub") ? "，然后在该目录树中运行 update-grub（或 grub2-mkconfig）" : ""}。`,
      isRefused && isAllowed ? "若仍要以 v1 加入：kubeadm join --ignore-preflight-errors=SystemVerification。" : "",
    ].join(""),
  }),
  "kubeadm-hostname-invalid": ({ hostname }) => ({
    what: `主机名“${hostname}”不能用作节点名称。`,
    why: "节点名称只能包含小写字母、数字、连字符和点。",
    next: "hostnamectl set-hostname NAME，或者加入时使用 --node-name NAME。",
  }),
  "kubeadm-hostname-not-in-hosts": ({ hostname }) => ({
    what: `除非 DNS 能解析名称 ${hostname}，否则 kubeadm join 会警告。`,
    why: "/etc/hosts 中没有它。",
    next: `如果 DNS 也不能解析，请在 /etc/hosts 中加入一行：ADDRESS ${hostname}`,
  }),
  "kubeadm-kubelet-too-old": ({ kubelet, kubeadm, oldest }) => ({
    what: `kubeadm join 会停止：kubelet ${kubelet} 太旧。`,
    why: `kubeadm 是 ${kubeadm}，只接受 ${oldest} 及更高版本的 kubelet。`,
    next: `请安装 kubelet ${minorText(kubeadm)}。`,
  }),
  "kubeadm-kubelet-newer": ({ kubelet, kubeadm }) => ({
    what: `kubelet ${kubelet} 比 kubeadm ${kubeadm} 新。`,
    why: "kubelet 不得比控制平面新，否则 kubeadm 会停止。",
    next: `请安装次要版本相同的 kubelet 和 kubeadm，即控制平面的次要版本。`,
  }),
  "kubeadm-cpus-for-control-plane": ({ cpus, wanted }) => ({
    what: "此节点可以作为工作节点，但不能作为控制平面。",
    why: `它有 ${cpus} 个 CPU，而 kubeadm 要求控制平面有 ${wanted} 个。`,
    next: `如果要作为控制平面加入，请为它提供 ${wanted} 个 CPU。`,
  }),
  "kubeadm-memory-for-control-plane": ({ mebibytes, wanted }) => ({
    what: "此节点可以作为工作节点，但不能作为控制平面。",
    why: `它有 ${mebibytes} MiB 内存，而 kubeadm 要求控制平面有 ${wanted} MiB。`,
    next: `如果要作为控制平面加入，请为它提供 ${wanted} MiB 内存。`,
  }),
  "kubelet-service-missing": ({ initSystem }) => ({
    what: "已安装 kubelet，但没有服务启动它。",
    why: `${initSystem} 没有名为 kubelet 的服务。`,
    next: "请安装 kubelet 的软件包，其中包含它的服务，或者自行编写一个启动它的服务。",
  }),
  "kubelet-not-enabled": ({ service, command }) => ({
    what: "kubelet 不会在开机时启动。",
    why: `${service} 没有启用；重启机器后，此节点不会回到集群。`,
    next: command === "" ? `请让 ${service} 在开机时启动。` : command,
  }),

  "runtime-end-of-life": ({ runtime, series, date, successor }) => ({
    what: `项目方不再为 ${runtime} ${series} 提供修复。`,
    why: `支持已于 ${date} 终止（截至 ${datesCheckedOn} 所知）。发行版可能会继续修补自己的软件包。`,
    next: `请计划升级到${successor === "" ? "更高的版本" : ` ${runtime} ${successor}`}。`,
  }),
  "placed-release-older": ({ runtime, id, installed, release, isJoined }) => ({
    what: `criadm 已知 ${runtime} ${release}，而这个节点上是 ${installed}。`,
    why: "它由 criadm 从项目的发布归档放置，因此没有软件包管理器会带来它的修复。",
    next: isJoined
      ? `criadm migrate release --to ${release}`
      : `criadm apply --install upstream --runtime ${id} --runtime-release ${release}`,
  }),
  "runtime-end-of-life-soon": ({ runtime, series, date, successor }) => ({
    what: `对 ${runtime} ${series} 的支持将于 ${date} 终止。`,
    why: `在那一天之后，项目方不再发布它的新版本（截至 ${datesCheckedOn} 所知）。`,
    next: `请计划升级到${successor === "" ? "更高的版本" : ` ${runtime} ${successor}`}。`,
  }),
  "oci-runtime-end-of-life": ({ name, release, program, runtime, handlers, series, date, successor, isByHand }) => ({
    what: `项目方不再为 ${name} ${release}（${program}）提供修复。`,
    why: `${runtime} 用它启动 ${handlers.join("、")} 的容器。对 ${name} ${series} 的支持已于 ${date} 终止（截至 ${datesCheckedOn} 所知）。${isByHand ? "它不属于任何软件包，因此也没有别人修补它。" : "软件包的维护者可能会继续修补它。"}`,
    next: isByHand ? `请用 ${name} ${successor} 替换它。` : `请保持其软件包为最新，并计划升级到 ${name} ${successor}。`,
  }),
  "oci-runtime-end-of-life-soon": ({ name, release, program, runtime, handlers, series, date, successor }) => ({
    what: `对 ${name} ${series} 的支持将于 ${date} 终止。`,
    why: `${runtime} 用 ${program}（${name} ${release}）启动 ${handlers.join("、")} 的容器。在那一天之后，项目方不再发布它的新版本（截至 ${datesCheckedOn} 所知）。`,
    next: `请计划升级到 ${name} ${successor}。`,
  }),
  "runtime-without-runtime-config": ({ runtime, release, kubernetes, ends, isOver }) => ({
    what: isOver
      ? `kubelet 无法与 ${runtime} ${release} 一起启动。`
      : `按计划，Kubernetes ${ends} 的 kubelet 将无法与 ${runtime} ${release} 一起启动。`,
    why: `${runtime} ${release} 不响应 RuntimeConfig，而 kubelet 通过它得知 cgroup 驱动。kubelet ${kubernetes} ${isOver ? "需要这个响应" : "会退而采用自己的设置"}；${isOver ? "" : `按 ${datesCheckedOn} 的计划，`}从 ${ends} 起不再有这种退路。`,
    next: `请升级到 containerd 2.0、CRI-O 1.28 或 cri-dockerd 0.3.17，或者更高版本。${isOver ? "" : "在此之前，请让两侧的 cgroup 驱动保持相同：criadm apply"}`,
  }),
  "runtime-minor-differs": ({ runtime, release, kubernetes }) => ({
    what: `${runtime} ${release} 与 Kubernetes ${kubernetes} 的次要版本不同。`,
    why: `${runtime} 与 Kubernetes 同步发布，其项目方只把每个次要版本与同号的 Kubernetes 次要版本一起测试。`,
    next: `请安装 ${runtime} ${kubernetes}。如果正在升级：请完成升级。`,
  }),

  "not-restarted": ({ runtime, what, configured, running, command }) => ({
    what: `运行中的 ${runtime} 所用的${within(inWords(what))}与它的文件不一致。`,
    why: `配置的是 ${configured}，而运行中的 ${runtime} 报告的是 ${running}：磁盘上已更改，但之后没有重启。`,
    next: `请在空闲时重启它：${command}`,
  }),
  "runtime-not-running": ({ runtime, service, state, endpoint, command }) => ({
    what: `${runtime} 没有运行。`,
    why: `服务 ${service} 的状态是 ${state}，也没有程序在监听 ${endpoint}。`,
    next: `请启动它：${command}。如果它没有保持运行，它的日志会说明原因。`,
  }),
  "runtime-starts-when-asked": ({ runtime, service, endpoint, command }) => ({
    what: `没有询问 ${runtime}：它已停止，而询问会启动它。`,
    why: `服务 ${service} 没有运行，初始化系统替它占着 ${endpoint}，直到有人连接。`,
    next: `要询问它，请先启动它：${command}，然后再次检查。`,
  }),
  "cri-not-served": ({ runtime, endpoint, command }) => ({
    what: `${runtime} 有响应，但不提供 CRI：unknown service runtime.v1.RuntimeService。`,
    why: `按照它的文件，${runtime} 应当在 ${endpoint} 上提供 CRI。要么文件更改之后没有重启，要么它的 CRI 插件加载失败。`,
    next: `请重启它：${command}。如果没有作用，它的日志会给出插件的名称和原因（containerd：ctr plugins ls）。`,
  }),
  "cri-v1alpha2-only": ({ runtime, endpoint }) => ({
    what: `${runtime} 只提供旧的 CRI v1alpha2。`,
    why: `${endpoint} 不支持 runtime.v1.RuntimeService，而 1.26 以来的 kubelet 都不支持 v1alpha2。`,
    next: `请升级 ${runtime}（containerd 升级到 1.6 或更高版本，CRI-O 升级到 1.26 或更高版本）。`,
  }),
  "cri-no-answer": ({ runtime, endpoint, message }) => ({
    what: `${runtime} 接受连接，但没有响应。`,
    why: `${endpoint}：${inWords(message)}`,
    next: "请查看它的服务的日志；挂起的运行时需要重启。",
  }),
  "cri-not-ready": ({ runtime, reason, message }) => ({
    what: `${runtime} 报告自己未就绪。`,
    why: reported(reason, message),
    next: "请查看它的服务的日志。",
  }),
  "cri-network-not-ready": ({ runtime, reason, message }) => ({
    what: `${runtime} 没有 Pod 网络，因此节点处于 NotReady 状态。`,
    why: reported(reason, message),
    next: "请在集群中安装网络插件；如果已有，请查看它在此节点上的 Pod 以及 /etc/cni/net.d。",
  }),
  "cri-handler-without-user-namespaces": ({ runtime, handler }) => ({
    what: `设置了 hostUsers: false 的 Pod 无法在此节点上启动：默认的运行时处理程序${handler === "" ? "" : ` ${handler} `}不支持用户命名空间。`,
    why: `${runtime} 通过 CRI 这样报告。用户命名空间需要 runc 1.2 或 crun 1.9，以及支持 idmap 挂载的内核（tmpfs 需要 6.3）。`,
    next: "如果没有 Pod 需要它，则不必处理。否则请升级 runc 或 crun，或者升级内核。",
  }),
  "cri-handler-without-type": ({ runtime, handlers }) => ({
    what: `运行时处理程序 ${listed(handlers)} 的所有 Pod 都会失败。`,
    why: `运行中的 ${runtime} 没有为其设置 runtime_type。`,
    next: "criadm apply",
  }),
  "systemd-driver-without-systemd": ({ runtime, initSystem }) => ({
    what: `${runtime} 使用 systemd cgroup 驱动，而这里没有运行 systemd。`,
    why: `初始化系统是 ${initSystem}；没有 systemd 就没有程序创建 slice，Pod 都无法启动。`,
    next: "criadm apply --cgroup-driver cgroupfs",
  }),
  "cgroup-handlers-differ": ({ runtime, systemd, cgroupfs }) => ({
    what: `${runtime} 的运行时处理程序使用不同的 cgroup 驱动。`,
    why: `systemd：${listed(systemd)}。cgroupfs：${listed(cgroupfs)}。kubelet 对所有 Pod 只有一种驱动，因此其中一侧的 Pod 会失败，或者落到错误的 cgroup 中。`,
    next: "criadm apply",
  }),
  "sandbox-image-not-expected": ({ runtime, image, expected, kubernetes, isOwnRegistry }) => ({
    what: `${runtime} 使用的沙箱镜像与 kubeadm ${kubernetes} 要求的不同。`,
    why: `它使用 ${image}；要求的是 ${expected}${isOwnRegistry ? "，或者你的镜像仓库中相同标签的镜像" : ""}。`,
    next: isOwnRegistry
      ? `如果这个镜像是有意选择的，无需处理。如果你的镜像仓库有该标签：criadm apply --sandbox-image ${withTagOf(image, expected)}`
      : `criadm apply --sandbox-image ${expected}`,
  }),
  "sandbox-image-not-present": ({ runtime, image, importCommand }) => ({
    what: `沙箱镜像还不在此节点上，因此第一个 Pod 需要等待它。`,
    why: `${runtime} 用 ${image} 创建每个 Pod 的沙箱，缺少时会拉取。`,
    next: `如果节点能访问该镜像仓库，则无需处理。否则请从文件导入镜像：${importCommand}`,
  }),
  "sandbox-image-not-pinned": ({ runtime, image }) => ({
    what: "磁盘将满时，kubelet 可能会删除沙箱镜像。",
    why: `${runtime} 已有 ${image}，但没有固定它，因此 kubelet 把它当作其他未使用的镜像。`,
    next: `请在镜像就位后重启 ${runtime}，从 containerd 1.7.3 起这会固定它；或者保持节点能访问该镜像，以便再次拉取。`,
  }),
  "runtime-open-files": ({ runtime, service, limit }) => ({
    what: `升级到 ${runtime} 2 之后，每个容器只能打开 ${limit} 个文件，除非其进程自行提高上限。`,
    why: `容器继承 ${service} 的上限。它的单元设置了 LimitNOFILE，而 ${runtime} 2 的单元不再设置。`,
    next: `除非有工作负载因 "too many open files" 而停止，否则无需处理。需要保留更高的上限时：systemctl edit ${service}，写入 [Service] 和 LimitNOFILE=1048576 两行。`,
  }),
  "variable-exported": ({ service, file, variables }) => ({
    what: `${service} 没有从 ${file} 得到 ${listed(variables)}。`,
    why: "这一行以 export 开头，shell 会读取，而 systemd 会跳过。",
    next: `请从这一行中删除 export 一词，然后：systemctl restart ${service}`,
  }),
  "cri-companion-missing": ({ runtime, companion, command, elsewhere }) => ({
    what: `${runtime} 自身不提供 CRI，而代它提供 CRI 的 ${companion} 不在此节点上，因此任何 Pod 都无法启动。`,
    why: "自 Kubernetes 1.24 起，kubelet 只使用 CRI。",
    next: command === "" ? `请安装 ${companion}：${elsewhere}` : `请让 criadm 加上 ${companion}：${command}`,
  }),
  "cni-configuration-unfit": (args) => ({
    what: `节点没有 Pod 网络，因为 ${args.file} 无法使用。`,
    why: `它在目录中排在最前，而只有第一个文件有效。${because(whyCniUnfit, args)}`,
    next: "请更正该文件；如果集群的网络方案已写入另一个文件，请删除它。无需重启。",
  }),
  "cni-plugins-missing": ({ plugins, directories, elsewhere }) => ({
    what: `网络插件 ${listed(plugins)} 不在运行时查找的位置，因此 Pod 都无法启动。`,
    why: `运行时在 ${listed(directories)} 中查找。${elsewhere === "" ? "此节点上没有这些插件。" : `它们在 ${elsewhere} 中。`}`,
    next:
      elsewhere === ""
        ? "请安装：软件包 kubernetes-cni 或 containernetworking-plugins，或者集群的网络方案（add-on）自带的插件。"
        : `请让运行时也在那里查找（containerd：bin_dir，从 2.1 起为 bin_dirs；CRI-O：plugin_dirs），或者创建链接：ln -s ${elsewhere}/* ${directories[0] ?? ""}/`,
  }),
  "files-of-other-tool": ({ tool, path }) => ({
    what: `此节点的部分文件属于${joined(tools[tool].name)}。`,
    why: `依据是 ${path}：${tools[tool].does}。`,
    next: editedAllTheSame.has(tool)
      ? "请在该工具中也做更改；criadm 写入的内容只保留到它下次运行。"
      : "请用该工具更改属于它的内容；criadm 不会覆盖它的文件。",
  }),
  "endpoint-not-looked-for": ({ runtime, endpoint, usual }) => ({
    what: `kubeadm 不会在 ${endpoint} 查找 ${runtime}。`,
    why: `它只查看常用的套接字；如果其中没有一个接受连接，它就使用 ${usual}，并因此停止。`,
    next: `请在 kubeadm init、join、reset 和 config images pull 中给出：--cri-socket ${endpoint}`,
  }),
  "several-cri-endpoints": ({ endpoints, use, serving, isKubelets }) => ({
    what: `有多个容器运行时接受连接：${listed(endpoints)}。`,
    why: `除非告诉 kubeadm 使用哪一个，否则它会停止并报告 "found multiple CRI endpoints on the host"。${
      isKubelets ? `此节点的 kubelet 使用 ${use}。` : whoServes(serving)
    }`,
    next: `请在 kubeadm init、join、reset 和 config images pull 中给出${
      !isKubelets && serving.length > 1 ? "你想要的那个，例如" : ""
    }：--cri-socket ${use}`,
  }),
}

/** What the runtime says of itself, with its code before it. */
function reported(reason: string, message: string): string {
  return `它报告：${[reason, message].filter((part) => part !== "").join(": ")}`
}

function minorText(version: string): string {
  return version.split(".").slice(0, 2).join(".")
}

/** The repository of one image with the tag of another. */
function withTagOf(image: string, other: string): string {
  return `${image.replace(/@.*$/, "").replace(/:[^/:]*$/, "")}${/:[^/:]*$/.exec(other)?.[0] ?? ""}`
}

function whoServes(names: readonly string[]): string {
  if (names.length === 0) return "按照现有配置，其中没有一个提供 CRI。"
  return names.length === 1 ? `提供 CRI 的是 ${names[0]}。` : `${listed(names)} 都提供 CRI。`
}
