// How containerd is installed where it is not.
import type { InstallPart } from "../install-part.ts"
import { packagesIn } from "../package-rows.ts"
import { packageNames } from "./programs.ts"
import { archives } from "./tables/archives.ts"
import { fits } from "./tables/kubernetes.ts"
import { packagesRows, repositoryFor } from "./tables/packages.ts"

export const install: InstallPart = {
  packages: ({ id, idLike, versionId }) => packagesIn(packagesRows, [id, ...(idLike ?? [])], versionId),
  repositoryCommand: ({ id, idLike }) => repositoryFor([id, ...(idLike ?? [])]),
  ownPackages: packageNames,
  archives,
  fits,
  /** The second: containerd plugins/services/opt, whose default path it makes when it starts. */
  dataDirectories: ["/var/lib/containerd", "/opt/containerd"],
  elsewhere: "https://github.com/containerd/containerd/blob/main/docs/getting-started.md",
}
