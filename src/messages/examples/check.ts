// Example evidence for every finding about the node as a whole.
import type { CheckFindings } from "../../model/arguments/check.ts"
import type { FindingExamples } from "../../wording/texts.ts"

const kubernetes = "1.37"
const runtime = "containerd"
const endpoint = "unix:///run/containerd/containerd.sock"
const command = "systemctl restart containerd.service"

export const checkExamples = (): FindingExamples<CheckFindings> => ({
  "kubeadm-port-in-use": { usually: "failure", args: { port: 10250, address: "0.0.0.0", process: "k3s-agent" } },
  "kubeadm-files-left-over": { usually: "failure", args: { files: ["/etc/kubernetes/pki/ca.crt"] } },
  "kubeadm-program-missing": { usually: "failure", args: { programs: ["losetup"], kubernetes } },
  "kubeadm-program-recommended": { usually: "warning", args: { programs: ["socat", "tc"], kubernetes: "1.31" } },
  "kubeadm-bridge-netfilter": { usually: "failure", args: { value: "0", kubernetes: "1.29" } },
  "swap-comes-back": { usually: "warning", args: { devices: ["/swap.img"], file: "/etc/fstab" } },
  "kubeadm-swap": { usually: "warning", args: { devices: ["/dev/sda2"], kubernetes } },
  "kubeadm-kernel-not-supported": {
    usually: "warning",
    args: {
      kernel: "5.14.0-570.el9.x86_64",
      supported: "5.4, 5.10, 5.15 and everything from 6.0 on",
      kubernetes,
      isHarmless: true,
    },
  },
  "kernel-old-for-cgroup-v2": { usually: "warning", args: { kernel: "5.4.0-216-generic", wanted: "5.8" } },
  "kubeadm-kernel-config-missing": { usually: "failure", args: { kernel: "6.6.87-microsoft-standard-WSL2" } },
  "kubeadm-kernel-option-missing": {
    usually: "failure",
    args: { options: ["CONFIG_CGROUP_PIDS"], file: "/proc/config.gz" },
  },
  "kubeadm-controllers-missing": {
    usually: "failure",
    args: { controllers: ["memory"], cgroup: "2", container: "" },
  },
  "kubeadm-controllers-off": {
    usually: "failure",
    args: {
      controllers: ["memory"],
      why: "not-enabled",
      argument: "cgroup_enable=memory",
      file: "/boot/firmware/cmdline.txt",
      isSure: true,
    },
  },
  "kubeadm-controllers-unread": {
    usually: "warning",
    args: { file: "/sys/fs/cgroup/cgroup.controllers", why: "EACCES" },
  },
  "inotify-instances-few": { usually: "note", args: { value: 128, wanted: 8192, file: "" } },
  "kubeadm-controllers-optional": { usually: "warning", args: { controllers: ["hugetlb"] } },
  "kubeadm-cgroup-v1": { usually: "failure", args: { cgroup: "1", kubernetes, isRefused: true } },
  "kubeadm-hostname-invalid": { usually: "warning", args: { hostname: "node_1" } },
  "kubeadm-hostname-not-in-hosts": { usually: "note", args: { hostname: "node-1" } },
  "kubeadm-kubelet-too-old": {
    usually: "failure",
    args: { kubelet: "1.33.4", kubeadm: "1.37.0", oldest: "1.34" },
  },
  "kubeadm-kubelet-newer": { usually: "failure", args: { kubelet: "1.37.0", kubeadm: "1.36.4" } },
  "kubeadm-cpus-for-control-plane": { usually: "note", args: { cpus: 1, wanted: 2 } },
  "kubeadm-memory-for-control-plane": { usually: "note", args: { mebibytes: 964, wanted: 1700 } },
  "kubelet-service-missing": { usually: "warning", args: { initSystem: "systemd" } },
  "kubelet-not-enabled": {
    usually: "warning",
    args: { service: "kubelet.service", command: "systemctl enable kubelet.service" },
  },
  "runtime-end-of-life": {
    usually: "warning",
    args: {
      runtime,
      series: "1.7",
      date: "2026-09-30",
      successor: "2.3",
      page: "https://github.com/containerd/containerd/blob/main/RELEASES.md",
    },
  },
  "placed-release-older": {
    usually: "note",
    args: { runtime, id: "containerd", installed: "2.1.3", release: "2.1.8", isJoined: false },
  },
  "runtime-end-of-life-soon": {
    usually: "note",
    args: {
      runtime,
      series: "2.0",
      date: "2027-03-31",
      successor: "2.3",
      page: "https://github.com/containerd/containerd/blob/main/RELEASES.md",
    },
  },
  "oci-runtime-end-of-life": {
    usually: "note",
    args: {
      name: "runc",
      release: "1.1.15",
      program: "/usr/sbin/runc",
      runtime,
      handlers: ["runc"],
      series: "1.1",
      date: "2025-04-29",
      successor: "1.6",
      page: "https://github.com/opencontainers/runc/blob/main/RELEASES.md",
      isByHand: false,
    },
  },
  "oci-runtime-end-of-life-soon": {
    usually: "note",
    args: {
      name: "runc",
      release: "1.4.2",
      program: "/usr/local/sbin/runc",
      runtime,
      handlers: ["runc"],
      series: "1.4",
      date: "2027-04-30",
      successor: "1.6",
      page: "https://github.com/opencontainers/runc/blob/main/RELEASES.md",
      isByHand: true,
    },
  },
  "runtime-without-runtime-config": {
    usually: "warning",
    args: { runtime, release: "1.7.24", kubernetes, ends: "1.38", isOver: false },
  },
  "runtime-minor-differs": { usually: "warning", args: { runtime: "CRI-O", release: "1.34.11", kubernetes: "1.36" } },
  "not-restarted": {
    usually: "warning",
    args: { runtime, what: "cgroup driver of runc", configured: "systemd", running: "cgroupfs", command },
  },
  "runtime-not-running": {
    usually: "failure",
    args: {
      runtime,
      service: "containerd.service",
      state: "failed",
      endpoint,
      command: "systemctl start containerd.service",
    },
  },
  "runtime-starts-when-asked": {
    usually: "note",
    args: {
      runtime: "Docker Engine",
      service: "cri-docker.service",
      endpoint: "unix:///run/cri-dockerd.sock",
      command: "systemctl start cri-docker.service",
    },
  },
  "cri-not-served": { usually: "failure", args: { runtime, endpoint, command } },
  "cri-v1alpha2-only": { usually: "failure", args: { runtime, endpoint } },
  "cri-no-answer": { usually: "failure", args: { runtime, endpoint, message: "no answer within 2000 ms" } },
  "cri-not-ready": { usually: "failure", args: { runtime, reason: "ContainerdNotReady", message: "snapshotter" } },
  "cri-network-not-ready": {
    usually: "warning",
    args: {
      runtime,
      reason: "NetworkPluginNotReady",
      message: "Network plugin returns error: cni plugin not initialized",
    },
  },
  "cri-handler-without-user-namespaces": { usually: "note", args: { runtime, handler: "runc" } },
  "cri-handler-without-type": { usually: "failure", args: { runtime, handlers: ["runc"] } },
  "systemd-driver-without-systemd": { usually: "failure", args: { runtime, initSystem: "openrc" } },
  "cgroup-handlers-differ": { usually: "warning", args: { runtime, systemd: ["runc"], cgroupfs: ["nvidia"] } },
  "sandbox-image-not-expected": {
    usually: "warning",
    args: {
      runtime,
      image: "registry.k8s.io/pause:3.8",
      expected: "registry.k8s.io/pause:3.10.2",
      kubernetes,
      isOwnRegistry: false,
    },
  },
  "sandbox-image-not-present": {
    usually: "note",
    args: {
      runtime,
      image: "registry.k8s.io/pause:3.10.2",
      importCommand: "ctr --namespace k8s.io images import FILE",
    },
  },
  "sandbox-image-not-pinned": { usually: "note", args: { runtime, image: "registry.k8s.io/pause:3.10.2" } },
  "runtime-open-files": { usually: "note", args: { runtime, service: "containerd.service", limit: 1024 } },
  "variable-exported": {
    usually: "warning",
    args: { service: "kubelet.service", file: "/etc/default/kubelet", variables: ["KUBELET_EXTRA_ARGS"] },
  },
  "cri-companion-missing": {
    usually: "failure",
    args: {
      runtime: "Docker Engine",
      companion: "cri-dockerd",
      command: "criadm apply --install upstream --runtime docker",
      elsewhere: "https://github.com/Mirantis/cri-dockerd/releases",
    },
  },
  "cni-configuration-unfit": {
    usually: "warning",
    args: { file: "/etc/cni/net.d/10-bridge.conflist", why: "no-json" },
  },
  "cni-plugins-missing": {
    usually: "warning",
    args: { plugins: ["loopback", "bridge"], directories: ["/usr/lib/cni"], elsewhere: "/opt/cni/bin" },
  },
  "files-of-other-tool": {
    usually: "note",
    args: { tool: "nvidia-toolkit", path: "/etc/containerd/conf.d/99-nvidia.toml" },
  },
  "endpoint-not-looked-for": {
    usually: "warning",
    args: {
      runtime: "containerd",
      endpoint: "unix:///run/other/containerd.sock",
      usual: "unix:///run/containerd/containerd.sock",
    },
  },
  "several-cri-endpoints": {
    usually: "warning",
    args: {
      endpoints: ["unix:///run/containerd/containerd.sock", "unix:///run/cri-dockerd.sock"],
      use: "unix:///run/cri-dockerd.sock",
      serving: ["Docker Engine"],
      isKubelets: false,
    },
  },
})
