// Which of several sets of packages is installed, in which version: the first that this node's sources really have, and
// whose release can be used.

import type { ReadingMachine } from "../machine/reading.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import { releaseOfPackage } from "../model/packages.ts"
import type { Offer, PackageManager, Transaction } from "./package-manager.ts"

export interface PackageRequest {
  /** Id of the runtime. */
  readonly component: string
  /** In the order in which they are preferred; the first package of a set is the runtime itself. */
  readonly sets: readonly (readonly string[])[]
  /** "2.3": the newest of that series. "2.3.4": exactly this release. Absent: what the package manager prefers. */
  readonly release?: string
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
    const [main = "", ...others] = set
    const offers = await manager.offers(machine, main)
    if (offers.length === 0) continue
    offered.push(...offers.map(({ version }) => releaseOfPackage(version)))
    const version = request.release === undefined ? undefined : newestOf(offers, request.release)?.version
    if (request.release !== undefined && version === undefined) continue
    const wanted = [{ name: main, ...(version === undefined ? {} : { version }) }, ...others.map((name) => ({ name }))]
    const tried = await tryOut(machine, manager, request, main, wanted)
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
    (request.sets[0] ?? []).map((name) => ({ name })),
  )
  if (resolved.ok) return ok({ ...resolved.value, release: "" })
  const { fault } = resolved
  if (fault.code !== "packages-not-offered" || request.repositoryCommand === undefined) return resolved
  return failed({ ...fault, args: { ...fault.args, command: request.repositoryCommand } })
}

async function tryOut(
  machine: ReadingMachine,
  manager: PackageManager,
  request: PackageRequest,
  main: string,
  wanted: Parameters<PackageManager["resolve"]>[1],
): Promise<Result<ChosenPackages>> {
  const resolved = await manager.resolve(machine, wanted)
  if (!resolved.ok) return resolved
  const version = resolved.value.packages.find(({ name }) => name === main)?.version ?? ""
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
