// The record of a run: one line per record (record-lines.ts), appended and synced before each act.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Fault } from "../../model/fault.ts"
import type { LedgerRecord, OutcomeKind } from "../../model/run.ts"
import { faultOf } from "../changes/act-fault.ts"
import type { Unconfirmed } from "./countdown.ts"
import { onceForBytes } from "./once-for-bytes.ts"
import { lineOf, type ReadLines, readLines } from "./record-lines.ts"

/** A run makes a few records per change; this is room for many thousands. In bytes. */
const longestLedger = 16 * 1024 * 1024

export interface Ledger {
  readonly records: readonly LedgerRecord[]
  /** Synced when it returns without a fault; with a fault the act must not be begun. */
  append(record: LedgerRecord): Fault | undefined
}

export function openLedger(machine: WritingMachine, path: string): Ledger {
  const read = readLedger(machine, path)
  const records = [...read.records]
  let { next } = read
  return {
    records,
    append: (record) => {
      const fault = faultOf(machine.appendLine(path, lineOf(record, next)))
      if (fault === undefined) {
        records.push(record)
        next += 1
      }
      return fault
    },
  }
}

const parsedLines = onceForBytes((bytes) => readLines(new TextDecoder().decode(bytes)))

/** A ledger that is there but cannot be read is damaged; one that is absent has no records. */
export function readLedger(machine: ReadingMachine, path: string): ReadLines {
  const read = machine.readFile(path, { maxBytes: longestLedger })
  if (read.state !== "read") return { records: [], isDamaged: read.state !== "absent", next: 0 }
  const { records, isDamaged, next } = parsedLines(read.bytes)
  return { records, isDamaged: isDamaged || runRecordOf(records) === undefined, next }
}

export type RunRecord = Extract<LedgerRecord, { readonly record: "run" }>

export function runRecordOf(records: readonly LedgerRecord[]): RunRecord | undefined {
  return records.find((record) => record.record === "run")
}

/** How far a run came. A rollback that failed is unfinished business: the next run tries again. */
export type RunState =
  | { readonly state: "never-begun" }
  | { readonly state: "unfinished" }
  | ({ readonly state: "unconfirmed" } & Pick<Unconfirmed, "before" | "countdown">)
  | { readonly state: "ended"; readonly outcome: OutcomeKind }

export function runStateOf(records: readonly LedgerRecord[]): RunState {
  if (runRecordOf(records) === undefined) return { state: "never-begun" }
  const last = records.findLast((record) => record.record !== "done")
  if (last?.record === "end") return { state: "ended", outcome: last.outcome }
  if (last?.record !== "unconfirmed") return { state: "unfinished" }
  const { record: _, ...waiting } = last
  return { state: "unconfirmed", ...waiting }
}

/** Indices of the changes that were begun (or done) in a direction. */
export function indicesOf(
  records: readonly LedgerRecord[],
  record: "begin" | "done",
  direction: "forward" | "back",
): ReadonlySet<number> {
  const indices = records.flatMap((one) => (one.record === record && one.direction === direction ? [one.index] : []))
  return new Set(indices)
}
