// The runs recorded on this node: read, and opened to go on with one. Reads only; making a run is in begin-run.ts.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Fault } from "../../model/fault.ts"
import { sha256 } from "../../model/file-content.ts"
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
import { onceForBytes } from "./once-for-bytes.ts"
import { keptFile, runNumbers, runPaths } from "./state-directory.ts"

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

/** A run whose record is not what was written. Nothing is done from it. */
export interface DamagedRun {
  readonly number: number
  /** The file that is damaged. */
  readonly file: string
  /** When it began, in milliseconds since the epoch, where the ledger still tells. */
  readonly at: number | undefined
  /** Whether it had come to its end, so that nothing of it is under way. */
  readonly isOver: boolean
}

export function damagedFault({ number, file }: Pick<DamagedRun, "number" | "file">): Fault {
  const { directory } = runPaths(number)
  return { code: "run-damaged", args: { run: number, file, directory } }
}

/** Undefined: there is no such run, it never began, or its record is damaged. */
export function readRun(machine: ReadingMachine, number: number): RecordedRun | undefined {
  const read = lookAtRun(machine, number)
  return read !== undefined && "plan" in read ? read : undefined
}

/** Every run that began and whose record is sound, oldest first. */
export function readRuns(machine: ReadingMachine): readonly RecordedRun[] {
  return runNumbers(machine).flatMap((number) => readRun(machine, number) ?? [])
}

/** Every run whose record is damaged, oldest first. */
export function damagedRuns(machine: ReadingMachine): readonly DamagedRun[] {
  return runNumbers(machine).flatMap((number) => {
    const read = lookAtRun(machine, number)
    return read === undefined || "plan" in read ? [] : [read]
  })
}

function lookAtRun(machine: ReadingMachine, number: number): RecordedRun | DamagedRun | undefined {
  const paths = runPaths(number)
  if (machine.inspect(paths.ledger) === undefined) return undefined
  const { records, isDamaged } = readLedger(machine, paths.ledger)
  const [run, state] = [runRecordOf(records), runStateOf(records)]
  const isOver = state.state === "ended" && state.outcome !== "rollback-failed"
  const damaged = (file: string): DamagedRun => ({ number, file, at: run?.at, isOver })
  if (isDamaged || run === undefined) return damaged(paths.ledger)
  const plan = readPlan(machine, paths.plan, run.plan)
  return plan === undefined ? damaged(paths.plan) : { number, plan, run, records, state }
}

export function openRun(machine: WritingMachine, { number, plan, run }: RecordedRun): OpenRun {
  return { number, plan, run, ledger: openLedger(machine, runPaths(number).ledger) }
}

/** The plan is on the disk, whole, before the ledger's first record is. Runs of old releases have no digest of it. */
function readPlan(machine: ReadingMachine, path: string, digest: string | undefined): Plan | undefined {
  const read = machine.readFile(path, { maxBytes: longestPlan })
  if (read.state !== "read") return undefined
  const { plan, sha256: found } = parsedPlan(read.bytes)
  return digest === undefined || found === digest ? plan : undefined
}

const parsedPlan = onceForBytes((bytes): { readonly plan: Plan | undefined; readonly sha256: string } => {
  const text = new TextDecoder().decode(bytes)
  const digest = sha256(text)
  try {
    const plan = JSON.parse(text) as Plan | null
    return { plan: Array.isArray(plan?.changes) ? plan : undefined, sha256: digest }
  } catch {
    return { plan: undefined, sha256: digest }
  }
})

/** A copy of an old file that is not as it was kept. Somebody may have removed copies; nothing is read from those. */
export function damagedCopy(machine: ReadingMachine, { number, plan }: RecordedRun): string | undefined {
  for (const [index, change] of plan.changes.entries()) {
    if (change.kind !== "file" || change.before === null) continue
    const copy = keptFile(number, index, change.realPath)
    const read = machine.readFile(copy)
    if (read.state === "absent") continue
    const text = read.state === "read" ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(read.bytes) : undefined
    if (text !== change.before.text) return copy
  }
  return undefined
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

/** Of these runs those in effect that are no undoing themselves, oldest first. */
export function runsInEffect(runs: readonly RecordedRun[]): readonly RecordedRun[] {
  const undone = undoneRuns(runs)
  return runs.filter((one) => isApplied(one) && !undone.has(one.number) && one.run.undoes === undefined)
}
