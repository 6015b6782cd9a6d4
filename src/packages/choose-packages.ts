// Which of several sets of packages is installed, in which version: the first that this node's sources really have, and
// whose release can be used.

import type { ReadingMachine } from "../machine/reading.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import { releaseOfPackage } from "../model/install/packages.ts"
import type { Offer, PackageManager, Transaction } from "./package-manager.ts"

export interface PackageRequest {
  /** Id of the runtime. */
  readonly component: string
  /** In the order in which they are preferred; the first package of a set is the runtime itself. */
  readonly sets: readonly (readonly string[])[]
  /** "2.3": the newest of that series. "2.3.4": exactly this release. Absent: what the package manager prefers. */
  readonly release?: string
  /** A page that says where else its releases come from. */
  readonly elsewhere: string
  /** What sets up a repository that has it, where the distribution's own have not; absent: they have. */
  readonly repositoryCommand?: string
  /** Why a release cannot be used. */
  unfit(release: string): Fault | undefined
}

export interface ChosenPackages extends Transaction {
  /** "1.7.24", of the runtime itself. */
  readonly release: string
}

export async function choosePackages(
  machine: ReadingMachine,
  manager: PackageManager,
  request: PackageRequest,
): Promise<Result<ChosenPackages>> {
  const faults: Fault[] = []
  const offered: string[] = []
  for (const set of request.sets) {
    const [main = "", ...rest] = set
    const offers = await manager.offers(machine, main)
    if (offers.length === 0) continue
    offered.push(...offers.map(({ version }) => releaseOfPackage(version)))
    const version = request.release === undefined ? undefined : newestOf(offers, request.release)?.version
    if (request.release !== undefined && version === undefined) continue
    const needed = rest.filter((name) => !name.endsWith("?"))
    const more: string[] = []
    for (const name of rest.filter((word) => word.endsWith("?")).map((word) => word.slice(0, -1))) {
      if ((await manager.offers(machine, name)).length > 0) more.push(name)
    }
    const pinned = { name: main, ...(version === undefined ? {} : { version }) }
    const asked = (names: readonly string[]) => [pinned, ...names.map((name) => ({ name }))]
    // What is only good to have stands in nothing's way: it may be there already, in another version.
    const whole = more.length === 0 ? undefined : await tryOut(machine, manager, request, asked([...needed, ...more]))
    const tried = whole?.ok === true ? whole : await tryOut(machine, manager, request, asked(needed))
    if (tried.ok) return tried
    faults.push(tried.fault)
  }
  const [first] = faults
  if (first !== undefined) return failed(first)
  if (offered.length > 0) {
    const { component: runtime, release = "" } = request
    return failed({ code: "release-not-offered", args: { runtime, release, offered: [...new Set(offered)] } })
  }
  // The package manager says best why not.
  const resolved = await manager.resolve(
    machine,
    (request.sets[0] ?? []).filter((name) => !name.endsWith("?")).map((name) => ({ name })),
  )
  if (resolved.ok) return ok({ ...resolved.value, release: "" })
  const { fault } = resolved
  if (fault.code !== "packages-not-offered") return resolved
  const command = request.repositoryCommand ?? fault.args.command
  return failed({ ...fault, args: { ...fault.args, command, elsewhere: request.elsewhere } })
}

async function tryOut(
  machine: ReadingMachine,
  manager: PackageManager,
  request: PackageRequest,
  wanted: Parameters<PackageManager["resolve"]>[1],
): Promise<Result<ChosenPackages>> {
  const resolved = await manager.resolve(machine, wanted)
  if (!resolved.ok) return resolved
  const version = resolved.value.packages.find(({ name }) => name === wanted[0]?.name)?.version ?? ""
  const release = releaseOfPackage(version)
  const unfit = request.unfit(release)
  return unfit === undefined ? ok({ ...resolved.value, release }) : failed(unfit)
}

/** Offers are newest first. */
function newestOf(offers: readonly Offer[], wanted: string): Offer | undefined {
  return offers.find(({ version }) => {
    const release = releaseOfPackage(version)
    return release === wanted || release.startsWith(`${wanted}.`)
  })
}
