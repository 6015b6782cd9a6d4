// The English sentences about the node as a whole: kubeadm's preflight, dates, the running runtime, other tools. A part
// of en.ts.
import type { CheckFindings } from "../../model/arguments/check.ts"
import type { OwnerId } from "../../model/facts/owner.ts"
import { datesCheckedOn } from "../../model/since.ts"
import { because } from "../../wording/because.ts"
import type { FindingText, Texts } from "../../wording/texts.ts"

const installLink = "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/"
const preflightLink =
  "https://kubernetes.io/docs/reference/setup-tools/kubeadm/implementation-details/#preflight-checks"
const runtimesLink = "https://kubernetes.io/docs/setup/production-environment/container-runtimes/"
const driverLink = `${runtimesLink}#cgroup-drivers`
const bootWithV2 =
  "Boot with cgroup v2: systemd.unified_cgroup_hierarchy=1 on the kernel command line (WSL: kernelCommandLine = cgroup_no_v1=all in .wslconfig)."
const cgroupsLink = "https://kubernetes.io/docs/concepts/architecture/cgroups/"
const swapLink = "https://kubernetes.io/docs/concepts/cluster-administration/swap-memory-management/"
const skewLink = "https://kubernetes.io/releases/version-skew-policy/"
const criLink = "https://kubernetes.io/docs/tasks/debug/debug-cluster/crictl/"

const list = (names: readonly string[]) => names.join(", ")
const are = (names: readonly string[]) => (names.length === 1 ? "is" : "are")

/** Which tool it is, in words, and what becomes of its files. */
const tools: { readonly [Id in OwnerId]: string } = {
  k3s: "k3s (it brings a containerd of its own and rewrites its configuration at every start)",
  rke2: "RKE2 (it brings a containerd of its own and rewrites its configuration at every start)",
  k0s: "k0s (it brings a containerd of its own; add files to /etc/k0s/containerd.d)",
  microk8s: "MicroK8s (it brings a containerd of its own within its snap)",
  "docker-snap": "Docker's snap (its files lie within the snap, where criadm changes nothing)",
  "gpu-operator": "the NVIDIA GPU operator (it writes the nvidia runtime handlers again whenever its pods start)",
  "nvidia-toolkit": "the NVIDIA Container Toolkit (it copied the CRI section into its file when it was configured)",
  kubespray: "kubespray (it writes the files of runtime and kubelet again at its next run)",
  "docker-package": "Docker's containerd.io package (it ships containerd with CRI switched off)",
  kind: "kind (the node is a container made from an image)",
  "eks-image": "the Amazon EKS image (nodeadm writes the files of containerd and kubelet at boot)",
  "aks-image": "the Azure AKS image (its agent writes the files of containerd and kubelet)",
  bottlerocket: "Bottlerocket (it writes /etc from its settings at every boot; change those with apiclient set)",
  talos: "Talos (it writes its files from the machine configuration; change that with talosctl)",
  nixos: "NixOS (it writes /etc from its configuration; change that and run nixos-rebuild switch)",
  ansible: "Ansible (its next run writes the file again; change it there too)",
  puppet: "Puppet (its next run writes the file again; change it there too)",
  chef: "Chef (its next run writes the file again; change it there too)",
  salt: "Salt (its next run writes the file again; change it there too)",
  cfengine: "CFEngine (its next run writes the file again; change it there too)",
  "cloud-init": "cloud-init (it may write the file again at boot; change the user data too)",
  kops: "kOps (nodeup writes the file again at boot; change the cluster's specification too)",
  terraform: "Terraform (its next run writes the file again; change it there too)",
  ignition: "Ignition (a node that is made anew has the file as it was; change the Butane or Ignition file too)",
  openshift:
    "OpenShift's machine-config daemon (it marks the node as degraded when a file that it wrote is changed; change those with a MachineConfig)",
  "a-generator": "a tool that its first lines speak of (its next run writes the file again; change it there too)",
  "gke-image": "the Google GKE image (its start-up script writes the files of containerd and kubelet)",
}

