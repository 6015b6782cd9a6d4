// How CRI-O is installed where it is not: where a distribution has it, or its project's repository is set up.
import { rows } from "../../model/since.ts"
import type { InstallPart } from "../install-part.ts"
import { packagesIn } from "../package-rows.ts"
import { archives } from "./tables/archives.ts"
import { packagesRows } from "./tables/packages.ts"

export const install: InstallPart = {
  packages: ({ id, idLike, versionId }) => packagesIn(packagesRows, [id, ...(idLike ?? [])], versionId),
  ownPackages: ["cri-o"],
  archives,
  fits: {
    goesWithMinor: true,
    needed: rows([
      {
        since: "1.0",
        value: { release: "1.24", isPlanned: false },
        source: "cri-o 1.24 release notes: CRI v1; kubernetes changelog 1.26: v1alpha2 removed",
      },
    ]),
    // cri-o README.md, "Compatibility matrix: CRI-O and Kubernetes": the same minor.
    recommended: rows<readonly string[]>([{ since: "1.0", value: [], source: "cri-o README.md" }]),
  },
  dataDirectories: ["/var/lib/containers/storage"],
  elsewhere: "https://github.com/cri-o/packaging",
}
