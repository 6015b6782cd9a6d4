// Installs the packages of a plan with their services held back, or, on the way back, removes exactly these. Either may
// be done again after a kill at any instant: what is there already, or gone already, is no fault.
import { ranOf, succeeded } from "../../machine/programs/program-end.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { PackagesChange } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { InitSystemId } from "../../model/service.ts"
import { forgetCache, makeCache } from "../../packages/cache.ts"
import { forgetEnabled } from "../../packages/enabled.ts"
import { packageManagers } from "../../packages/known.ts"
import type { LockHolder, PackageManager } from "../../packages/package-manager.ts"
import { type ApplyContext, initSystemOf } from "../context.ts"
import { faultOf } from "./act-fault.ts"
import { type ChangeKind, lookingAtInstalled, withRemoval } from "./change-kind.ts"

/** Between two looks at the package manager's lock. */
const lookAgainMilliseconds = 250

/**
 * On the way back there is no giving up soon: the package manager that we started may still be at work after criadm was
 * killed, and so may another one. An editor's choice, in seconds.
 */
const backLockSeconds = 600

/** Half of them there, or one of them half installed: "some". */
const looking = lookingAtInstalled<PackagesChange>((machine, change) => {
  const states = packageManagerOf(change)?.states(machine, change.packages) ?? []
  if (states.length === 0) return "some"
  if (states.every((state) => state === "installed")) return "all"
  return states.every((state) => state === "absent") ? "none" : "some"
})

export const packages: ChangeKind<PackagesChange> = {
  async perform(context, change, { initSystem: id }) {
    const manager = packageManagerOf(change)
    if (manager === undefined) return { code: "no-package-manager", args: { manager: change.manager } }
    return change.remove === undefined ? install(context, id, manager, change) : remove(context, id, manager, change)
  },
  inverse: withRemoval,
  stepBack: ({ remove: isRemoval }) => (isRemoval === true ? "removed" : "installed"),
  looking,
  subject: ({ requested }) => requested.join(" "),
  byHand(change) {
    const manager = packageManagerOf(change)
    const names = change.packages.map(({ name }) => name)
    const command = change.remove === true ? manager?.installCommand(names) : manager?.removeCommand(names)
    return command === undefined ? [] : [command]
  },
}

export function packageManagerOf({ manager: id }: PackagesChange): PackageManager | undefined {
  return packageManagers.find((manager) => manager.id === id)
}

/** A configuration file that was edited is moved aside with its package: it belongs to whoever wrote it. */
async function putBackSaved(machine: WritingMachine, path: string, saved: string | undefined): Promise<void> {
  if (saved === undefined || machine.inspect(path) !== undefined || machine.inspect(saved) === undefined) return
  await machine.act({ argv: ["mv", "-T", saved, path], timeoutSeconds: 60 })
}

/** Undefined: it is free, or became free in time. */
export async function waitForPackageLock(
  { machine }: ApplyContext,
  manager: PackageManager,
  seconds: number,
): Promise<Fault | undefined> {
  const deadline = machine.sinceBoot() + seconds * 1000
  for (;;) {
    const holder = manager.lockHolder(machine)
    if (holder === undefined) return undefined
    if (machine.sinceBoot() >= deadline) return lockedBy(holder)
    await machine.pause(lookAgainMilliseconds)
  }
}

function lockedBy({ pid, program }: LockHolder): Fault {
  return { code: "packages-locked", args: { pid, program } }
}

async function install(
  context: ApplyContext,
  id: InitSystemId,
  manager: PackageManager,
  change: PackagesChange,
): Promise<Fault | undefined> {
  const { machine } = context
  const unmade = faultOf(makeCache(machine))
  if (unmade !== undefined) return unmade
  manager.hold(machine)
  const ran = await manager.install(machine, change, change.archives)
  manager.letGo(machine)
  const isThere = manager.states(machine, change.packages).every((state) => state === "installed")
  if (ran.state === "not-possible" && ran.why === "changed") {
    return { code: "packages-moved", args: { packages: change.requested } }
  }
  if (!succeeded(ran) || !isThere) return notInstalled(change, ran)
  if (change.main !== undefined && !manager.enablesServices) {
    const enabled = await initSystemOf(context, id)?.setEnabled?.(machine, change.main, true)
    if (enabled !== undefined && !succeeded(enabled)) return notInstalled(change, enabled)
  }
  await forgetCache(machine)
  return undefined
}

function notInstalled({ requested }: PackagesChange, ran: Parameters<typeof ranOf>[0]): Fault {
  return { code: "packages-not-installed", args: { packages: requested }, ran: ranOf(ran) }
}

async function remove(
  context: ApplyContext,
  id: InitSystemId,
  manager: PackageManager,
  change: PackagesChange,
): Promise<Fault | undefined> {
  const { machine } = context
  const locked = await waitForPackageLock(context, manager, backLockSeconds)
  if (locked !== undefined) return locked
  manager.letGo(machine)
  await manager.settle?.(machine, change.packages)
  const initSystem = initSystemOf(context, id)
  for (const service of change.services) {
    const state = (await initSystem?.service(machine, service))?.state
    if (state === "active" || state === "failed") await initSystem?.act(machine, service, "stop")
  }
  if (change.main !== undefined && !manager.enablesServices) {
    await initSystem?.setEnabled?.(machine, change.main, false)
  }
  const states = manager.states(machine, change.packages)
  const there = change.packages.filter((_, index) => states[index] !== "absent")
  // Where archives are still there the installation was cut off, and may have left more than the record has.
  const isCutOff = machine.inspect(change.archives) !== undefined
  if (there.length > 0 || (isCutOff && !manager.recordsFirst)) {
    const ran = await manager.remove(machine, change.packages, change.services, change.archives)
    const left = manager.states(machine, change.packages).some((state) => state !== "absent")
    if (!succeeded(ran) || left) {
      return { code: "packages-not-removed", args: { packages: there.map(({ name }) => name) }, ran: ranOf(ran) }
    }
    // Triggers of others that were kept waiting. What else is not finished on this node was so before.
    await manager.finish(machine)
  }
  await forgetEnabled(machine, change.services)
  const files = [...change.configuration, ...change.kept].filter((one) => !one.endsWith("/"))
  for (const path of files) await putBackSaved(machine, path, manager.savedAs?.(path))
  for (const path of files.flatMap(manager.leftBeside)) machine.removeFile(path)
  await forgetCache(machine)
  return undefined
}
