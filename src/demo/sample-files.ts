// The sample node of `criadm demo`, as files: Debian 13 with containerd 2.1.9 and a kubelet that has joined a cluster,
// in the state in which such nodes are met. Taken from a trixie node (os-release, units) and from the packages
// containerd 2.1.9 and kubelet 1.37; the operator's config.toml is made up.

/** Path on the node to text; a path that ends in a slash is an empty directory. */
export const sampleFiles: Readonly<Record<string, string>> = {
  "/etc/os-release": `PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
VERSION="13 (trixie)"
ID=debian
`,
  "/proc/1/comm": "systemd\n",
  "/proc/1/environ": "",
  "/proc/sys/kernel/osrelease": "6.12.57+deb13-amd64\n",
  "/proc/sys/kernel/random/boot_id": "6b1f6a0e-3f2a-4d8e-9a57-1c6f0e2d9b11\n",
  "/proc/sys/kernel/arch": "x86_64\n",
  "/proc/swaps": "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n",
  "/proc/mounts": "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime 0 0\n",
  "/proc/sys/net/ipv4/ip_forward": "0\n",
  "/run/systemd/system/": "",
  "/sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory hugetlb pids rdma misc\n",
  "/sys/fs/cgroup/cgroup.subtree_control": "cpuset cpu io memory pids\n",
  "/sys/module/apparmor/parameters/enabled": "Y\n",
  "/usr/lib/systemd/systemd": "",
  "/usr/bin/containerd": "",
  "/usr/bin/kubelet": "",
  "/usr/bin/kubeadm": "",
  "/usr/lib/systemd/system/containerd.service": `[Unit]
Description=containerd container runtime
After=network.target local-fs.target

[Service]
ExecStartPre=-/sbin/modprobe overlay
ExecStart=/usr/bin/containerd
Type=notify
Delegate=yes
KillMode=process
Restart=always

[Install]
WantedBy=multi-user.target
`,
  "/usr/lib/systemd/system/kubelet.service": `[Unit]
Description=kubelet: The Kubernetes Node Agent

[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=10

[Install]
WantedBy=multi-user.target
`,
  "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf": `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`,
  "/var/lib/kubelet/config.yaml": `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
# cgroup driver: was changed during the migration of last spring
cgroupDriver: cgroupfs
clusterDNS:
- 10.96.0.10
clusterDomain: cluster.local
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
`,
  "/etc/systemd/system/multi-user.target.wants/containerd.service": "",
  "/etc/systemd/system/multi-user.target.wants/kubelet.service": "",
  // Written by kubeadm join; the credentials in it are nobody's.
  "/etc/kubernetes/kubelet.conf": "apiVersion: v1\nkind: Config\n",
  "/etc/kubernetes/pki/ca.crt": "",
  "/etc/hosts": "127.0.0.1 localhost\n127.0.1.1 sample-node\n",
  "/etc/resolv.conf": "nameserver 10.0.0.53\n",
  "/proc/sys/kernel/hostname": "sample-node\n",
  "/proc/meminfo": "MemTotal:        4005840 kB\n",
  "/sys/devices/system/cpu/online": "0-1\n",
  "/etc/containerd/config.toml": `# Node profile "edge", owner: platform team. Please keep the mirrors.
version = 2
root = "/var/lib/containerd"

[plugins]
  [plugins."io.containerd.grpc.v1.cri"]
    sandbox_image = "registry.k8s.io/pause:3.8"   # as tested in 2023
    [plugins."io.containerd.grpc.v1.cri".cni]
      bin_dir = "/usr/lib/cni"
    [plugins."io.containerd.grpc.v1.cri".containerd]
      default_runtime_name = "runc"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
          SystemdCgroup = false
      # the GPU operator asked for this one
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.nvidia]
        runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.nvidia.options]
          BinaryName = "/usr/bin/nvidia-container-runtime"
`,
  "/etc/systemd/system/": "",
  "/run/containerd/": "",
  "/var/lib/": "",
  "/etc/sysctl.d/": "",
}

/** The same node after somebody has edited containerd's configuration and missed a bracket. */
export const brokenFiles: Readonly<Record<string, string>> = {
  "/etc/containerd/config.toml": (sampleFiles["/etc/containerd/config.toml"] ?? "").replace("[plugins]", "[plugins"),
}
