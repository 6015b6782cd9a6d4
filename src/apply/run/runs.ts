// The runs recorded on this node: read, and opened to go on with one. Reads only; making a run is in begin-run.ts.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Plan } from "../../model/plan.ts"
import type { LedgerRecord } from "../../model/run.ts"
import {
  type Ledger,
  openLedger,
  type RunRecord,
  type RunState,
  readLedger,
  runRecordOf,
  runStateOf,
} from "./ledger.ts"
import { runNumbers, runPaths } from "./state-directory.ts"

/** Room for a plan that replaces several files of the largest size that is read (4 MiB). In bytes. */
const longestPlan = 256 * 1024 * 1024

export interface RecordedRun {
  readonly number: number
  readonly plan: Plan
  readonly run: RunRecord
  readonly records: readonly LedgerRecord[]
  readonly state: RunState
}

/** A run that is being done, or being put in order. */
export interface OpenRun {
  readonly number: number
  readonly plan: Plan
  readonly run: RunRecord
  readonly ledger: Ledger
}

/** Undefined: there is no such run, or it never began. */
export function readRun(machine: ReadingMachine, number: number): RecordedRun | undefined {
  const paths = runPaths(number)
  const records = readLedger(machine, paths.ledger)
  const run = runRecordOf(records)
  const plan = run === undefined ? undefined : readPlan(machine, paths.plan)
  return run === undefined || plan === undefined
    ? undefined
    : { number, plan, run, records, state: runStateOf(records) }
}

/** Every run that began, oldest first. */
export function readRuns(machine: ReadingMachine): readonly RecordedRun[] {
  return runNumbers(machine).flatMap((number) => readRun(machine, number) ?? [])
}

export function openRun(machine: WritingMachine, { number, plan, run }: RecordedRun): OpenRun {
  return { number, plan, run, ledger: openLedger(machine, runPaths(number).ledger) }
}

/** The plan is on the disk, whole, before the ledger's first record is. */
function readPlan(machine: ReadingMachine, path: string): Plan | undefined {
  const read = machine.readFile(path, { maxBytes: longestPlan })
  if (read.state !== "read") return undefined
  try {
    return JSON.parse(new TextDecoder().decode(read.bytes)) as Plan
  } catch {
    return undefined
  }
}

/** Whether a run left the node as its plan asked, waiting for confirmation included. */
export function isApplied({ state }: RecordedRun): boolean {
  return state.state === "unconfirmed" || (state.state === "ended" && state.outcome === "applied")
}

/** Which run was put back by which later one. A run put back whose undoing was put back too counts as applied. */
export function undoneRuns(runs: readonly RecordedRun[]): ReadonlyMap<number, number> {
  const undone = new Map<number, number>()
  for (const one of runs.toReversed()) {
    if (one.run.undoes !== undefined && isApplied(one) && !undone.has(one.number)) {
      undone.set(one.run.undoes, one.number)
    }
  }
  return undone
}
