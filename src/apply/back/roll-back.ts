// Takes a run back, whatever is left of it: asks the node where each begun change stands, and puts back only what is
// still ours. May be killed and run again at any instant, and says at the end whether the old state really runs.
import type { Change, ServiceChange } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { Progress } from "../../model/progress.ts"
import {
  inverse,
  isOursOnceBegun,
  type ObservableChange,
  observedState,
  perform,
  stepBackOf,
  subjectOf,
} from "../changes/known.ts"
import { type ApplyContext, initSystemOf } from "../context.ts"
import { waitHealthy } from "../forward/wait-healthy.ts"
import { indicesOf } from "../run/ledger.ts"
import type { OpenRun } from "../run/runs.ts"
import { isHalfWritten } from "./half-written.ts"
import { backwardOrder, inverseIn, oldState } from "./inverse.ts"
import { sweepBeside } from "./sweep.ts"

export interface RolledBack {
  /** Files that somebody else has changed since; they are left as they are. */
  readonly leftAlone: readonly string[]
  /** What could not be put back; empty: the node is as it was before. */
  readonly faults: readonly Fault[]
}

/** Init systems tell the time of a start in whole seconds, cut off. In milliseconds. */
const coarseness = 1000

type OnProgress = (progress: Progress) => void

/** A fault may pass by itself (EINTR, a full disk for a moment), so everything is tried this often. */
const attempts = 2

export async function rollBack(context: ApplyContext, run: OpenRun, onProgress: OnProgress): Promise<RolledBack> {
  onProgress({ event: "rolling-back" })
  const begun = indicesOf(run.ledger.records, "begin", "forward")
  const order = backwardOrder(run.plan.changes).filter((index) => begun.has(index))
  const files = order.filter((index) => !["service", "image"].includes(run.plan.changes[index]!.kind))
  const images = order.filter((index) => run.plan.changes[index]!.kind === "image")
  // A runtime that does not run now may do so when its old files are back.
  const imagesLeft = await putBackImages(context, run, images, onProgress)
  const { faults, leftAlone } = await putBackFiles(context, run, files, onProgress)
  // On files that are still the new ones a restart would only repeat what made us go back.
  if (faults.length > 0) return { leftAlone, faults }
  const services = await touchedServices(context, run, begun)
  const missing = await bringBackServices(context, run, services, onProgress)
  if (missing.length > 0) return { leftAlone, faults: missing }
  const still = await putBackImages(context, run, [...imagesLeft.keys()], onProgress)
  return { leftAlone, faults: [...still.values()] }
}

/**
 * By index: why an image is not taken out yet. One in a runtime that this run installed is of no use to anybody when
 * that is gone; it stays with the runtime's data, which an uninstalled runtime leaves.
 */
async function putBackImages(
  context: ApplyContext,
  run: OpenRun,
  indices: readonly number[],
  onProgress: OnProgress,
): Promise<ReadonlyMap<number, Fault>> {
  const { changes } = run.plan
  const left = new Map<number, Fault>()
  for (const index of indices) {
    if (indicesOf(run.ledger.records, "done", "back").has(index)) continue
    const change = changes[index]!
    const fault = await stepBack(context, run, index, change, onProgress)
    const isInstalledHere = changes.some((one) => one.component === change.component && stepBackOf(one) === "installed")
    if (fault !== undefined && !isInstalledHere) left.set(index, fault)
  }
  return left
}

/** A service that starts and dies may stay up the next time: it ran on these files before. */
async function bringBackServices(
  context: ApplyContext,
  run: OpenRun,
  services: readonly number[],
  onProgress: OnProgress,
): Promise<readonly Fault[]> {
  let missing: Fault | undefined
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const undone = await putBackServices(context, run, services, onProgress)
    if (undone.length > 0) return undone
    missing = await findMissing(context, run, services, onProgress)
    if (missing === undefined) return []
  }
  return missing === undefined ? [] : [missing]
}

async function putBackFiles(
  context: ApplyContext,
  run: OpenRun,
  indices: readonly number[],
  onProgress: OnProgress,
): Promise<RolledBack> {
  const leftAlone = new Set<string>()
  let faults: readonly Fault[] = []
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const met: Fault[] = []
    for (const index of indices) {
      const change = run.plan.changes[index] as ObservableChange
      const state = observedInRun(context, run, index, change)
      if (state === "other") leftAlone.add(subjectOf(change))
      const fault = state === "after" ? await stepBack(context, run, index, change, onProgress) : sweep(context, change)
      if (fault !== undefined) met.push(fault)
    }
    faults = met
    if (met.length === 0) break
  }
  return { leftAlone: [...leftAlone], faults }
}

