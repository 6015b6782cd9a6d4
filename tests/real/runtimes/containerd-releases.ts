// Every containerd that there is to try a configuration on: Debian's, and newer ones that are built from their modules.

import { whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { type Release, releases } from "../support/packages.ts"

const fromModules: readonly Release[] = ["2.2.9", "2.3.7", "2.4.2"].map((version) => ({
  suite: "forky",
  version,
  isUsrMerged: true,
  statusShowsOptions: true,
  peer: `containerd-${version.replace(/\.\d+$/, "")}`,
}))

/** Oldest first; those that are not built yet are left out, and said. */
export function triedReleases(): readonly Release[] {
  const there = fromModules.filter(({ version, peer = "" }) => {
    const reason = whyNoPeer({ [peer]: ["containerd", "containerd-shim-runc-v2", "ctr"] })
    if (reason !== undefined) say(`skipped: containerd ${version}: ${reason}`)
    return reason === undefined
  })
  return [...releases, ...there]
}
