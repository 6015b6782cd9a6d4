// How cri-dockerd is installed beside a Docker Engine that has none. No distribution that is known here packages it.
import { rows } from "../../model/since.ts"
import type { InstallPart } from "../install-part.ts"
import { archives } from "./tables/archives.ts"

export const install: InstallPart = {
  packages: () => undefined,
  ownPackages: ["cri-dockerd"],
  archives,
  fits: {
    servesEveryMinor: true,
    needed: rows([
      {
        since: "1.0",
        value: { release: "0.3.0", isPlanned: false },
        source: "cri-dockerd, release notes of 0.3.0: CRI v1; kubernetes changelog 1.26: v1alpha2 removed",
      },
    ]),
    recommended: rows<readonly string[]>([
      { since: "1.0", value: [], source: "cri-dockerd names no Kubernetes releases" },
    ]),
  },
  dataDirectories: ["/var/lib/cri-dockerd"],
  elsewhere: "https://github.com/Mirantis/cri-dockerd/releases",
}
