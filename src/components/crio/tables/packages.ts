// Which packages make a CRI-O: of distributions that have it, and of its project's repository under the same name.
import type { PackagesRow } from "../../package-rows.ts"

const project = "cri-o/packaging README.md: one repository per minor, for apt and for dnf"

export const packagesRows: readonly PackagesRow[] = [
  { id: /^(?:debian|ubuntu)$/, packages: [["cri-o"]], source: project },
  {
    id: /^(?:rhel|centos|rocky|almalinux|ol|fedora|amzn|openEuler|anolis)$/,
    packages: [["cri-o"]],
    source: `${project}; Fedora's own are named by minor, docs.fedoraproject.org, using-kubernetes-cri-o`,
  },
  {
    id: /^(?:opensuse.*|suse|sles|sled)$/,
    packages: [["cri-o", "cni-plugins"]],
    source: "software.opensuse.org/package/cri-o",
  },
  {
    id: /^(?:arch|archlinux|manjaro)$/,
    packages: [["cri-o", "cni-plugins"]],
    source: "archlinux.org/packages/extra/x86_64/cri-o",
  },
  {
    id: /^alpine$/,
    packages: [["cri-o", "cri-o-openrc", "cni-plugins"]],
    source: "pkgs.alpinelinux.org, community, 3.23: cri-o 1.34",
  },
]