function sweep({ machine }: ApplyContext, change: ObservableChange): Fault | undefined {
  return change.kind === "file" ? sweepBeside(machine, change.realPath) : undefined
}

/** A file caught in the middle of being written in place, by this change or by its undoing, is still ours. */
function observedInRun({ machine }: ApplyContext, run: OpenRun, index: number, change: ObservableChange) {
  const state = observedState(machine, change)
  // None was there before: what is there now is ours, and so is what held their services back.
  if (isOursOnceBegun(change)) {
    return indicesOf(run.ledger.records, "done", "back").has(index) ? "before" : "after"
  }
  if (state !== "other" || change.kind !== "file") return state
  const { records } = run.ledger
  const wasWriting = (["forward", "back"] as const).some(
    (direction) =>
      indicesOf(records, "begin", direction).has(index) && !indicesOf(records, "done", direction).has(index),
  )
  return wasWriting && isHalfWritten(machine, change) ? "after" : "other"
}

/** A ledger that cannot be written any more must not keep the node from going back; the node itself is asked anyway. */
async function stepBack(
  context: ApplyContext,
  { number, plan, ledger }: OpenRun,
  index: number,
  change: Change,
  onProgress: OnProgress,
): Promise<Fault | undefined> {
  const { machine } = context
  ledger.append({ record: "begin", index, direction: "back" })
  onProgress({ event: "change-began", index, change, direction: "back" })
  const started = machine.sinceBoot()
  const fault = await perform(context, inverseIn(number, index, change), { initSystem: plan.initSystem })
  if (fault !== undefined) return fault
  ledger.append({ record: "done", index, direction: "back" })
  onProgress({ event: "change-done", index, change, direction: "back", milliseconds: machine.sinceBoot() - started })
  return undefined
}

/**
 * Services we acted upon, and those that started by themselves on our files: after a power cut the next boot starts
 * them before anybody can recover.
 */
async function touchedServices(
  context: ApplyContext,
  { plan, run }: OpenRun,
  begun: ReadonlySet<number>,
): Promise<readonly number[]> {
  const { machine, processes } = context
  const initSystem = initSystemOf(context, plan.initSystem)
  if (begun.size === 0) return []
  const hasBootedSince = run.boot !== undefined && run.boot !== processes.self().boot
  const touched: number[] = []
  for (const [index, change] of plan.changes.entries()) {
    if (change.kind !== "service") continue
    const startedAt = begun.has(index) ? undefined : (await initSystem?.service(machine, change.service))?.startedAt
    const hasStartedSince = hasBootedSince || (startedAt !== undefined && startedAt >= run.at - coarseness)
    if (begun.has(index) || (change.wasActive && hasStartedSince)) touched.push(index)
  }
  return touched
}

async function putBackServices(
  context: ApplyContext,
  run: OpenRun,
  services: readonly number[],
  onProgress: OnProgress,
): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  for (const index of services) {
    let fault: Fault | undefined
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      fault = await stepBack(context, run, index, run.plan.changes[index]!, onProgress)
      if (fault === undefined) break
    }
    if (fault !== undefined) faults.push(fault)
  }
  return faults
}

async function findMissing(
  context: ApplyContext,
  { plan, run }: OpenRun,
  indices: readonly number[],
  onProgress: OnProgress,
): Promise<Fault | undefined> {
  if (indices.length === 0) return undefined
  const services = indices.map((index) => inverse(plan.changes[index]!) as ServiceChange)
  const { initSystem, timeoutSeconds } = plan
  const expectations = oldState({ ...plan, changes: services }, run.answered ?? [])
  const waited = await waitHealthy(context, { initSystem, services, expectations, timeoutSeconds }, undefined, {
    onProgress,
  })
  if (waited.is === "healthy") {
    for (const verified of waited.verified) onProgress({ event: "verified", verified })
  }
  if (waited.is !== "not-healthy") return undefined
  const missing = waited.missing.map(({ expectation }) =>
    expectation.kind === "service-active" ? expectation.service : expectation.component,
  )
  return { code: "old-state-missing", args: { missing } }
}
