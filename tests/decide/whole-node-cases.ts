// Findings about the node as a whole, each as a node and its neighbour: `node` is laid over `neighbour`, one fact more.
import { concatenated, messageField, numberField, textField } from "../../src/cri/protobuf.ts"
import type { Finding } from "../../src/model/finding.ts"
import { succeeding } from "../machine/memory-machine.ts"
import {
  configToml,
  containerdConfig,
  joining,
  kernelConfig,
  kernelRelease,
  kubeletConf,
  kubeletConfig,
  kubeletFlags,
  type NodeOptions,
  socket,
  withOptions,
} from "./a-node.ts"

const swap = { "/proc/swaps": "Filename Type Size Used Priority\n/dev/sda2 partition 1048576 0 -2\n" }
const instanceConfig = "/var/lib/kubelet/instance-config.yaml"
const fstabSwap = "/swap.img none swap sw 0 0\n"
export const listening =
  "   0: 00000000:280A 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1\n"
export const heading =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
const config = (lines: string) =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncontainerRuntimeEndpoint: unix:///run/containerd/containerd.sock\n${lines}`
/** What containerd 1.7 and 2.x both read. */
const oldConfig = `version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.9"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = true
`
const nvidia = (isSystemd: boolean) => `${containerdConfig}
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia]
  runtime_type = 'io.containerd.runc.v2'
  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia.options]
    SystemdCgroup = ${isSystemd}
`
const refused = { state: "refused", status: 12, message: "unknown service runtime.v1.RuntimeService" } as const
const unimplemented = { [socket]: { "/runtime.v1.RuntimeService/Version": () => refused } }
const status = (ready: boolean, network: boolean) => {
  const condition = (type: string, isTrue: boolean) =>
    messageField(1, concatenated(textField(1, type), numberField(2, isTrue ? 1 : 0), textField(3, "Because")))
  const response = messageField(1, concatenated(condition("RuntimeReady", ready), condition("NetworkReady", network)))
  return { [socket]: { "/runtime.v1.RuntimeService/Status": () => ({ state: "answered", response }) as const } }
}

/** As containerd 1.7 and 2 say it: a condition of its own, the message JSON. */
const deprecated = () => {
  const message = '{"io.containerd.deprecation/cri-registry-mirrors":"The mirrors property is deprecated."}'
  const parts = [
    textField(1, "ContainerdHasNoDeprecationWarnings"),
    textField(3, "Deprecations"),
    textField(4, message),
  ]
  const condition = (type: string) => messageField(1, concatenated(textField(1, type), numberField(2, 1)))
  const own = messageField(1, concatenated(...parts))
  const response = messageField(1, concatenated(condition("RuntimeReady"), condition("NetworkReady"), own))
  return { [socket]: { "/runtime.v1.RuntimeService/Status": () => ({ state: "answered", response }) as const } }
}

/** As containerd 2 says it with runc 1.1: read-only mounts that are recursive, and no user namespaces. */
const withoutUserNamespaces = () => {
  const condition = (type: string) => messageField(1, concatenated(textField(1, type), numberField(2, 1)))
  const conditions = concatenated(condition("RuntimeReady"), condition("NetworkReady"))
  const handler = (name: string) =>
    messageField(3, concatenated(textField(1, name), messageField(2, numberField(1, 1))))
  const response = concatenated(messageField(1, conditions), handler(""), handler("runc"))
  return { [socket]: { "/runtime.v1.RuntimeService/Status": () => ({ state: "answered", response }) as const } }
}

const unitLimit = "/usr/lib/systemd/system/containerd.service.d/limit.conf"
const ownLimit = "/etc/systemd/system/containerd.service.d/own.conf"
const limited = "[Service]\nLimitNOFILE=1048576\n"

interface WholeNodeCase {
  readonly code: Finding["code"]
  readonly severity: Finding["severity"]
  readonly appears: string
  /** The node without it; a healthy joined one by default. */
  readonly neighbour?: NodeOptions
  readonly node: NodeOptions
}

