// What is kept of a migration: its steps as they were when it began, which of them are done, and which way it goes. One
// file per migration, a line per record with the digest of what stands before it, as in a run's ledger.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import { type Migration, type MigrationState, nextStep } from "../../model/migration/migration.ts"
import { faultOf } from "../changes/act-fault.ts"
import { lineOf, readLines } from "../run/record-lines.ts"
import { readRuns } from "../run/runs.ts"
import { makeOwnDirectories, migrationsDirectory, openStateDirectory, ownFileMode } from "../run/state-directory.ts"

/** A few lines per step, and the steps once. In bytes. */
const longestRecord = 4 * 1024 * 1024

type MigrationRecord =
  | { readonly record: "migration"; readonly number: number; readonly at: number; readonly migration: Migration }
  | { readonly record: "done"; readonly step: string }
  /** No longer, or taken back: it has to be done (again). */
  | { readonly record: "undone"; readonly step: string }
  | { readonly record: "turn"; readonly direction: MigrationState["direction"] }
  | { readonly record: "end"; readonly at: number; readonly end: "done" | "back" }

const pathOf = (number: number) => `${migrationsDirectory}/${number}.jsonl`

function numbers(machine: ReadingMachine): readonly number[] {
  return (machine.list(migrationsDirectory) ?? [])
    .flatMap((name) => /^([1-9]\d{0,8})\.jsonl$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
}

/** The newest one; undefined: there has been none, or the state directory may not be read. */
export function lastMigration(machine: ReadingMachine): Result<MigrationState | undefined> {
  const number = numbers(machine).at(-1)
  if (number === undefined) return ok(undefined)
  const { records, isDamaged } = read(machine, number)
  const state = stateOf(number, records)
  return isDamaged || state === undefined ? failed(damaged(number)) : ok(state)
}

/** Without its record nobody can take it back as a whole. */
export function hasRecord(machine: ReadingMachine, number: number): boolean {
  return numbers(machine).includes(number)
}

/** It was taken back whole: what its steps did and undid comes to nothing. */
export function isTakenBack(machine: ReadingMachine, number: number): boolean {
  return stateOf(number, read(machine, number).records)?.ended === "back"
}

/** The one that is under way. */
export function openMigration(machine: ReadingMachine): Result<MigrationState | undefined> {
  const last = lastMigration(machine)
  return last.ok && last.value?.ended !== undefined ? ok(undefined) : last
}

/** What keeps a run that is no step of it from being begun while a migration is under way. */
export function migrationInTheWay(machine: ReadingMachine, ofMigration: number | undefined): Fault | undefined {
  const open = openMigration(machine)
  if (!open.ok) return open.fault
  if (open.value === undefined || open.value.number === ofMigration) return undefined
  const { migration } = open.value
  return { code: "migration-under-way", args: { migration: migration.name, step: nextStep(open.value)?.id ?? "" } }
}

export function beginMigration(machine: WritingMachine, migration: Migration): Result<MigrationState> {
  const opened = openStateDirectory(machine)
  const made = opened.ok ? makeOwnDirectories(machine, migrationsDirectory) : opened
  if (!made.ok) return made
  // Also above one whose record was moved away: runs are told by the number of their migration.
  const ofRuns = readRuns(machine).flatMap(({ run }) => run.migration?.number ?? [])
  const number = Math.max(0, ...numbers(machine), ...ofRuns) + 1
  const record: MigrationRecord = { record: "migration", number, at: machine.now(), migration }
  const fault = faultOf(machine.createExclusively(pathOf(number), `${lineOf(record, 0)}\n`, ownFileMode))
  if (fault !== undefined) return failed(fault)
  return ok({ number, at: record.at, migration, done: [], direction: "forward" })
}

/** Appends a record, synced, and gives the state that follows from it. */
export function note(
  machine: WritingMachine,
  state: MigrationState,
  record: Exclude<MigrationRecord, { record: "migration" }>,
): Result<MigrationState> {
  const path = pathOf(state.number)
  const fault = faultOf(machine.appendLine(path, lineOf(record, read(machine, state.number).next)))
  return fault === undefined ? ok(after(state, record)) : failed(fault)
}

function read(machine: ReadingMachine, number: number) {
  const file = machine.readFile(pathOf(number), { maxBytes: longestRecord })
  if (file.state !== "read") return { records: [], isDamaged: true, next: 0 }
  return readLines<MigrationRecord>(new TextDecoder().decode(file.bytes))
}

function stateOf(number: number, [first, ...rest]: readonly MigrationRecord[]): MigrationState | undefined {
  if (first?.record !== "migration") return undefined
  const { at, migration } = first
  return rest.reduce<MigrationState>(after, { number, at, migration, done: [], direction: "forward" })
}

function after(state: MigrationState, record: MigrationRecord): MigrationState {
  switch (record.record) {
    case "done":
      return { ...state, done: [...state.done.filter((id) => id !== record.step), record.step] }
    case "undone":
      return { ...state, done: state.done.filter((id) => id !== record.step) }
    case "turn": {
      const { ended: _, ...open } = state
      return { ...open, direction: record.direction }
    }
    case "end":
      return { ...state, ended: record.end }
    case "migration":
      return state
  }
}

function damaged(number: number): Fault {
  return { code: "migration-damaged", args: { file: pathOf(number) } }
}
