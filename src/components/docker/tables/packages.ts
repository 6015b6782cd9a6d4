// Which packages of a distribution make a Docker Engine. None of these brings cri-dockerd.
import type { PackagesRow } from "../../package-rows.ts"

export const packagesRows: readonly PackagesRow[] = [
  {
    id: /^(?:debian|ubuntu)$/,
    packages: [["docker.io"], ["docker-ce"]],
    source: "packages.debian.org/docker.io, packages.ubuntu.com/docker.io; docs.docker.com/engine/install/debian",
  },
  {
    id: /^fedora$/,
    packages: [["moby-engine"], ["docker-ce"]],
    source: "packages.fedoraproject.org/pkgs/moby-engine; docs.docker.com/engine/install/fedora",
  },
  { id: /^amzn$/, packages: [["docker"]], source: "docs.aws.amazon.com, linux/al2023/release-notes" },
  {
    id: /^(?:rhel|centos|rocky|almalinux|ol|anolis)$/,
    packages: [["docker-ce"]],
    source: "docs.docker.com/engine/install/rhel; AppStream has podman only",
  },
  { id: /^openEuler$/, packages: [["docker-engine"], ["docker-ce"]], source: "gitee.com/src-openeuler/docker" },
  {
    id: /^(?:opensuse.*|suse|sles|sled|arch|archlinux|manjaro)$/,
    packages: [["docker"]],
    source: "software.opensuse.org/package/docker; archlinux.org/packages/extra/x86_64/docker",
  },
  {
    id: /^alpine$/,
    packages: [["docker-engine", "docker-openrc"]],
    source: "pkgs.alpinelinux.org, community, 3.23: docker-engine",
  },
]
