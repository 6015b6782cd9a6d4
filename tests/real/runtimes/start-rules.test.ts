// The rules outside CRI's tables, asked of the containerd releases that Debian ships and of newer ones that are built from
// their modules: each configuration of tests/components/containerd/cases/start-rules.json ends the daemon, leaves CRI out
// or does neither, as it says there. Of a built release every eighth; all of them with CRIADM_CAMPAIGN=1.
import { expect, setDefaultTimeout, test } from "bun:test"
import rules from "../../components/containerd/cases/start-rules.json" with { type: "json" }
import { needsOfPackages, type Release } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { containerdNode } from "./containerd-daemon.ts"
import { triedReleases } from "./containerd-releases.ts"
import { criOf } from "./effective.ts"

/** Fetching packages on a slow network, then a hundred starts of a daemon. */
setDefaultTimeout(15 * 60 * 1000)

interface StartRule {
  readonly config: string
  readonly seen: Readonly<Record<string, string>>
}

const all = Object.entries(rules as Readonly<Record<string, StartRule>>)

describeReal("containerd with values outside CRI's tables", needsOfPackages, () => {
  // No rule was seen on 1.4.
  for (const [index, release] of triedReleases().slice(1).entries()) {
    const isWhole = release.peer === undefined || process.env["CRIADM_CAMPAIGN"] === "1"
    const told = all.filter(([, { seen }]) => release.version in seen)
    // Another share of each.
    const known = isWhole ? told : told.filter((_, at) => at % 8 === index)
    test(`${release.version} does as ${known.length} rules say`, async () => {
      const wrong: string[] = []
      // The first alone: it lays the release's tree out for all.
      for (let at = 0, count = 1; at < known.length; at += count, count = 4) {
        const some = known.slice(at, at + count)
        const outcomes = await Promise.all(
          some.map(([, { config, seen }]) => outcomeOf(release, config, seen[release.version] === "exits")),
        )
        for (const [index, [name, { seen }]] of some.entries()) {
          if (seen[release.version] !== outcomes[index]) wrong.push(`${name}: ${outcomes[index]}`)
        }
      }

      expect(wrong).toEqual([])
    })
  }
})

/** A daemon that shall end and has not by then stays. In milliseconds, on a busy machine. */
const patience = 20_000

async function outcomeOf(release: Release, config: string, shallEnd: boolean): Promise<string> {
  const node = await containerdNode(release, { "/etc/containerd/config.toml": Buffer.from(config) })
  try {
    const daemon = await node.start()
    if (daemon.state === "ended") return "exits"
    try {
      const served = (await criOf(daemon.sockets())) !== undefined
      // The streaming server of CRI ends the daemon a moment after its start, which may have answered by then.
      if (shallEnd)
        return await Promise.race([daemon.ended.then(() => "exits"), Bun.sleep(patience).then(() => "stays")])
      return served ? "cri" : "no-cri"
    } finally {
      await daemon.stop()
    }
  } finally {
    node.remove()
  }
}
