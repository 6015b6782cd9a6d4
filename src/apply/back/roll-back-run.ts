// `criadm rollback`: puts back what a finished run changed. The undoing is a plan and a run of its own, so it is
// judged, recorded, verified and, on a fault, taken back like any other, and it can be put back in its turn.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Change } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"
import type { Outcome } from "../../model/run.ts"
import { readVersion } from "../changes/file-version.ts"
import { isObservable, isOursOnceBegun, observedState } from "../changes/known.ts"
import type { ApplyContext, RunOptions } from "../context.ts"
import { doRun } from "../forward/do-run.ts"
import { findObstacle, notRoot } from "../forward/preconditions.ts"
import { hasRecord, lastMigration, migrationInTheWay } from "../migration/record.ts"
import { indicesOf } from "../run/ledger.ts"
import {
  damagedCopy,
  damagedFault,
  damagedRuns,
  isApplied,
  type RecordedRun,
  readRuns,
  undoneRuns,
} from "../run/runs.ts"
import { keptFile } from "../run/state-directory.ts"
import { refused, underLock } from "../run/under-lock.ts"
import { editedFiles } from "./edited-since.ts"
import { inversePlan } from "./inverse.ts"
import { type Recovered, recoverRun } from "./recover.ts"

/** `force`: files changed by hand since are overwritten; the run that does it keeps their text. */
export interface RollBackOptions extends RunOptions {
  readonly force: boolean
}

const command = "criadm rollback"

/** Without a number: the newest run that is applied, is no undoing itself, and has not been put back yet. */
export async function rollBackRun(
  context: ApplyContext,
  number: number | undefined,
  options: RollBackOptions,
): Promise<Outcome> {
  const { machine } = context
  const unfit = notRoot(machine, command) ?? migrationInTheWay(machine, options.migration?.number)
  if (unfit !== undefined) return refused(unfit)
  if (readRuns(machine).length === 0 && damagedRuns(machine).length === 0) return refused(nothingToRollBack(number))
  return underLock(context, options, async (recovered) => {
    const finished = putBackByRecovery(recovered, number)
    if (finished !== undefined) return finished
    const runs = readRuns(machine)
    const step = options.migration === undefined ? stepOfMigration(machine, runs, number) : undefined
    if (step !== undefined) return refused(step)
    const run = chooseRun(runs, number)
    const damaged = damageOf(machine, run, number)
    if (damaged !== undefined) return refused(damaged)
    if (run === undefined) return refused(nothingToRollBack(number))
    if (run.state.state === "unconfirmed") return asDone((await recoverRun(context, run, options)).outcome)
    const plan = inversePlan(run.number, run.plan, indicesOf(run.records, "begin", "forward"), run.run.answered ?? [])
    const obstacle = whyNot(machine, runs, run, options)
    if (obstacle !== undefined) return obstacle
    const undoing = fromHere(machine, plan)
    const moved = await findObstacle(context, undoing, options, command)
    if (moved !== undefined) return refused(moved)
    return notStartingOnOld(run, undoing, await doRun(context, undoing, options, run.number))
  })
}

/** The runtime refused the old file before anything was done: it says what to do with what the run has kept. */
function notStartingOnOld({ number, plan }: RecordedRun, undoing: Plan, outcome: Outcome): Outcome {
  const [judgement] = undoing.judgements
  const file = judgement?.files[0]?.path
  if (outcome.kind !== "refused" || judgement === undefined || file === undefined) return outcome
  const index = plan.changes.findIndex((change) => change.kind === "file" && change.path === file)
  const change = plan.changes[index]
  if (change?.kind !== "file") return outcome
  const { ran } = outcome.fault ?? {}
  const args = { run: number, runtime: judgement.component, file, kept: keptFile(number, index, change.realPath) }
  return { ...outcome, fault: { code: "old-file-refused", args, ...(ran === undefined ? {} : { ran }) } }
}

/** Asked to roll back, and an unfinished run was rolled back on the way in: that is what was asked for. */
function putBackByRecovery(recovered: Recovered | undefined, number: number | undefined): Outcome | undefined {
  if (recovered?.direction !== "back") return undefined
  return number === undefined || number === recovered.outcome.run ? asDone(recovered.outcome) : undefined
}

function asDone(outcome: Outcome): Outcome {
  return outcome.kind === "rolled-back" ? { ...outcome, kind: "applied" } : outcome
}

