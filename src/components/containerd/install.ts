// How containerd is installed where it is not: which packages, and which releases are of no use.
import type { OsFacts } from "../../model/facts/node-facts.ts"
import type { Fault } from "../../model/fault.ts"
import type { OfferedPackage } from "../../model/packages.ts"
import { parseVersion } from "../../model/version.ts"
import type { InstallPart } from "../install-part.ts"
import { packagesFor } from "./tables/packages.ts"
import { releaseOf } from "./tables/releases.ts"

export const install: InstallPart = {
  packages: (os: OsFacts) => packagesFor([os.id, ...(os.idLike ?? [])], os.versionId),

  /** CRI v1 came with containerd 1.6; the kubelet has spoken nothing else since 1.26. */
  unfit(packages: readonly OfferedPackage[]): Fault | undefined {
    const [main] = packages.filter(({ name }) => name.startsWith("containerd"))
    const version = parseVersion((main?.version ?? "").replace(/^\d+:/, ""))?.text
    const release = version === undefined ? undefined : releaseOf(version, "linux")
    if (main === undefined || release?.criVersion === "v1") return undefined
    const args = { runtime: "containerd", version: version ?? main.version, needed: "1.6" }
    return { code: "release-too-old", args }
  },
}
