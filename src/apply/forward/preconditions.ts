// Whether a plan may be begun on this node as it is now. Looks only; whatever it refuses, nothing was touched.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Change, FileChange, PackagesChange, TreeFile } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"
import { cacheDirectory } from "../../packages/cache.ts"
import { type Difference, readHash } from "../changes/file-version.ts"
import { isObservable, subjectOf, whatMoved } from "../changes/known.ts"
import { packageManagerOf, waitForPackageLock } from "../changes/packages.ts"
import { type ApplyContext, initSystemOf, type RunOptions } from "../context.ts"
import { findExposed } from "./exposed.ts"
import { podsThatWouldEnd, runningPods } from "./running-pods.ts"

/** Undefined: it may. `command` is what the person typed, for the sentence. */
export async function findObstacle(
  context: ApplyContext,
  plan: Plan,
  options: Pick<RunOptions, "allowRunningPods" | "lockTimeoutSeconds">,
  command: string,
): Promise<Fault | undefined> {
  const { machine } = context
  return (
    notRoot(machine, command) ??
    findMovedFile(machine, plan) ??
    findExposed(machine, plan) ??
    findUnfitPlace(machine, plan.changes) ??
    findMissingContents(machine, plan) ??
    findUnknownService(context, plan) ??
    (options.allowRunningPods
      ? undefined
      : ((await runningPods(context, plan)) ?? (await podsThatWouldEnd(context, plan)))) ??
    (await findLockedPackages(context, plan, options.lockTimeoutSeconds))
  )
}

/** With --root the tree may belong to the person; the kernel says so at the first act if it does not. */
export function notRoot(machine: ReadingMachine, command: string): Fault | undefined {
  return machine.isLive && machine.uid !== 0 ? { code: "not-root", args: { command } } : undefined
}

/** A file that the plan read or changes and that is not what it was. */
export function findMovedFile(machine: ReadingMachine, plan: Plan): Fault | undefined {
  for (const { path, hash } of plan.readings) {
    const what = differenceOfHash(hash, readHash(machine, path))
    if (what !== undefined) return { code: "node-changed", args: { file: path, what } }
  }
  for (const change of plan.changes) {
    const what = isObservable(change) ? whatMoved(machine, change) : undefined
    if (what !== undefined) return { code: "node-changed", args: { file: subjectOf(change), what } }
  }
  return undefined
}

/** The same before a saved plan is made again: what criadm unpacks into its own cache comes anew with that. */
export function findMovedSince(machine: ReadingMachine, plan: Plan): Fault | undefined {
  const isUnpackedAgain = (change: Change) => change.kind === "image" && change.archive.startsWith(`${cacheDirectory}/`)
  return findMovedFile(machine, { ...plan, changes: plan.changes.filter((change) => !isUnpackedAgain(change)) })
}

function differenceOfHash(expected: string | null, found: string | null | undefined): Difference | undefined {
  if (found === expected) return undefined
  if (found === undefined) return "unreadable"
  if (expected === null) return "appeared"
  return found === null ? "gone" : "content"
}

/** Both would be met at the act itself; said here, the run is not even begun. */
function findUnfitPlace(machine: ReadingMachine, changes: readonly Change[]): Fault | undefined {
  for (const change of changes) {
    const fault = change.kind === "file" ? hardLinked(machine, change) : undefined
    if (fault !== undefined) return fault
  }
  return undefined
}

/** What was unpacked to be placed: gone when the run that placed it was long ago and is to be done once more. */
function findMissingContents(machine: ReadingMachine, { changes }: Plan): Fault | undefined {
  for (const change of changes) {
    const coming = comingFrom(change)
    const missing = coming?.files.find(({ path }) => machine.inspect(`${coming.below}${path}`) === undefined)
    if (missing !== undefined) return { code: "tree-not-placed", args: { path: missing.path } }
  }
  return undefined
}

/** Undefined: nothing is placed. */
function comingFrom(change: Change): { readonly files: readonly TreeFile[]; readonly below: string } | undefined {
  if (change.kind === "exchange") {
    const { back, replaced, kept, files, contents } = change
    return back === true ? { files: replaced, below: kept } : { files, below: contents }
  }
  if (change.kind !== "tree" || change.remove === true) return undefined
  return { files: change.files, below: change.contents }
}

function hardLinked(machine: ReadingMachine, { path, realPath }: FileChange): Fault | undefined {
  const links = machine.inspect(realPath)?.links ?? 1
  return links > 1 ? { code: "hard-linked", args: { file: path, links } } : undefined
}

/** Another package manager at work is waited for as long as another criadm would be. */
async function findLockedPackages(context: ApplyContext, plan: Plan, seconds: number): Promise<Fault | undefined> {
  const change = plan.changes.find(({ kind }) => kind === "packages") as PackagesChange | undefined
  const manager = change === undefined ? undefined : packageManagerOf(change)
  return manager === undefined ? undefined : waitForPackageLock(context, manager, seconds)
}

function findUnknownService(context: ApplyContext, plan: Plan): Fault | undefined {
  const change = plan.changes.find((one) => one.kind === "service")
  if (change === undefined || initSystemOf(context, plan.initSystem) !== undefined) return undefined
  return { code: "no-init-system", args: { service: subjectOf(change) } }
}
