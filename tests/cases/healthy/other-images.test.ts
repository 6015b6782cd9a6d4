// Healthy nodes whose makers put everything elsewhere: where the programs lie, which unit starts them with which file, and
// how the driver is said, as their published images have it. What wants nothing gets no failure and no warning.
import { expect, test } from "bun:test"
import { mkdirSync, renameSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Finding } from "../../../src/model/finding.ts"
import { CaseNode } from "../case.ts"

const usrUnits = "usr/lib/systemd/system"
const etcUnits = "etc/systemd/system"

interface Image {
  readonly osRelease: string
  /** The runtime's, as it is stated: the programs of the tree are empty. */
  readonly release?: string
  /** From and to, relative to the root; an empty destination: taken away. */
  readonly moved?: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, string>>
  readonly notes?: readonly Finding["code"][]
}

const unit = (...lines: readonly string[]) =>
  `[Unit]\nDescription=x\n\n[Service]\n${lines.join("\n")}\n\n[Install]\nWantedBy=multi-user.target\n`
const containerdUnit = (...lines: readonly string[]) =>
  unit("ExecStartPre=-/sbin/modprobe overlay", ...lines, "Type=notify", "Delegate=yes", "KillMode=process")
const runcWithSystemd = (plugin: string) => `[plugins.'${plugin}'.containerd.runtimes.runc]
runtime_type = 'io.containerd.runc.v2'
[plugins.'${plugin}'.containerd.runtimes.runc.options]
SystemdCgroup = true
`
const inGrpc = "io.containerd.grpc.v1.cri"
const inRuntime = "io.containerd.cri.v1.runtime"
const withoutContainerd = {
  "usr/bin/containerd": "",
  "usr/bin/containerd-shim-runc-v2": "",
  "usr/bin/ctr": "",
  "etc/systemd/system/multi-user.target.wants/containerd.service": "",
  "usr/lib/systemd/system/containerd.service": "",
  "etc/containerd": "",
}
/** kubeadm's drop-in of the packages, by the file for flags that this family of distributions has. */
const kubeadmDropIn = (kubelet: string, extra: string) =>
  `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-${extra}
ExecStart=
ExecStart=${kubelet} $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`

