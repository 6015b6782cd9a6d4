// How Docker Engine is installed where it is not. It serves no CRI by itself: cri-dockerd does, which few distributions have.
import { rows } from "../../model/since.ts"
import type { InstallPart } from "../install-part.ts"
import { packagesIn } from "../package-rows.ts"
import { packagesRows } from "./tables/packages.ts"

export const install: InstallPart = {
  packages: ({ id, idLike, versionId }) => packagesIn(packagesRows, [id, ...(idLike ?? [])], versionId),
  ownPackages: ["docker-ce", "docker.io", "moby-engine"],
  fits: {
    needed: rows([
      {
        since: "1.0",
        value: { release: "20.10", isPlanned: false },
        source: "Docker Engine 20.10 release notes: cgroup v2; Mirantis/cri-dockerd README.md",
      },
    ]),
    recommended: rows<readonly string[]>([{ since: "1.0", value: [], source: "Docker names no Kubernetes releases" }]),
  },
  dataDirectories: ["/var/lib/docker", "/var/lib/containerd"],
  elsewhere: "https://docs.docker.com/engine/install/",
}