/** Tools whose files are edited when that is asked for. */
const editedAllTheSame: ReadonlySet<OwnerId> = new Set([
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

/** How a boot gets the controllers that it leaves out; ControllersOff. */
function enabling(why: "argument" | "not-enabled" | "second-line", argument: string, file: string): string {
  if (why === "not-enabled") return `Add ${argument} at the end of the first line of ${file}.`
  if (why === "second-line") return `Make one line of ${file}, with ${argument} at its end.`
  return `Take ${argument} out of ${file}${file.startsWith("/etc/default/grub") ? ", then run update-grub (or grub2-mkconfig)" : ""}.`
}

type CniUnfit = CheckFindings["cni-configuration-unfit"]

const whyCniUnfit: { readonly [Why in CniUnfit["why"]]: (args: CniUnfit) => string } = {
  "no-json": () => "It is no JSON object.",
  "no-name": () => "It has no name.",
  "no-plugins": () => "It is a list without plugins.",
  "no-type": () => "It names no plugin as its type. A list of plugins belongs into a file that ends in .conflist.",
}

export const checkFindings = (): Texts<CheckFindings, FindingText> => ({
  "kubeadm-port-in-use": ({ port, address, process }) => ({
    what: `kubeadm join stops: port ${port} is in use.`,
    why: `${process === "" ? "Something" : `The process ${process}`} listens on ${address}, port ${port}, which the kubelet needs.`,
    next:
      process === ""
        ? `Find it with: ss -ltnp 'sport = :${port}', and stop it.`
        : `Stop ${process}, or give it another port.`,
    link: "https://kubernetes.io/docs/reference/networking/ports-and-protocols/",
  }),
  "kubeadm-files-left-over": ({ files }) => ({
    what: "kubeadm join stops: files of an earlier join are there.",
    why: `${list(files)} ${files.length === 1 ? "exists" : "exist"}, and no kubelet runs with ${files.length === 1 ? "it" : "them"}.`,
    next: "To join again, run kubeadm reset first. If the node belongs to a cluster, start its kubelet instead.",
    link: "https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-reset/",
  }),
  "kubeadm-program-missing": ({ programs, kubernetes }) => ({
    what: `kubeadm join stops: ${list(programs)} ${are(programs)} not in PATH.`,
    why: `kubeadm ${kubernetes} asks for ${programs.length === 1 ? "this program" : "these programs"}.`,
    next: `Install ${programs.length === 1 ? "it" : "them"} (package util-linux has mount, losetup and nsenter; conntrack, iproute2 and iptables the others).`,
    link: installLink,
  }),
  "kubeadm-program-recommended": ({ programs, kubernetes }) => ({
    what: `kubeadm join warns: ${list(programs)} ${are(programs)} not in PATH.`,
    why: `kubeadm ${kubernetes} recommends ${programs.length === 1 ? "this program" : "these programs"}; the node works without.`,
    next: `Install ${programs.length === 1 ? "it" : "them"}, or leave it at the warning.`,
    link: installLink,
  }),
  "kubeadm-bridge-netfilter": ({ value, kubernetes }) => ({
    what: "kubeadm join stops: packets of bridges do not pass iptables.",
    why:
      value === ""
        ? `The kernel module br_netfilter is not loaded, and kubeadm ${kubernetes} asks for it.`
        : `net.bridge.bridge-nf-call-iptables is ${value}, and kubeadm ${kubernetes} asks for 1.`,
    next: "modprobe br_netfilter; sysctl -w net.bridge.bridge-nf-call-iptables=1; keep both in /etc/modules-load.d and /etc/sysctl.d.",
    link: preflightLink,
  }),
  "swap-comes-back": ({ devices, file }) => ({
    what: "Swap is off, and the next boot switches it on again.",
    why: `By ${file}: ${list(devices)}. A kubelet with its default failSwapOn: true then does not start.`,
    next: file.startsWith("/etc/cloud/")
      ? `Take it out of ${file}. Or set failSwapOn: false in the kubelet's configuration.`
      : "Keep it off at boot too: criadm apply --swap off. Or set failSwapOn: false in the kubelet's configuration.",
    link: swapLink,
  }),
  "kubeadm-swap": ({ devices, kubernetes, file = "" }) => ({
    what: `Swap ${file === "" ? "is" : "will be"} on, and the kubelet is not configured for it.`,
    why: `${file === "" ? "In use" : `A boot switches on, by ${file}`}: ${list(devices)}. kubeadm ${kubernetes} warns, and a kubelet with its default failSwapOn: true does not start.`,
    next: file.startsWith("/etc/cloud/")
      ? `Take it out of ${file}. Or set failSwapOn: false in the kubelet's configuration.`
      : "Switch it off, now and at boot: criadm apply --swap off. Or set failSwapOn: false in the kubelet's configuration.",
    link: swapLink,
  }),
  "kubeadm-kernel-not-supported": ({ kernel, supported, kubernetes, isHarmless }) => ({
    what: `kubeadm join ${isHarmless ? "warns about" : "stops at"} the kernel ${kernel}.`,
    why: `kubeadm ${kubernetes} knows ${supported}. Kernels of enterprise distributions often have other numbers and work all the same.`,
    next: isHarmless
      ? "Nothing, where the distribution supports its kernel; otherwise boot a long-term kernel."
      : "Boot a long-term kernel, or use kubeadm 1.34 or later, which only warns.",
    link: "https://kubernetes.io/docs/reference/node/kernel-version-requirements/",
  }),
  "kernel-old-for-cgroup-v2": ({ kernel, wanted }) => ({
    what: `The kernel ${kernel} is too old for cgroup v2 under Kubernetes.`,
    why: `Kubernetes asks for ${wanted} or later on cgroup v2; before, statistics of the root group and the freezer are incomplete.`,
    next: "Boot a newer kernel.",
    link: cgroupsLink,
  }),
  "kubeadm-kernel-config-missing": ({ kernel }) => ({
    what: "kubeadm join stops: the kernel's configuration is nowhere to be found.",
    why: `Neither /proc/config.gz nor /boot/config-${kernel} nor the module configs exists, as in many containers, in WSL and with kernels of one's own.`,
    next: `Put the configuration of this kernel to /boot/config-${kernel}, or join with --ignore-preflight-errors=SystemVerification.`,
    link: preflightLink,
  }),
  "kubeadm-kernel-option-missing": ({ options, file }) => ({
    what: `kubeadm join stops: the kernel lacks ${list(options)}.`,
    why: `${file} shows ${options.length === 1 ? "it" : "them"} neither as y nor as m.`,
    next: "Boot a kernel that has them; the standard kernels of all distributions do.",
    link: preflightLink,
  }),
  "kubeadm-controllers-missing": ({ controllers, cgroup, container, isPartial, why, argument = "", file = "" }) => ({
    what: `The cgroup ${controllers.length === 1 ? "controller" : "controllers"} ${list(controllers)} ${are(controllers)} missing.`,
    why: `${container === "" ? "The kernel does not offer" : `This ${container} container is not given`} ${controllers.length === 1 ? "it" : "them"} on cgroup v${cgroup}; kubeadm and the kubelet need ${controllers.length === 1 ? "it" : "them"}.`,
    next:
      container !== ""
        ? isPartial !== true
          ? `On the host of this ${container} container, boot with cgroup v2 alone (without systemd.unified_cgroup_hierarchy=0), and start the container again.`
          : `On the host of this ${container} container, let it have the controllers ${list(controllers)}: those in cgroup.subtree_control above it, for a container without root Delegate= of user@.service. Then start it again.`
        : why !== undefined
          ? `${enabling(why, argument, file)} Then reboot.`
          : controllers.includes("memory")
            ? "Add cgroup_enable=memory to the kernel command line (on a Raspberry Pi: /boot/firmware/cmdline.txt) and reboot."
            : "Take cgroup_disable= and cgroup_no_v1= out of the kernel command line, or boot a kernel that has them.",
    link: cgroupsLink,
  }),
  "kubeadm-controllers-off": ({ controllers, why, argument, file, isSure }) => ({
    what: `This node ${isSure ? "boots" : "probably boots"} without the cgroup ${controllers.length === 1 ? "controller" : "controllers"} ${list(controllers)}, and its kubelet ${isSure ? "does not start" : "does not start then"}.`,
    why:
      why === "argument"
        ? `${argument} in ${file} switches ${controllers.length === 1 ? "it" : "them"} off.`
        : `On a Raspberry Pi the kernel is told cgroup_disable=memory by the board's device tree, and ${
            why === "not-enabled"
              ? `${file} does not have ${argument}.`
              : `${argument} in ${file} is not on the first line, which is all that is read.`
          }`,
    next: enabling(why, argument, file),
    link: cgroupsLink,
  }),
  "kubeadm-controllers-unread": ({ file, why }) => ({
    what: "It is not known which cgroup controllers this node has.",
    why: `${file} could not be read: ${why}`,
    next: `See why: cat ${file}`,
    link: cgroupsLink,
  }),
  "inotify-instances-few": ({ value, wanted, file }) => ({
    what: `Programs of one user may watch files ${value} times at once, which is few for a node with many pods.`,
    why: `The kubelet, the runtime, its shims and pods that run as root share this number; beyond it they end with "too many open files". ${file === "" ? "It is the kernel's default." : `${file} sets it at boot.`}`,
    next: `criadm apply --sysctl fs.inotify.max_user_instances=${wanted}`,
    link: "https://man7.org/linux/man-pages/man7/inotify.7.html",
  }),
  "kubeadm-controllers-optional": ({ controllers }) => ({
    what: `kubeadm join warns: the optional cgroup ${controllers.length === 1 ? "controller" : "controllers"} ${list(controllers)} ${are(controllers)} missing.`,
    why: `The kernel was built without, or it is switched off. ${controllers.includes("hugetlb") ? "Pods that ask for huge pages cannot run here." : "Limits of that kind are not kept here."}`,
    next: "Nothing, unless pods shall use it; then boot a kernel that has it.",
    link: cgroupsLink,
  }),
  "kubeadm-cgroup-v1": ({ cgroup, kubernetes, isRefused, isAllowed = false, argument = "", file = "" }) => ({
    what:
      argument === ""
        ? isRefused
          ? "kubeadm join stops: this node runs cgroup v1."
          : "This node runs cgroup v1, which ends."
        : isRefused
          ? "kubeadm join will stop: this node boots with cgroup v1."
          : "This node boots with cgroup v1, which ends.",
    why: `${argument === "" ? "The node runs" : `${argument} in ${file} makes it boot with`} ${cgroup === "hybrid" ? "v1 with v2 beside it, which counts as v1" : "v1"}. This is Kubernetes ${kubernetes}; ${
      isAllowed
        ? "the kubelet is told to start on v1 (failCgroupV1: false), but kubeadm join and kubeadm upgrade stop on v1 from 1.35 on, whatever the kubelet is told."
        : "from 1.35 on kubeadm refuses v1, and the kubelet too unless failCgroupV1 is false."
    }`,
    next: [
      argument === ""
        ? bootWithV2
        : `Take ${argument} out of ${file}${file.startsWith("/etc/default/grub") ? ", then run update-grub (or grub2-mkconfig) in that tree" : ""}.`,
      isRefused && isAllowed
        ? " To join with v1 all the same: kubeadm join --ignore-preflight-errors=SystemVerification."
        : "",
    ].join(""),
    link: cgroupsLink,
  }),
  "kubeadm-hostname-invalid": ({ hostname }) => ({
    what: `The hostname "${hostname}" cannot be a node's name.`,
    why: "Names of nodes have lower-case letters, digits, dashes and dots only.",
    next: "hostnamectl set-hostname NAME, or join with --node-name NAME.",
    link: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names",
  }),
  "kubeadm-hostname-not-in-hosts": ({ hostname }) => ({
    what: `kubeadm join warns unless DNS knows the name ${hostname}.`,
    why: "/etc/hosts does not have it.",
    next: `If DNS does not know it either, add a line to /etc/hosts: ADDRESS ${hostname}`,
    link: preflightLink,
  }),
  "kubeadm-kubelet-too-old": ({ kubelet, kubeadm, oldest }) => ({
    what: `kubeadm join stops: the kubelet ${kubelet} is too old.`,
    why: `kubeadm is ${kubeadm} and takes kubelets from ${oldest} on.`,
    next: `Install kubelet ${minorText(kubeadm)}.`,
    link: skewLink,
  }),
  "kubeadm-kubelet-newer": ({ kubelet, kubeadm }) => ({
    what: `The kubelet ${kubelet} is newer than kubeadm ${kubeadm}.`,
    why: "A kubelet may not be newer than the control plane, and kubeadm stops when it is.",
    next: `Install kubelet and kubeadm of the same minor, that of the control plane.`,
    link: skewLink,
  }),
  "kubeadm-cpus-for-control-plane": ({ cpus, wanted }) => ({
    what: "This node can be a worker and not a control plane.",
    why: `It has ${cpus} CPU, and kubeadm asks for ${wanted} on a control plane.`,
    next: `Give it ${wanted} CPUs if it shall join as a control plane.`,
    link: installLink,
  }),
  "kubeadm-memory-for-control-plane": ({ mebibytes, wanted }) => ({
    what: "This node can be a worker and not a control plane.",
    why: `It has ${mebibytes} MiB of memory, and kubeadm asks for ${wanted} on a control plane.`,
    next: `Give it ${wanted} MiB if it shall join as a control plane.`,
    link: installLink,
  }),
  "kubelet-service-missing": ({ initSystem }) => ({
    what: "The kubelet is installed, and no service starts it.",
    why: `${initSystem} has no service named kubelet.`,
    next: "Install the kubelet's package, which brings its service, or write one that starts it.",
    link: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/kubelet-integration/",
  }),
  "kubelet-not-enabled": ({ service, command }) => ({
    what: "The kubelet does not start at boot.",
    why: `${service} is not enabled; after a reboot the node stays away from its cluster.`,
    next: command === "" ? `Let ${service} start at boot.` : command,
    link: preflightLink,
  }),

  "runtime-end-of-life": ({ runtime, series, date, successor, page }) => ({
    what: `${runtime} ${series} gets no more fixes from its project.`,
    why: `Its support ended on ${date} (as known on ${datesCheckedOn}). A distribution may go on patching its own package.`,
    next: `Plan the upgrade to ${successor === "" ? "a later release" : `${runtime} ${successor}`}.`,
    link: page,
  }),
  "placed-release-older": ({ runtime, id, installed, release, isJoined }) => ({
    what: `criadm knows ${runtime} ${release}, and this node has ${installed}.`,
    why: "criadm placed it from its project's archives, so no package manager brings its fixes.",
    next: isJoined
      ? `criadm migrate release --to ${release}`
      : `criadm apply --install upstream --runtime ${id} --runtime-release ${release}`,
    link: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/",
  }),
  "runtime-end-of-life-soon": ({ runtime, series, date, successor, page }) => ({
    what: `The support of ${runtime} ${series} ends on ${date}.`,
    why: `After that day its project makes no more releases of it (as known on ${datesCheckedOn}).`,
    next: `Plan the upgrade to ${successor === "" ? "a later release" : `${runtime} ${successor}`}.`,
    link: page,
  }),
  "oci-runtime-end-of-life": ({
    name,
    release,
    program,
    runtime,
    handlers,
    series,
    date,
    successor,
    page,
    isByHand,
  }) => ({
    what: `${name} ${release} (${program}) gets no more fixes from its project.`,
    why: `${runtime} starts the containers of ${handlers.join(", ")} with it. The support of ${name} ${series} ended on ${date} (as known on ${datesCheckedOn}). ${isByHand ? "It is not of a package, so nobody else patches it." : "Whoever made its package may go on patching it."}`,
    next: isByHand
      ? `Put ${name} ${successor} in its place.`
      : `Keep its package up to date, and plan the upgrade to ${name} ${successor}.`,
    link: page,
  }),
  "oci-runtime-end-of-life-soon": ({ name, release, program, runtime, handlers, series, date, successor, page }) => ({
    what: `The support of ${name} ${series} ends on ${date}.`,
    why: `${runtime} starts the containers of ${handlers.join(", ")} with ${program}, which is ${name} ${release}. After that day its project makes no more releases of it (as known on ${datesCheckedOn}).`,
    next: `Plan the upgrade to ${name} ${successor}.`,
    link: page,
  }),
  "runtime-without-runtime-config": ({ runtime, release, kubernetes, ends, isOver }) => ({
    what: isOver
      ? `The kubelet does not start with ${runtime} ${release}.`
      : `The kubelet of Kubernetes ${ends} is planned not to start with ${runtime} ${release}.`,
    why: `${runtime} ${release} does not answer RuntimeConfig, by which a kubelet learns the cgroup driver. Kubelet ${kubernetes} ${isOver ? "needs the answer" : "falls back to its own setting"}; ${isOver ? `from ${ends} on there is no falling back` : `by the plan of ${datesCheckedOn} there is no falling back from ${ends} on`}.`,
    next: `Upgrade to containerd 2.0, CRI-O 1.28 or cri-dockerd 0.3.17, or later.${isOver ? "" : " Until then keep the cgroup driver of both sides the same: criadm apply"}`,
    link: "https://git.k8s.io/enhancements/keps/sig-node/4033-group-driver-detection-over-cri",
  }),
  "runtime-minor-differs": ({ runtime, release, kubernetes }) => ({
    what: `${runtime} ${release} is not of the minor of Kubernetes ${kubernetes}.`,
    why: `${runtime} is released in step with Kubernetes, and its project tries each minor with the Kubernetes minor of the same number only.`,
    next: `Install ${runtime} ${kubernetes}. In the middle of an upgrade: finish it.`,
    link: "https://github.com/cri-o/cri-o#compatibility-matrix-cri-o--kubernetes",
  }),

  "not-restarted": ({ runtime, what, configured, running, command }) => ({
    what: `${runtime} runs with another ${what} than its files say.`,
    why: `Configured is ${configured}, the running ${runtime} says ${running}: changed on disk, and not restarted since.`,
    next: `Restart it at a quiet moment: ${command}`,
    link: runtimesLink,
  }),
  "runtime-not-running": ({ runtime, service, state, endpoint, command }) => ({
    what: `${runtime} does not run.`,
    why: `The service ${service} is ${state}, and nothing listens on ${endpoint}.`,
    next: `Start it: ${command}. If it does not stay up, its log says why.`,
    link: runtimesLink,
  }),
  "runtime-starts-when-asked": ({ runtime, service, endpoint, command }) => ({
    what: `What ${runtime} answers was not looked at: it is stopped, and a question would start it.`,
    why: `The service ${service} does not run, and the init system holds ${endpoint} for it until somebody connects.`,
    next: `To see its answers, start it: ${command}. Then check again.`,
    link: runtimesLink,
  }),
  "cri-not-served": ({ runtime, endpoint, command }) => ({
    what: `${runtime} answers, and not to CRI: unknown service runtime.v1.RuntimeService.`,
    why: `By its files ${runtime} should serve CRI on ${endpoint}. Either it was not restarted since they changed, or its CRI plugin failed to load.`,
    next: `Restart it: ${command}. If that does not help, its log names the plugin and the reason (containerd: ctr plugins ls).`,
    link: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/#containerd",
  }),
  "cri-v1alpha2-only": ({ runtime, endpoint }) => ({
    what: `${runtime} serves only the old CRI v1alpha2.`,
    why: `${endpoint} does not know runtime.v1.RuntimeService, and no kubelet since 1.26 speaks v1alpha2.`,
    next: `Upgrade ${runtime} (containerd to 1.6 or later, CRI-O to 1.26 or later).`,
    link: `${runtimesLink}#cri-versions`,
  }),
  "cri-no-answer": ({ runtime, endpoint, message }) => ({
    what: `${runtime} takes connections and does not answer.`,
    why: `${endpoint}: ${message}`,
    next: "Look at the log of its service; a runtime that hangs needs a restart.",
    link: criLink,
  }),
  "cri-not-ready": ({ runtime, reason, message }) => ({
    what: `${runtime} says that it is not ready.`,
    why: [reason, message].filter((part) => part !== "").join(": "),
    next: "Look at the log of its service.",
    link: criLink,
  }),
  "cri-network-not-ready": ({ runtime, reason, message }) => ({
    what: `${runtime} has no pod network, so the node is NotReady.`,
    why: [reason, message].filter((part) => part !== "").join(": "),
    next: "Install a network add-on in the cluster; if there is one, look at its pod on this node and at /etc/cni/net.d.",
    link: "https://kubernetes.io/docs/concepts/cluster-administration/addons/",
  }),
  "cri-handler-without-user-namespaces": ({ runtime, handler }) => ({
    what: `Pods with hostUsers: false do not start on this node: the default handler${handler === "" ? "" : ` ${handler}`} has no user namespaces.`,
    why: `${runtime} says so over CRI. They need runc 1.2 or crun 1.9, and a kernel with idmapped mounts (6.3 for tmpfs).`,
    next: "Nothing, where no pod asks for them. Otherwise upgrade runc or crun, or the kernel.",
    link: "https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/",
  }),
  "cri-handler-without-type": ({ runtime, handlers }) => ({
    what: `Every pod of the runtime ${handlers.length === 1 ? "handler" : "handlers"} ${list(handlers)} fails.`,
    why: `The running ${runtime} has no runtime_type for ${handlers.length === 1 ? "it" : "them"}.`,
    next: "criadm apply",
    link: "https://github.com/containerd/containerd/blob/main/docs/cri/config.md",
  }),
  "systemd-driver-without-systemd": ({ runtime, initSystem }) => ({
    what: `${runtime} uses the systemd cgroup driver, and systemd does not run here.`,
    why: `The init system is ${initSystem}; without systemd nobody makes the slices, and no pod starts.`,
    next: "criadm apply --cgroup-driver cgroupfs",
    link: driverLink,
  }),
  "cgroup-handlers-differ": ({ runtime, systemd, cgroupfs }) => ({
    what: `The runtime handlers of ${runtime} use different cgroup drivers.`,
    why: `systemd: ${list(systemd)}. cgroupfs: ${list(cgroupfs)}. The kubelet has one driver for all pods, so those of one side fail or go astray.`,
    next: "criadm apply",
    link: driverLink,
  }),
  "sandbox-image-not-expected": ({ runtime, image, expected, kubernetes, isOwnRegistry }) => ({
    what: `${runtime} uses another sandbox image than kubeadm ${kubernetes} expects.`,
    why: `It uses ${image}; expected is ${expected}${isOwnRegistry ? ", or the same tag in your registry" : ""}.`,
    next: isOwnRegistry
      ? `Nothing, where the image is meant. Where your registry has that tag: criadm apply --sandbox-image ${withTagOf(image, expected)}`
      : `criadm apply --sandbox-image ${expected}`,
    link: `${runtimesLink}#override-pause-image-containerd`,
  }),
  "sandbox-image-not-present": ({ runtime, image, importCommand }) => ({
    what: `The sandbox image is not on this node yet, so the first pod waits for it.`,
    why: `${runtime} makes every pod's sandbox from ${image}, and pulls it when it is missing.`,
    next: `Nothing, where the node reaches that registry. Otherwise bring the image in from a file: ${importCommand}`,
    link: `${runtimesLink}#override-pause-image-containerd`,
  }),
  "sandbox-image-not-pinned": ({ runtime, image }) => ({
    what: "The kubelet may remove the sandbox image when the disk gets full.",
    why: `${runtime} has ${image} and has not pinned it, so the kubelet takes it for any other unused image.`,
    next: `Upgrade ${runtime}: newer releases pin the image themselves. Or keep its registry within reach, so that it can be pulled again.`,
    link: "https://kubernetes.io/docs/concepts/architecture/garbage-collection/#container-image-garbage-collection",
  }),
  "runtime-open-files": ({ runtime, service, limit }) => ({
    what: `After an upgrade to ${runtime} 2, containers may open ${limit} files each, unless they raise the limit themselves.`,
    why: `They inherit the limit of ${service}. Its unit sets LimitNOFILE, and that of ${runtime} 2 no longer does.`,
    next: `Nothing, unless a workload then stops with "too many open files". To keep more: systemctl edit ${service}, with the lines [Service] and LimitNOFILE=1048576.`,
    link: "https://github.com/moby/moby/issues/51485",
  }),
  "variable-exported": ({ service, file, variables }) => ({
    what: `${service} does not get ${list(variables)} from ${file}.`,
    why: "The line begins with export, which a shell reads and systemd skips.",
    next: `Take the word export out of the line, then: systemctl restart ${service}`,
    link: "https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=",
  }),
  "cri-companion-missing": ({ runtime, companion, command, elsewhere }) => ({
    what: `${runtime} serves no CRI by itself, and ${companion}, which does it for it, is not on this node, so no pod can start.`,
    why: "The kubelet speaks CRI only, since Kubernetes 1.24.",
    next: command === "" ? `Install ${companion}: ${elsewhere}` : `Let criadm add ${companion}: ${command}`,
    link: runtimesLink,
  }),
  "cni-configuration-unfit": (args) => ({
    what: `The node has no pod network, because ${args.file} cannot be used.`,
    why: `It sorts first in its directory, and the first file is the one that counts. ${because(whyCniUnfit, args)}`,
    next: "Correct the file, or remove it where the network add-on has written another; no restart is needed.",
    link: "https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/",
  }),
  "cni-plugins-missing": ({ plugins, directories, elsewhere }) => ({
    what: `The network plugins ${list(plugins)} are not where the runtime looks for them, so no pod starts.`,
    why: `The runtime looks in ${list(directories)}. ${elsewhere === "" ? "They are nowhere on this node." : `They are in ${elsewhere}.`}`,
    next:
      elsewhere === ""
        ? "Install them: the package kubernetes-cni or containernetworking-plugins, or what the network add-on brings."
        : `Let the runtime look there too (containerd: bin_dir, from 2.1 on bin_dirs; CRI-O: plugin_dirs), or link them: ln -s ${elsewhere}/* ${directories[0] ?? ""}/`,
    link: "https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/",
  }),
  "files-of-other-tool": ({ tool, path }) => ({
    what: `Some files of this node belong to ${tools[tool].split(" (")[0]}.`,
    why: `${path} shows it${/\((.*)\)$/.exec(tools[tool])?.[1]?.replace(/^/, ": ") ?? ""}.`,
    next: editedAllTheSame.has(tool)
      ? "Change it in that tool as well; what criadm writes there lasts until its next run."
      : "Change what belongs to it with that tool; criadm does not overwrite its files.",
    link: runtimesLink,
  }),
  "endpoint-not-looked-for": ({ runtime, endpoint, usual }) => ({
    what: `kubeadm does not look for ${runtime} at ${endpoint}.`,
    why: `It looks at the usual sockets; where none accepts connections it takes ${usual}, and stops over it.`,
    next: `Give kubeadm init, join, reset and config images pull: --cri-socket ${endpoint}`,
    link: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/#installing-runtime",
  }),
  "several-cri-endpoints": ({ endpoints, use, serving, isKubelets }) => ({
    what: `Several container runtimes accept connections: ${endpoints.join(", ")}.`,
    why: `kubeadm stops with "found multiple CRI endpoints on the host" unless it is told which one to use. ${
      isKubelets ? `The kubelet of this node uses ${use}.` : whoServes(serving)
    }`,
    next: `Give kubeadm init, join, reset and config images pull${
      !isKubelets && serving.length > 1 ? " the one you want, for example" : ""
    }: --cri-socket ${use}`,
    link: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/#installing-runtime",
  }),
})

function minorText(version: string): string {
  return version.split(".").slice(0, 2).join(".")
}

/** The repository of one image with the tag of another. */
function withTagOf(image: string, other: string): string {
  return `${image.replace(/@.*$/, "").replace(/:[^/:]*$/, "")}${/:[^/:]*$/.exec(other)?.[0] ?? ""}`
}

function whoServes(names: readonly string[]): string {
  if (names.length === 0) return "None of them serves CRI as it is configured."
  return names.length === 1 ? `${names[0]} is the one that serves CRI.` : `${names.join(" and ")} serve CRI.`
}