const images: Readonly<Record<string, Image>> = {
  // awslabs/amazon-eks-ami, templates/al2023 and nodeadm/internal/containerd.
  "Amazon Linux 2023 for EKS": {
    osRelease: 'ID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"\n',
    release: "2.3.7",
    moved: { "usr/bin/runc": "usr/sbin/runc", "var/lib/kubelet/config.yaml": "" },
    files: {
      [`${usrUnits}/containerd.service`]: containerdUnit("ExecStart=/usr/bin/containerd", "LimitNOFILE=infinity"),
      [`${etcUnits}/containerd.service.d/00-runtime-slice.conf`]: "[Service]\nSlice=runtime.slice\n",
      [`${etcUnits}/kubelet.service`]: unit(
        "Slice=runtime.slice",
        "EnvironmentFile=/etc/eks/kubelet/environment",
        "ExecStartPre=/sbin/iptables -P FORWARD ACCEPT -w 5",
        "ExecStart=/usr/bin/kubelet $NODEADM_KUBELET_ARGS",
        "KillMode=process",
      ),
      "etc/eks/kubelet/environment":
        "NODEADM_KUBELET_ARGS=--cloud-provider=external --config=/etc/kubernetes/kubelet/config.json --config-dir=/etc/kubernetes/kubelet/config.json.d --kubeconfig=/var/lib/kubelet/kubeconfig --node-labels= --v=2\n",
      "etc/kubernetes/kubelet/config.json.d/40-nodeadm.conf":
        '{"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"KubeletConfiguration","maxPods":58}',
      "etc/kubernetes/kubelet/config.json":
        '{"kind":"KubeletConfiguration","apiVersion":"kubelet.config.k8s.io/v1beta1","cgroupDriver":"systemd","cgroupRoot":"/","containerRuntimeEndpoint":"unix:///run/containerd/containerd.sock","systemReservedCgroup":"/system","kubeReservedCgroup":"/runtime","protectKernelDefaults":true,"logging":{"verbosity":2},"authentication":{"webhook":{"cacheTTL":"2m0s"}}}',
      "var/lib/kubelet/kubeconfig": "apiVersion: v1\nkind: Config\n",
      "etc/containerd/base-runtime-spec.json": '{"ociVersion":"1.1.0"}',
      "etc/containerd/config.toml": `imports = ['/etc/containerd/config.d/*.toml']
root = '/var/lib/containerd'
version = 3
[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = 'localhost/kubernetes/pause'
[plugins.'io.containerd.cri.v1.images'.registry]
config_path = '/etc/containerd/certs.d:/etc/docker/certs.d'
[plugins.'${inRuntime}'.cni]
bin_dirs = ['/opt/cni/bin']
[plugins.'${inRuntime}'.containerd.runtimes.runc]
base_runtime_spec = '/etc/containerd/base-runtime-spec.json'
${runcWithSystemd(inRuntime).replace(/^.*\n/, "")}BinaryName = '/usr/sbin/runc'
`,
    },
    notes: ["files-of-other-tool"],
  },
  // Azure/AgentBaker, parts/linux/cloud-init/artifacts.
  "Ubuntu for AKS": {
    osRelease: 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\n',
    release: "2.3.7",
    moved: {
      "usr/bin/kubelet": "usr/local/bin/kubelet",
      "usr/lib/systemd/system/kubelet.service.d": "",
      "var/lib/kubelet/config.yaml": "",
    },
    files: {
      [`${usrUnits}/containerd.service`]: containerdUnit("ExecStart=/usr/bin/containerd"),
      [`${etcUnits}/containerd.service.d/exec_start.conf`]: "[Service]\nExecStart=\nExecStart=/usr/bin/containerd\n",
      [`${etcUnits}/kubelet.service`]: unit(
        "EnvironmentFile=/etc/default/kubelet",
        "SuccessExitStatus=143",
        "ExecStartPre=/bin/bash /opt/azure/containers/kubelet.sh",
        'ExecStartPre=/bin/bash -c "if [ $(mount | grep \\"/var/lib/kubelet\\" | wc -l) -le 0 ] ; then /bin/true ; fi"',
        "ExecStartPre=-/sbin/ebtables -t nat --list",
        "ExecStart=/usr/local/bin/kubelet \\",
        "  --enable-server \\",
        `  --node-labels="\${KUBELET_NODE_LABELS}" \\`,
        "  $KUBELET_TLS_BOOTSTRAP_FLAGS $KUBELET_CONTAINERD_FLAGS \\",
        "  $KUBELET_CGROUP_FLAGS $KUBELET_FLAGS",
        "KillMode=process",
      ),
      [`${etcUnits}/kubelet.service.d/10-containerd.conf`]:
        '[Service]\nEnvironment="KUBELET_CONTAINERD_FLAGS=--runtime-request-timeout=15m --container-runtime-endpoint=unix:///run/containerd/containerd.sock"\n',
      [`${etcUnits}/kubelet.service.d/10-cgroupv2.conf`]:
        '[Service]\nEnvironment="KUBELET_CGROUP_FLAGS=--cgroup-driver=systemd"\n',
      [`${etcUnits}/kubelet.service.d/10-tlsbootstrap.conf`]:
        '[Service]\nEnvironment="KUBELET_TLS_BOOTSTRAP_FLAGS=--kubeconfig /var/lib/kubelet/kubeconfig --bootstrap-kubeconfig /var/lib/kubelet/bootstrap-kubeconfig"\n',
      "etc/default/kubelet":
        "KUBELET_FLAGS=--address=0.0.0.0 --cgroups-per-qos=true --cluster-dns=10.0.0.10 --event-qps=0 --eviction-hard=memory.available<100Mi,nodefs.available<10% --feature-gates= --max-pods=110 --node-status-update-frequency=10s --pod-max-pids=-1 --read-only-port=0 --streaming-connection-idle-timeout=4h\nKUBELET_NODE_LABELS=agentpool=nodepool1\n",
      "var/lib/kubelet/kubeconfig": "apiVersion: v1\nkind: Config\n",
      "opt/azure/containers/kubelet.sh": "",
      "etc/containerd/config.toml": `version = 2
oom_score = -999
[plugins.'${inGrpc}']
sandbox_image = 'mcr.microsoft.com/oss/kubernetes/pause:3.6'
[plugins.'${inGrpc}'.registry]
config_path = '/etc/containerd/certs.d'
[plugins.'${inGrpc}'.registry.headers]
X-Meta-Source-Client = ['azure/aks']
${runcWithSystemd(inGrpc)}[metrics]
address = '0.0.0.0:10257'
`,
    },
    notes: ["files-of-other-tool"],
  },
  // kubernetes-sigs/kind, images/base/files.
  "a node of kind": {
    osRelease: 'ID=debian\nVERSION_ID="13"\n',
    release: "2.3.7",
    moved: {
      "usr/bin/containerd": "usr/local/bin/containerd",
      "usr/bin/containerd-shim-runc-v2": "usr/local/bin/containerd-shim-runc-v2",
      "usr/bin/ctr": "usr/local/bin/ctr",
      "usr/bin/crictl": "usr/local/bin/crictl",
      "usr/bin/runc": "usr/local/sbin/runc",
    },
    files: {
      [`${etcUnits}/containerd.service`]: containerdUnit("ExecStart=/usr/local/bin/containerd", "RestartSec=1"),
      [`${etcUnits}/kubelet.service`]:
        "[Unit]\nConditionPathExists=/var/lib/kubelet/config.yaml\n[Service]\nExecStart=/usr/bin/kubelet\nRestartSec=1s\nSlice=kubelet.slice\n[Install]\nWantedBy=multi-user.target\n",
      [`${etcUnits}/kubelet.service.d/10-kubeadm.conf`]: kubeadmDropIn("/usr/bin/kubelet", "/etc/default/kubelet"),
      [`${etcUnits}/kubelet.service.d/11-kind.conf`]:
        '[Service]\nExecStartPre=/bin/sh -euc "if [ -f /sys/fs/cgroup/cgroup.controllers ]; then /kind/bin/create-kubelet-cgroup-v2.sh; fi"\n',
      "etc/default/kubelet": "KUBELET_EXTRA_ARGS=--runtime-cgroups=/system.slice/containerd.service",
      "var/lib/kubelet/kubeadm-flags.env":
        'KUBELET_KUBEADM_ARGS="--node-ip=172.18.0.3 --node-labels= --provider-id=kind://docker/kind/kind-worker"\n',
      "etc/containerd/cri-base.json": '{"ociVersion":"1.1.0"}',
      "etc/containerd/config.toml": `version = 2
[proxy_plugins."fuse-overlayfs"]
type = "snapshot"
address = "/run/containerd-fuse-overlayfs.sock"
[plugins."${inGrpc}"]
sandbox_image = "registry.k8s.io/pause:3.10.2"
tolerate_missing_hugetlb_controller = true
restrict_oom_score_adj = false
[plugins."${inGrpc}".containerd]
discard_unpacked_layers = true
snapshotter = "overlayfs"
${runcWithSystemd(inGrpc)}
[plugins."${inGrpc}".containerd.runtimes.test-handler]
runtime_type = "io.containerd.runc.v2"
base_runtime_spec = "/etc/containerd/cri-base.json"
[plugins."${inGrpc}".containerd.runtimes.test-handler.options]
SystemdCgroup = true
`,
    },
  },
  // flatcar/scripts, app-containers/containerd; Kubernetes by an extension in /opt/bin.
  "Flatcar with kubeadm": {
    osRelease: "ID=flatcar\nID_LIKE=coreos\nVERSION_ID=4230.2.3\n",
    release: "2.0.5",
    moved: {
      "usr/bin/kubelet": "opt/bin/kubelet",
      "usr/bin/kubeadm": "opt/bin/kubeadm",
      "usr/bin/crictl": "opt/bin/crictl",
      "etc/containerd": "",
    },
    files: {
      [`${usrUnits}/containerd.service`]: unit(
        "Delegate=yes",
        "Environment=CONTAINERD_CONFIG=/usr/share/containerd/config.toml",
        "ExecStartPre=mkdir -p /run/docker/libcontainerd",
        `ExecStart=/usr/bin/containerd --config \${CONTAINERD_CONFIG}`,
        "KillMode=process",
      ),
      "usr/share/containerd/config.toml": `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
# set containerd as a subreaper on linux when it is not running as PID 1
subreaper = true
oom_score = -999
disabled_plugins = []
[plugins."${inGrpc}"]
enable_selinux = true
${runcWithSystemd(inGrpc)}`,
      [`${etcUnits}/kubelet.service`]: unit("ExecStart=/opt/bin/kubelet", "Restart=always"),
      [`${etcUnits}/kubelet.service.d/10-kubeadm.conf`]: kubeadmDropIn("/opt/bin/kubelet", "/etc/default/kubelet"),
    },
    notes: ["containerd-key-unknown"],
  },
  // Docker's packages and those of pkgs.k8s.io.
  "RHEL with containerd.io": {
    osRelease: 'ID="rhel"\nID_LIKE="fedora"\nVERSION_ID="9.6"\n',
    release: "2.3.7",
    files: {
      "etc/selinux/config": "SELINUX=permissive\nSELINUXTYPE=targeted\n",
      [`${usrUnits}/kubelet.service.d/10-kubeadm.conf`]: kubeadmDropIn("/usr/bin/kubelet", "/etc/sysconfig/kubelet"),
      "etc/sysconfig/kubelet": "KUBELET_EXTRA_ARGS=\n",
      "etc/containerd/config.toml": `version = 2\ndisabled_plugins = []\n[plugins.'${inGrpc}']\nsandbox_image = 'registry.k8s.io/pause:3.10.2'\n${runcWithSystemd(inGrpc)}`,
    },
  },
  // openSUSE's package of CRI-O: options by variables of /etc/sysconfig/crio.
  "openSUSE MicroOS with CRI-O": {
    osRelease: 'ID="opensuse-microos"\nID_LIKE="suse opensuse"\nVERSION_ID="20260901"\n',
    release: "1.36.3",
    moved: { ...withoutContainerd, "usr/bin/runc": "usr/bin/crun" },
    files: {
      "usr/bin/crio": "",
      "usr/bin/conmon": "",
      "usr/bin/pinns": "",
      [`${usrUnits}/crio.service`]: unit(
        "Type=notify",
        "EnvironmentFile=-/etc/sysconfig/crio",
        "ExecStart=/usr/bin/crio \\",
        "  $CRIO_CONFIG_OPTIONS \\",
        "  $CRIO_RUNTIME_OPTIONS",
      ),
      [`${etcUnits}/multi-user.target.wants/crio.service`]: unit("ExecStart=/usr/bin/crio"),
      "etc/crio/crio.conf.d/00-default.conf":
        '[crio.image]\npause_image = "registry.opensuse.org/kubic/pause:3.10.2"\n',
      "etc/crio/crio.conf.d/10-crun.conf":
        '[crio.runtime]\ndefault_runtime = "crun"\n[crio.runtime.runtimes.crun]\nruntime_path = "/usr/bin/crun"\nmonitor_path = "/usr/bin/conmon"\n',
      "etc/containers/policy.json": '{"default":[{"type":"insecureAcceptAnything"}]}',
      "etc/containers/registries.conf": 'unqualified-search-registries = ["registry.opensuse.org", "docker.io"]\n',
      [`${usrUnits}/kubelet.service.d/10-kubeadm.conf`]: kubeadmDropIn("/usr/bin/kubelet", "/etc/sysconfig/kubelet"),
      "var/lib/kubelet/config.yaml":
        "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: systemd\ncontainerRuntimeEndpoint: unix:///var/run/crio/crio.sock\n",
    },
  },
  // k3s-io/k3s: one program is the runtime and the kubelet.
  "an agent of k3s": {
    osRelease: 'ID=debian\nVERSION_ID="13"\n',
    moved: {
      ...withoutContainerd,
      "usr/bin/kubelet": "",
      "usr/bin/kubeadm": "",
      "usr/bin/crictl": "",
      "usr/bin/runc": "usr/local/bin/k3s",
      "usr/lib/systemd/system/kubelet.service": "",
      "usr/lib/systemd/system/kubelet.service.d": "",
      "etc/systemd/system/multi-user.target.wants/kubelet.service": "",
      "var/lib/kubelet": "",
    },
    files: {
      [`${etcUnits}/k3s-agent.service`]: unit(
        "Type=notify",
        "EnvironmentFile=-/etc/default/%N",
        "EnvironmentFile=-/etc/systemd/system/k3s-agent.service.env",
        "ExecStart=/usr/local/bin/k3s \\",
        "    agent \\",
        "",
      ),
      "var/lib/rancher/k3s/agent/etc/containerd/config.toml": `# File generated by k3s. DO NOT EDIT.
version = 3
root = "/var/lib/rancher/k3s/agent/containerd"
state = "/run/k3s/containerd"
[grpc]
address = "/run/k3s/containerd/containerd.sock"
${runcWithSystemd(inRuntime)}`,
    },
    notes: ["containerd-belongs-to-other"],
  },
}

function nodeOf({ osRelease, moved = {}, files }: Image): CaseNode {
  const node = new CaseNode("healthy")
  node.remove("var/lib/dpkg").remove("usr/lib/os-release").remove("etc/os-release")
  for (const [from, to] of Object.entries(moved)) {
    if (to !== "") {
      mkdirSync(dirname(join(node.root, to)), { recursive: true })
      renameSync(join(node.root, from), join(node.root, to))
    }
    node.remove(from)
  }
  for (const [path, text] of Object.entries({ ...files, "etc/os-release": osRelease })) {
    node.remove(path).write(path, text)
    if (path.startsWith("usr/bin/")) node.executable(path)
  }
  return node
}

test.each(Object.entries(images))("%s has no failure and no warning", (_name, image) => {
  using node = nodeOf(image)

  const findings = node.findings(...(image.release === undefined ? [] : ["--runtime-version", image.release]))
  expect(findings.filter(({ severity }) => severity !== "note")).toEqual([])
  expect(findings.map(({ code }) => code).toSorted()).toEqual([...(image.notes ?? [])])
})