/** A step alone would leave a node that nobody asked for: a kubelet stopped again, say. */
function stepOfMigration(
  machine: ReadingMachine,
  runs: readonly RecordedRun[],
  number: number | undefined,
): Fault | undefined {
  const last = lastMigration(machine)
  if (!last.ok) return last.fault
  const undone = undoneRuns(runs)
  const newest = runs.findLast((run) => isApplied(run) && !undone.has(run.number) && run.run.undoes === undefined)
  const isOfLast = last.value?.ended === "done" && newest?.run.migration?.number === last.value.number
  const meant = number === undefined ? (isOfLast ? newest : undefined) : runs.find((run) => run.number === number)
  if (meant?.run.migration === undefined || !hasRecord(machine, meant.run.migration.number)) return undefined
  return { code: "run-of-migration", args: { run: meant.number, step: meant.run.migration.step } }
}

function chooseRun(runs: readonly RecordedRun[], number: number | undefined): RecordedRun | undefined {
  const undone = undoneRuns(runs)
  const applied = runs.filter((run) => isApplied(run) && !undone.has(run.number))
  const isWhole = ({ run }: RecordedRun) => run.undoes === undefined && run.migration === undefined
  if (number === undefined) return applied.findLast(isWhole)
  return applied.find((run) => run.number === number)
}

/** The run asked for, or without a number a newer one than `run`: then it is not known which one is meant. */
function damageOf(
  machine: ReadingMachine,
  run: RecordedRun | undefined,
  number: number | undefined,
): Fault | undefined {
  const isMeant = (one: number) => (number === undefined ? one > (run?.number ?? 0) : one === number)
  const damaged = damagedRuns(machine).findLast((one) => isMeant(one.number))
  if (damaged !== undefined) return damagedFault(damaged)
  const copy = run === undefined ? undefined : damagedCopy(machine, run)
  return run === undefined || copy === undefined ? undefined : damagedFault({ number: run.number, file: copy })
}

function nothingToRollBack(number: number | undefined): Fault {
  return number === undefined
    ? { code: "nothing-to-roll-back", args: {} }
    : { code: "no-such-run", args: { run: number } }
}

function whyNot(
  machine: ReadingMachine,
  runs: readonly RecordedRun[],
  run: RecordedRun,
  { force }: RollBackOptions,
): Outcome | undefined {
  const newer = runsOnTop(runs, run)
  if (newer.length > 0) {
    return refused({ code: "newer-runs", args: { run: run.number, newer: newer.map(String) } })
  }
  const edited = editedFiles(machine, fileChangesOf(run.plan))
  if (edited.length === 0 || force) return undefined
  const args = { run: run.number, files: edited.map((file) => file.path) }
  return { ...refused({ code: "edited-since", args }), edited }
}

/** Newer runs, still in effect, that touch a file of this run. A newer run together with its undoing counts as none. */
function runsOnTop(runs: readonly RecordedRun[], { number, plan }: RecordedRun): readonly number[] {
  const undone = undoneRuns(runs)
  const files = new Set(pathsOf(plan))
  return runs
    .filter((one) => one.number > number && isApplied(one) && !undone.has(one.number))
    .filter((one) => one.run.undoes === undefined || one.run.undoes < number)
    .filter((one) => pathsOf(one.plan).some((path) => files.has(path)))
    .map((one) => one.number)
}

/** Of every file that it writes, places or replaces. */
function pathsOf({ changes }: Plan): readonly string[] {
  return changes.flatMap((change) => {
    if (change.kind === "file") return [change.realPath]
    if (change.kind === "tree") return change.files.map(({ path }) => path)
    return change.kind === "exchange" ? [...change.files, ...change.replaced].map(({ path }) => path) : []
  })
}

function fileChangesOf({ changes }: Plan) {
  return changes.filter((change) => change.kind === "file")
}

/**
 * The plan from where the node really stands: what already is as it was needs no change, and a file changed by hand
 * is replaced as it is now, so that this run can be put back too. A value of the kernel that somebody has set to a
 * third one since stays theirs.
 */
function fromHere(machine: ReadingMachine, plan: Plan): Plan {
  return { ...plan, changes: plan.changes.flatMap((change): readonly Change[] => changeFromHere(machine, change)) }
}

function changeFromHere(machine: ReadingMachine, change: Change): readonly Change[] {
  if (change.kind === "service" || change.kind === "image") return [change]
  if (!isObservable(change)) return []
  const state = observedState(machine, change)
  if (state === "after") return []
  // Some of the packages were removed by somebody since; the rest is still ours.
  if (state === "before" || isOursOnceBegun(change)) return [change]
  const now = change.kind === "file" ? readVersion(machine, change.realPath) : undefined
  return change.kind === "file" && now !== undefined ? [{ ...change, before: now }] : []
}