/** `node` is laid over `neighbour`: one fact more. */
export const wholeNodeCases: readonly WholeNodeCase[] = [
  {
    code: "kubeadm-port-in-use",
    severity: "failure",
    appears: "when something listens on the kubelet's port before the node joins",
    neighbour: joining,
    node: { files: { "/proc/net/tcp": heading + listening } },
  },
  {
    code: "crictl-config-refused",
    severity: "warning",
    appears: "when the file has an option that crictl does not know",
    neighbour: { files: { "/usr/bin/crictl": "", "/etc/crictl.yaml": "timeout: 10\n" } },
    node: { files: { "/etc/crictl.yaml": "timeout: 10\nretries: 3\n" } },
  },
  {
    code: "kubeadm-files-left-over",
    severity: "failure",
    appears: "when a certificate of an earlier join is there",
    neighbour: joining,
    node: { files: { "/etc/kubernetes/pki/ca.crt": "" } },
  },
  {
    code: "kubeadm-files-left-over",
    severity: "warning",
    appears: "when the kubelet of a joined node does not run",
    node: { stopped: ["kubelet"] },
  },
  {
    code: "kubeadm-program-missing",
    severity: "failure",
    appears: "when losetup is missing, for 1.33 and later",
    neighbour: joining,
    node: { files: { "/usr/sbin/losetup": undefined } },
  },
  {
    code: "kubeadm-program-recommended",
    severity: "warning",
    appears: "for 1.32, which still looks for tc",
    neighbour: joining,
    node: { kubelet: "1.32.1" },
  },
  {
    code: "kubeadm-bridge-netfilter",
    severity: "failure",
    appears: "for 1.29 and not for 1.30",
    neighbour: withOptions(joining, { kubelet: "1.30.1" }),
    node: { kubelet: "1.29.4" },
  },
  {
    code: "kubeadm-swap",
    severity: "warning",
    appears: "when swap is on and the kubelet has no configuration",
    neighbour: joining,
    node: { files: swap },
  },
  {
    code: "swap-comes-back",
    severity: "warning",
    appears: "when swap was switched off and /etc/fstab switches it on at the next boot",
    neighbour: { files: { "/etc/fstab": fstabSwap, [kubeletConfig]: config("failSwapOn: false\n") } },
    node: { files: { "/etc/fstab": fstabSwap, [kubeletConfig]: config("cgroupDriver: systemd\n") } },
  },
  {
    code: "kubelet-refuses-swap",
    severity: "failure",
    appears: "when swap is on and the kubelet's configuration does not allow it",
    neighbour: { files: { ...swap, [kubeletConfig]: config("cgroupDriver: systemd\nfailSwapOn: false\n") } },
    node: { files: { [kubeletConfig]: config("cgroupDriver: systemd\n") } },
  },
  {
    code: "kubeadm-kernel-not-supported",
    severity: "warning",
    appears: "for a kernel that 1.37 does not know",
    neighbour: withOptions(joining, { files: { "/boot/config-5.14.0-570.el9": kernelConfig } }),
    node: { files: { "/proc/sys/kernel/osrelease": "5.14.0-570.el9\n" } },
  },
  {
    code: "kubeadm-kernel-not-supported",
    severity: "failure",
    appears: "as a failure for 1.33",
    neighbour: withOptions(joining, { kubelet: "1.33.1", files: { "/boot/config-5.14.0-570.el9": kernelConfig } }),
    node: { files: { "/proc/sys/kernel/osrelease": "5.14.0-570.el9\n" } },
  },
  {
    code: "kubeadm-kernel-config-missing",
    severity: "failure",
    appears: "when the kernel's configuration is nowhere",
    neighbour: joining,
    node: { files: { [`/boot/config-${kernelRelease}`]: undefined } },
  },
  {
    code: "kubeadm-kernel-option-missing",
    severity: "failure",
    appears: "when the kernel lacks an option",
    neighbour: joining,
    node: { files: { [`/boot/config-${kernelRelease}`]: kernelConfig.replace("CONFIG_CGROUP_BPF=y\n", "") } },
  },
  {
    code: "kubeadm-controllers-missing",
    severity: "failure",
    appears: "when the memory controller is off",
    node: { files: { "/sys/fs/cgroup/cgroup.controllers": "cpuset cpu io hugetlb pids\n" } },
  },
  {
    // The real kubeadm 1.36: "missing required cgroups: cpu cpuset memory pids". kubernetes/kubernetes#39282 is of the kind.
    code: "kubeadm-controllers-missing",
    severity: "failure",
    appears: "when the hierarchy has no controller at all",
    node: { files: { "/sys/fs/cgroup/cgroup.controllers": "\n" } },
  },
  {
    // RPi-Distro/pi-gen#917.
    code: "kubeadm-controllers-off",
    severity: "warning",
    appears: "when the image of a Raspberry Pi does not ask for the memory controller",
    neighbour: {
      isLive: false,
      files: {
        "/boot/firmware/cmdline.txt": "rootwait cgroup_enable=memory\n",
        "/var/lib/dpkg/status": "Package: kubelet\nStatus: install ok installed\nVersion: 1.37.0-1.1\n",
      },
    },
    node: { files: { "/boot/firmware/cmdline.txt": "rootwait\n" } },
  },
  {
    code: "kubeadm-controllers-missing",
    severity: "failure",
    appears: "when a container is given some of the controllers only",
    node: { files: { "/sys/fs/cgroup/cgroup.controllers": "memory pids\n", "/run/systemd/container": "lxc\n" } },
  },
  {
    // kubermatic/kubermatic#7490, k0sproject/k0s#8113.
    code: "inotify-instances-few",
    severity: "note",
    appears: "when the kernel's default of inotify instances holds",
    neighbour: { files: { "/proc/sys/fs/inotify/max_user_instances": "8192\n" } },
    node: { files: { "/proc/sys/fs/inotify/max_user_instances": "128\n" } },
  },
  {
    code: "kubeadm-controllers-unread",
    severity: "warning",
    appears: "when the list of controllers is not there",
    node: { files: { "/sys/fs/cgroup/cgroup.controllers": undefined } },
  },
  {
    code: "kubeadm-controllers-optional",
    severity: "warning",
    appears: "when hugetlb is missing",
    node: { files: { "/sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory pids\n" } },
  },
  {
    code: "kubeadm-cgroup-v1",
    severity: "failure",
    appears: "on cgroup v1 for 1.37",
    neighbour: withOptions(joining, { files: { "/usr/bin/kubelet": undefined, "/usr/bin/kubeadm": undefined } }),
    node: { cgroup: "1" },
  },
  {
    code: "kubeadm-cgroup-v1",
    severity: "warning",
    appears: "on cgroup v1 for 1.34",
    neighbour: { kubelet: "1.34.1" },
    node: { cgroup: "1" },
  },
  {
    code: "kubelet-refuses-cgroup-v1",
    severity: "failure",
    appears: "on cgroup v1 for a kubelet of 1.35 or later",
    node: { cgroup: "1" },
  },
  {
    code: "kubeadm-hostname-invalid",
    severity: "warning",
    appears: "when the hostname has an underscore",
    neighbour: joining,
    node: { files: { "/proc/sys/kernel/hostname": "node_1\n" } },
  },
  {
    code: "kubeadm-hostname-not-in-hosts",
    severity: "note",
    appears: "when /etc/hosts does not have the hostname",
    neighbour: joining,
    node: { files: { "/etc/hosts": "127.0.0.1 localhost\n" } },
  },
  {
    code: "kubeadm-kubelet-too-old",
    severity: "failure",
    appears: "when the kubelet is four minors older than kubeadm",
    neighbour: withOptions(joining, { kubeadm: "1.37.0", kubelet: "1.34.0" }),
    node: { kubelet: "1.33.0" },
  },
  {
    code: "kubeadm-kubelet-newer",
    severity: "failure",
    appears: "when the kubelet is newer than kubeadm",
    neighbour: joining,
    node: { kubeadm: "1.36.4" },
  },
  {
    code: "kubeadm-cpus-for-control-plane",
    severity: "note",
    appears: "with one CPU",
    neighbour: joining,
    node: { files: { "/sys/devices/system/cpu/online": "0\n" } },
  },
  {
    code: "kubeadm-memory-for-control-plane",
    severity: "note",
    appears: "with less than 1700 MiB",
    neighbour: joining,
    node: { files: { "/proc/meminfo": "MemTotal: 1000000 kB\n" } },
  },
  {
    code: "kubelet-service-missing",
    severity: "warning",
    appears: "when the kubelet has no service",
    neighbour: joining,
    node: { files: { "/usr/lib/systemd/system/kubelet.service": undefined }, disabled: ["kubelet"] },
  },
  {
    code: "kubelet-not-enabled",
    severity: "warning",
    appears: "when the kubelet is not started at boot",
    node: { disabled: ["kubelet"] },
  },
  {
    code: "runtime-end-of-life",
    severity: "warning",
    appears: "on the day after the support of a release has ended",
    neighbour: { containerd: "2.2.7", now: Date.parse("2026-11-06T12:00:00Z") },
    node: { now: Date.parse("2026-11-07T12:00:00Z") },
  },
  {
    code: "placed-release-older",
    severity: "note",
    appears: "when criadm's table has a newer release of the series that it placed",
    neighbour: { placed: "2.2.7" },
    node: { placed: "2.2.6" },
  },
  {
    code: "runtime-end-of-life-soon",
    severity: "note",
    appears: "in the last ninety days of a release",
    neighbour: { containerd: "2.2.7", now: Date.parse("2026-06-06T12:00:00Z") },
    node: { now: Date.parse("2026-10-07T12:00:00Z") },
  },
  {
    code: "oci-runtime-end-of-life",
    severity: "warning",
    appears: "on the day after the support of a runc that no package brought has ended",
    neighbour: {
      now: Date.parse("2027-04-30T12:00:00Z"),
      files: { "/usr/local/sbin/runc": "#!/bin/sh\n" },
      programs: { "/usr/local/sbin/runc --version": () => succeeding("runc version 1.4.3\n") },
    },
    node: { now: Date.parse("2027-05-01T12:00:00Z") },
  },
  {
    code: "oci-runtime-end-of-life-soon",
    severity: "note",
    appears: "in the last ninety days of a series of runc",
    neighbour: {
      now: Date.parse("2027-01-15T12:00:00Z"),
      files: { "/usr/local/sbin/runc": "#!/bin/sh\n" },
      programs: { "/usr/local/sbin/runc --version": () => succeeding("runc version 1.4.3\n") },
    },
    node: { now: Date.parse("2027-03-01T12:00:00Z") },
  },
  {
    code: "runtime-without-runtime-config",
    severity: "warning",
    appears: "for containerd 1.7 and a kubelet that would ask it",
    neighbour: {
      containerd: "1.7.34",
      kubelet: "1.30.1",
      grpc: unimplementedConfig(),
      files: { [configToml]: oldConfig },
    },
    node: { kubelet: "1.31.1" },
  },
  {
    code: "runtime-without-runtime-config",
    severity: "failure",
    appears: "for containerd 1.7 and a kubelet that needs the answer",
    neighbour: { containerd: "2.3.4", kubelet: "1.38.0", files: { [configToml]: oldConfig } },
    node: { containerd: "1.7.34", grpc: unimplementedConfig() },
  },
  {
    code: "containerd-schema-without-way-back",
    severity: "note",
    appears: "when the file says version = 4",
    node: { files: { [configToml]: containerdConfig.replace("version = 3", "version = 4") } },
  },
  {
    code: "kubelet-instance-config-differs",
    severity: "warning",
    appears: "when kubeadm's own record names another endpoint than the kubelet uses",
    neighbour: { files: { [instanceConfig]: `containerRuntimeEndpoint: "unix://${socket}"\n` } },
    node: { files: { [instanceConfig]: 'containerRuntimeEndpoint: "unix:///run/cri-dockerd.sock"\n' } },
  },
  {
    code: "kubelet-flag-ends",
    severity: "note",
    appears: "for a flag that the next release has removed",
    neighbour: { kubelet: "1.34.1" },
    node: {
      files: { [kubeletFlags]: 'KUBELET_KUBEADM_ARGS="--pod-infra-container-image=registry.k8s.io/pause:3.10.1"\n' },
    },
  },
  {
    code: "kubelet-flag-removed",
    severity: "failure",
    appears: "for a flag that this release has removed",
    node: {
      files: { [kubeletFlags]: 'KUBELET_KUBEADM_ARGS="--pod-infra-container-image=registry.k8s.io/pause:3.10.1"\n' },
    },
  },
  {
    code: "kubelet-flag-overrides-file",
    severity: "warning",
    appears: "when a flag says another driver than the file",
    node: { files: { [kubeletFlags]: 'KUBELET_KUBEADM_ARGS="--cgroup-driver=cgroupfs"\n' } },
  },
  {
    code: "kubelet-driver-word",
    severity: "warning",
    appears: "when the name of the driver is none",
    node: { files: { [kubeletFlags]: 'KUBELET_KUBEADM_ARGS="--cgroup-driver=SystemD"\n' } },
  },
  {
    code: "kubelet-configuration-broken",
    severity: "failure",
    appears: "when the kubelet's file is not YAML",
    node: { files: { [kubeletConfig]: `${config("")}cgroupDriver: [\n` } },
  },
  {
    code: "kubelet-key-twice",
    severity: "warning",
    appears: "when a line comes again further down",
    neighbour: { files: { [kubeletConfig]: config("cgroupDriver: systemd\n") } },
    node: { files: { [kubeletConfig]: config("cgroupDriver: cgroupfs\ncgroupDriver: systemd\n") } },
  },
  {
    code: "not-a-kubelet-configuration",
    severity: "failure",
    appears: "when the kubelet's file holds something else",
    node: { files: { [kubeletConfig]: "kind: ClusterConfiguration\n" } },
  },
  {
    code: "no-runtime",
    severity: "failure",
    appears: "when nothing that runs containers is there",
    neighbour: joining,
    node: {
      files: {
        "/usr/bin/containerd": undefined,
        [configToml]: undefined,
        "/usr/lib/systemd/system/containerd.service": undefined,
      },
      disabled: ["containerd"],
      grpc: null,
    },
  },
  {
    code: "kubelet-endpoint-of-no-runtime",
    severity: "note",
    appears: "when the kubelet uses a runtime that answers and that criadm does not know",
    node: {
      files: { [kubeletConfig]: config("cgroupDriver: systemd\n").replace("containerd/containerd", "isulad") },
      grpc: { "/run/isulad.sock": {}, [socket]: {} },
    },
  },
  {
    code: "kubelet-endpoint-without-runtime",
    severity: "failure",
    appears: "when the endpoint has a slip of the keys",
    node: { files: { [kubeletConfig]: config("cgroupDriver: systemd\n").replace(".sock\n", ".socks\n") } },
  },
  {
    code: "not-restarted",
    severity: "warning",
    appears: "when the file was changed after the runtime started",
    node: { startedOn: containerdConfig.replace("= true", "= false") },
  },
  {
    code: "runtime-not-running",
    severity: "failure",
    appears: "when the runtime's service is stopped",
    node: { stopped: ["containerd"] },
  },
  {
    code: "cri-not-served",
    severity: "failure",
    appears: "when containerd does not know the CRI service although its file has it",
    node: { grpc: unimplemented },
  },
  {
    code: "cri-v1alpha2-only",
    severity: "failure",
    appears: "when only v1alpha2 is answered",
    node: {
      grpc: {
        [socket]: {
          "/runtime.v1.RuntimeService/Version": () => refused,
          "/runtime.v1alpha2.RuntimeService/Version": () => ({ state: "answered", response: textField(2, "old") }),
        },
      },
    },
  },
  {
    code: "cri-no-answer",
    severity: "failure",
    appears: "when the runtime hangs",
    node: { grpc: { [socket]: { "/runtime.v1.RuntimeService/Version": () => ({ state: "timed-out" }) } } },
  },
  {
    code: "cri-not-ready",
    severity: "failure",
    appears: "when the runtime says so",
    node: { grpc: status(false, true) },
  },
  {
    code: "cri-network-not-ready",
    severity: "warning",
    appears: "on a joined node without a pod network",
    neighbour: withOptions(joining, { grpc: status(true, false) }),
    node: { files: { [kubeletConf]: "kind: Config\n" }, stopped: [] },
  },
  {
    code: "runtime-deprecations",
    severity: "note",
    appears: "when the running runtime says that something in use will go",
    node: { grpc: deprecated() },
  },
  {
    // github.com/containerd/containerd/issues/12329: pods with hostUsers: false on runc 1.1.
    code: "cri-handler-without-user-namespaces",
    severity: "note",
    appears: "when the default handler says that it has none",
    node: { grpc: withoutUserNamespaces() },
  },
  {
    code: "cri-handler-without-type",
    severity: "failure",
    appears: "when the running runtime has a handler without a type",
    node: { startedOn: containerdConfig.replace("'io.containerd.runc.v2'", "''") },
  },
  {
    code: "systemd-driver-without-systemd",
    severity: "failure",
    appears: "when the runtime asks systemd for cgroups on OpenRC",
    neighbour: { initSystem: "openrc", files: { [configToml]: containerdConfig.replace("= true", "= false") } },
    node: { files: { [configToml]: containerdConfig } },
  },
  {
    code: "cgroup-handlers-differ",
    severity: "warning",
    appears: "when one handler of several has another driver",
    neighbour: { initSystem: "openrc", files: { [configToml]: nvidia(true) } },
    node: { files: { [configToml]: nvidia(false) } },
  },
  {
    code: "containerd-cgroupfs-on-systemd",
    severity: "warning",
    appears: "when one handler of several uses cgroupfs on a systemd node",
    neighbour: { files: { [configToml]: nvidia(true) } },
    node: { files: { [configToml]: nvidia(false) } },
  },
  {
    code: "cgroup-driver-follows-runtime",
    severity: "warning",
    appears: "when the kubelet follows a cgroupfs runtime without a word",
    node: { files: { [configToml]: containerdConfig.replace("= true", "= false") } },
  },
  {
    code: "cgroup-drivers-differ",
    severity: "failure",
    appears: "when the kubelet does not ask and says something else",
    neighbour: { kubelet: "1.30.1" },
    node: { files: { [configToml]: containerdConfig.replace("= true", "= false") } },
  },
  {
    code: "sandbox-image-not-expected",
    severity: "warning",
    appears: "when the runtime uses an older pause image",
    node: { files: { [configToml]: containerdConfig.replace("3.10.2", "3.9") } },
  },
  {
    code: "sandbox-image-not-expected",
    severity: "note",
    appears: "as a note for an image of a registry of one's own",
    neighbour: { files: { [configToml]: containerdConfig.replace("registry.k8s.io", "registry.example.com") } },
    node: {
      files: {
        [configToml]: containerdConfig.replace("registry.k8s.io/pause:3.10.2", "registry.example.com/pause:3.9"),
      },
    },
  },
  {
    code: "sandbox-image-not-present",
    severity: "note",
    appears: "when the runtime does not have it",
    neighbour: { grpc: imageStatus(true, true) },
    node: { grpc: imageStatus(false, false) },
  },
  {
    code: "sandbox-image-not-pinned",
    severity: "note",
    appears: "when the runtime has it and has not pinned it",
    neighbour: { grpc: imageStatus(true, true) },
    node: { grpc: imageStatus(true, false) },
  },
  {
    code: "runtime-open-files",
    severity: "note",
    appears: "when the unit of containerd 1 sets a limit, and no drop-in of one's own does",
    neighbour: {
      containerd: "1.7.34",
      kubelet: "1.30.1",
      files: { [configToml]: oldConfig, [unitLimit]: limited, [ownLimit]: limited },
    },
    node: { files: { [ownLimit]: "[Service]\nLimitNPROC=infinity\n" } },
  },
  {
    code: "variable-exported",
    severity: "warning",
    appears: "when a line for systemd says export",
    neighbour: { files: { [kubeletFlags]: 'KUBELET_KUBEADM_ARGS="--v=2"\n' } },
    node: { files: { [kubeletFlags]: 'export KUBELET_KUBEADM_ARGS="--v=2"\n' } },
  },
  {
    code: "runtime-end-of-life",
    severity: "warning",
    appears: "for containerd 1.5 on the day after its last",
    neighbour: { containerd: "1.5.18", now: Date.parse("2023-02-28T12:00:00Z"), files: { [configToml]: oldConfig } },
    node: { now: Date.parse("2023-03-01T12:00:00Z") },
  },
  {
    code: "cni-plugins-missing",
    severity: "warning",
    appears: "when the runtime looks in another directory than the one that has them",
    neighbour: {
      files: {
        "/etc/cni/net.d/10-x.conflist": JSON.stringify({
          name: "x",
          plugins: [{ type: "bridge", ipam: { type: "host-local" } }, { type: "portmap" }],
        }),
        "/opt/cni/bin/bridge": "",
        "/opt/cni/bin/host-local": "",
        "/opt/cni/bin/portmap": "",
      },
    },
    node: {
      files: {
        [configToml]: `${containerdConfig}\n[plugins.'io.containerd.cri.v1.runtime'.cni]\n  bin_dirs = ['/usr/lib/cni']\n`,
      },
    },
  },
  {
    code: "registry-host-path",
    severity: "warning",
    appears: "when a mirror has a path and no override_path",
    neighbour: { files: { "/etc/containerd/certs.d/registry.k8s.io/hosts.toml": hosts("/v2/pre", true) } },
    node: { files: { "/etc/containerd/certs.d/registry.k8s.io/hosts.toml": hosts("/pre", false) } },
  },
  {
    code: "kernel-old-for-cgroup-v2",
    severity: "warning",
    appears: "on cgroup v2 with a kernel before 5.8",
    node: { files: { "/proc/sys/kernel/osrelease": "5.4.0-216-generic\n" } },
  },
  {
    code: "files-of-other-tool",
    severity: "note",
    appears: "when the NVIDIA toolkit has left its drop-in",
    node: { files: { "/etc/containerd/conf.d/99-nvidia.toml": "version = 3\n" } },
  },
  {
    code: "kernel-ip-forward-off",
    severity: "failure",
    appears: "when forwarding is off",
    node: { files: { "/proc/sys/net/ipv4/ip_forward": "0\n" } },
  },
  {
    code: "kernel-value-not-as-asked",
    severity: "warning",
    appears: "when a value is not what the last kept run was asked for",
    neighbour: {
      asked: { sysctl: [{ key: "vm.swappiness", value: "10" }] },
      files: { "/proc/sys/vm/swappiness": "10\n", "/etc/sysctl.d/swap.conf": "vm.swappiness=10\n" },
    },
    node: { files: { "/proc/sys/vm/swappiness": "60\n" } },
  },
  {
    code: "kernel-module-not-as-asked",
    severity: "warning",
    appears: "when no list makes a boot load a module that the last kept run was asked for",
    neighbour: {
      asked: { module: ["dummy"] },
      files: { "/sys/module/dummy/refcnt": "0\n", "/etc/modules-load.d/a.conf": "dummy\n" },
    },
    node: { files: { "/etc/modules-load.d/a.conf": undefined } },
  },
  {
    code: "kernel-ip-forward-lost-at-boot",
    severity: "warning",
    appears: "when no file sets forwarding",
    node: { files: { "/etc/sysctl.d/k8s.conf": undefined } },
  },
  {
    code: "kernel-ip-forward-set-back-by",
    severity: "warning",
    appears: "when a later file switches forwarding off",
    node: { files: { "/etc/sysctl.d/zz.conf": "net.ipv4.ip_forward = 0\n" } },
  },
]

/** ImageStatusResponse: image (1) with id (1) and pinned (8); no image when it is not there. */
function imageStatus(present: boolean, pinned: boolean): NonNullable<NodeOptions["grpc"]> {
  const image = concatenated(textField(1, "sha256:0"), numberField(8, pinned ? 1 : 0))
  const response = present ? messageField(1, image) : new Uint8Array()
  return { [socket]: { "/runtime.v1.ImageService/ImageStatus": () => ({ state: "answered", response }) as const } }
}

function hosts(path: string, overrides: boolean): string {
  return `[host."https://mirror.example.com${path}"]\n  capabilities = ["pull"]\n  override_path = ${overrides}\n`
}

function unimplementedConfig(): NonNullable<NodeOptions["grpc"]> {
  return { [socket]: { "/runtime.v1.RuntimeService/RuntimeConfig": () => refused } }
}
