// How containerd is installed where it is not.
import type { InstallPart } from "../install-part.ts"
import { packagesIn } from "../package-rows.ts"
import { fits } from "./tables/kubernetes.ts"
import { packagesRows, repositoryFor } from "./tables/packages.ts"

export const install: InstallPart = {
  packages: ({ id, idLike, versionId }) => packagesIn(packagesRows, [id, ...(idLike ?? [])], versionId),
  repositoryCommand: ({ id, idLike }) => repositoryFor([id, ...(idLike ?? [])]),
  fits,
  dataDirectories: ["/var/lib/containerd"],
  elsewhere: "https://github.com/containerd/containerd/blob/main/docs/getting-started.md",
}
