// Which other tools keep files on this node, by the marks they leave: a new one is a row. Their files are named in a
// note and left to them.
import type { ReadingMachine } from "../machine/reading.ts"
import { known } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { OwnerFact, OwnerId } from "../model/facts/owner.ts"

interface Mark {
  readonly owner: OwnerId
  /** A file or directory that only this owner makes. */
  readonly path: string
  /** The file must also say this. */
  readonly says?: RegExp
  /** Where the mark was learnt. */
  readonly source: string
}

/** A distribution that was installed and has not run yet has left no data: only its program and its service. */
interface Installed {
  readonly owner: OwnerId
  readonly programs: readonly string[]
  readonly services: readonly string[]
  readonly source: string
}

const installed: readonly Installed[] = [
  {
    owner: "k3s",
    programs: ["/usr/local/bin/k3s", "/opt/bin/k3s"],
    services: ["k3s", "k3s-agent"],
    source: "k3s-io/k3s, install.sh",
  },
  {
    owner: "rke2",
    programs: ["/usr/local/bin/rke2", "/usr/bin/rke2", "/opt/rke2/bin/rke2"],
    services: ["rke2-server", "rke2-agent"],
    source: "rancher/rke2, install.sh and bundle/lib/systemd/system",
  },
  {
    owner: "k0s",
    programs: ["/usr/local/bin/k0s", "/usr/bin/k0s"],
    services: ["k0sworker", "k0scontroller"],
    source: "docs.k0sproject.io, cli/k0s_install",
  },
]

const unitDirectories = [
  "/etc/systemd/system",
  "/usr/local/lib/systemd/system",
  "/opt/rke2/lib/systemd/system",
  "/usr/lib/systemd/system",
]

/** One that is masked, a link to /dev/null, starts nothing. */
const startsSomething = /^[ \t]*(?:ExecStart|command)[ \t]*=/m

function serviceOf(machine: ReadingMachine, { programs, services }: Installed): string | undefined {
  if (!programs.some((path) => machine.inspect(path) !== undefined)) return undefined
  return services
    .flatMap((name) => [...unitDirectories.map((directory) => `${directory}/${name}.service`), `/etc/init.d/${name}`])
    .find((path) => {
      const file = toFileFact(machine.readFile(path))
      return file.state === "known" && startsSomething.test(file.value.text)
    })
}

/** One mark per owner is enough: the first that is found. */
const marks: readonly Mark[] = [
  { owner: "k3s", path: "/etc/rancher/k3s", source: "docs.k3s.io, installation/configuration" },
  { owner: "k3s", path: "/var/lib/rancher/k3s", source: "docs.k3s.io, cli/server, --data-dir" },
  { owner: "rke2", path: "/etc/rancher/rke2", source: "docs.rke2.io, install/configuration" },
  { owner: "rke2", path: "/var/lib/rancher/rke2", source: "docs.rke2.io, reference/server_config, --data-dir" },
  {
    owner: "k0s",
    path: "/etc/k0s/containerd.toml",
    says: /^# k0s_managed=true/m,
    source: "k0sproject/k0s, pkg/component/worker/containerd",
  },
  { owner: "k0s", path: "/var/lib/k0s", source: "docs.k0sproject.io, configuration, data directory" },
  { owner: "microk8s", path: "/snap/microk8s", source: "snapcraft.io/docs, system snap directory" },
  { owner: "microk8s", path: "/var/lib/snapd/snap/microk8s", source: "snapcraft.io/docs, system snap directory" },
  { owner: "microk8s", path: "/var/snap/microk8s", source: "microk8s.io, docs: services and ports" },
  { owner: "docker-snap", path: "/var/snap/docker", source: "snapcraft.io/docker, SNAP_DATA" },
  { owner: "gpu-operator", path: "/run/nvidia/toolkit", source: "NVIDIA/gpu-operator, assets/state-container-toolkit" },
  { owner: "gpu-operator", path: "/usr/local/nvidia/toolkit", source: "NVIDIA/gpu-operator, CONTAINER_TOOLKIT_DIR" },
  {
    owner: "nvidia-toolkit",
    path: "/etc/containerd/conf.d/99-nvidia.toml",
    source: "NVIDIA/nvidia-container-toolkit, pkg/config/engine/containerd",
  },
  {
    owner: "nvidia-toolkit",
    path: "/etc/containerd/config.d/99-nvidia.toml",
    source: "NVIDIA/nvidia-container-toolkit 1.18.0, issue #1404",
  },
  {
    owner: "nvidia-toolkit",
    path: "/etc/crio/crio.conf.d/99-nvidia.toml",
    source: "NVIDIA/nvidia-container-toolkit, pkg/config/engine/crio",
  },
  {
    owner: "nvidia-toolkit",
    path: "/etc/crio/conf.d/99-nvidia.toml",
    source: "NVIDIA/nvidia-container-toolkit, issue #1829",
  },
  {
    owner: "kubespray",
    path: "/etc/kubernetes/kubelet.env",
    says: /^KUBELET_ADDRESS|^KUBE_LOG_LEVEL|^### Upstream source/m,
    source: "kubernetes-sigs/kubespray, roles/kubernetes/node/templates/kubelet.env.v1beta1.j2",
  },
  {
    owner: "docker-package",
    path: "/etc/containerd/config.toml",
    says: /^#\s+Copyright 20\d\d(-20\d\d)? Docker Inc\./m,
    source: "docker/containerd-packaging, common/containerd.toml",
  },
  {
    owner: "nixos",
    path: "/etc/os-release",
    says: /^ID="?nixos/m,
    source: "NixOS/nixpkgs, nixos/modules/misc/version.nix",
  },
  {
    owner: "bottlerocket",
    path: "/etc/os-release",
    says: /^ID="?bottlerocket/m,
    source: "bottlerocket.dev, os-release",
  },
  { owner: "talos", path: "/etc/os-release", says: /^ID="?talos/m, source: "siderolabs/talos, pkg/machinery/version" },
  {
    owner: "openshift",
    path: "/etc/os-release",
    says: /^ID="?(?:rhcos|scos)\b|^OPENSHIFT_VERSION=/m,
    source: "openshift/machine-config-operator, pkg/daemon/osrelease",
  },
  { owner: "kind", path: "/kind/version", source: "kubernetes-sigs/kind, pkg/build/nodeimage" },
  { owner: "eks-image", path: "/etc/eks", source: "awslabs/amazon-eks-ami, templates" },
  { owner: "aks-image", path: "/opt/azure/containers", source: "Azure/AgentBaker, parts/linux" },
  {
    owner: "gke-image",
    path: "/home/kubernetes/kube-env",
    source: "kubernetes/kubernetes, cluster/gce/gci/configure.sh",
  },
]

export function detectOwners(machine: ReadingMachine): readonly OwnerFact[] {
  const found = new Map<OwnerId, OwnerFact>()
  for (const { owner, path, says } of marks) {
    if (found.has(owner) || machine.inspect(path) === undefined) continue
    if (says !== undefined) {
      const file = toFileFact(machine.readFile(path))
      if (file.state !== "known" || !says.test(file.value.text)) continue
    }
    found.set(owner, known(owner, { kind: "file", path }))
  }
  for (const one of installed) {
    const path = found.has(one.owner) ? undefined : serviceOf(machine, one)
    if (path !== undefined) found.set(one.owner, known(one.owner, { kind: "file", path }))
  }
  return [...found.values()]
}
