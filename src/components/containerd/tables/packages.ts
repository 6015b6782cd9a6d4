// Which packages of a distribution make a containerd that Kubernetes can use: it, its OCI runtime, and the CNI plugins
// where the distribution's own configuration file looks for them. The first row that fits counts.
import type { PackageSet } from "../../install-part.ts"
import type { PackagesRow } from "../../package-rows.ts"

/** Docker's repository has containerd with runc in one package, and no CNI plugins. */
const ofDocker = (...plugins: readonly string[]): PackageSet => ["containerd.io", ...plugins]

export const packagesRows: readonly PackagesRow[] = [
  {
    id: /^ubuntu$/,
    from: "26.04",
    packages: [
      ["containerd-stable", "runc-stable", "containernetworking-plugins"],
      ofDocker("containernetworking-plugins"),
    ],
    source: "packages.ubuntu.com/resolute/all/containerd, read 2026-11",
  },
  {
    id: /^(?:debian|ubuntu)$/,
    packages: [
      ["containerd", "runc", "containernetworking-plugins", "cri-tools?"],
      ofDocker("containernetworking-plugins", "cri-tools?"),
    ],
    source:
      "packages.debian.org/containerd, packages.ubuntu.com/noble/containerd; apt-cache madison of Debian 11 to 14, 2026-11",
  },
  {
    id: /^fedora$/,
    packages: [["containerd", "runc", "containernetworking-plugins"], ofDocker("containernetworking-plugins")],
    source: "packages.fedoraproject.org/pkgs/containerd; docs.docker.com/engine/install/fedora, read 2026-11",
  },
  {
    id: /^amzn$/,
    packages: [["containerd", "runc"]],
    source: "awslabs/amazon-eks-ami, templates/al2023/provisioners/install-worker.sh; CNI plugins come from elsewhere",
  },
  // Their own repositories have runc and the plugins, and no containerd.
  {
    id: /^(?:rhel|centos|rocky|almalinux|ol|anolis)$/,
    packages: [ofDocker("containernetworking-plugins")],
    source: "docs.docker.com/engine/install/rhel, /centos; AppStream of RHEL 8 to 10, read 2026-11",
  },
  {
    id: /^openEuler$/,
    packages: [["containerd", "runc"], ofDocker()],
    source: "gitee.com/src-openeuler/containerd; kubespray, roles/container-engine/docker/vars/kylin.yml",
  },
  {
    id: /^(?:opensuse.*|suse|sles|sled)$/,
    packages: [["containerd", "runc", "cni-plugins", "cri-tools?"]],
    source: "software.opensuse.org/package/containerd, /cni-plugins, read 2026-11",
  },
  {
    id: /^(?:arch|archlinux|manjaro)$/,
    packages: [["containerd", "runc", "cni-plugins", "crictl?"]],
    source: "archlinux.org/packages/extra/x86_64/containerd, /cni-plugins, read 2026-11",
  },
  {
    id: /^alpine$/,
    packages: [["containerd", "containerd-openrc", "runc", "cni-plugins", "cri-tools?"]],
    source: "pkgs.alpinelinux.org, community, 3.22 to 3.24, read 2026-11",
  },
]

/** Undefined: the distribution's own repositories have it. */
export function repositoryFor(ids: readonly string[]): string | undefined {
  const [id] = ids.filter((one) => packagesRows.some((row) => row.id.test(one)))
  if (id === undefined || !/^(?:rhel|centos|rocky|almalinux|ol|anolis)$/.test(id)) return undefined
  const place = id === "centos" ? "centos" : "rhel"
  return `dnf config-manager --add-repo https://download.docker.com/linux/${place}/docker-ce.repo`
}
