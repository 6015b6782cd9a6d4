// The runs on this node as a person wants to see them listed. Reads only.
import type { ReadingMachine } from "../../machine/reading.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import { type RunSummary, stateDirectory } from "../../model/run.ts"
import { type DamagedRun, damagedRuns, type RecordedRun, readRuns, undoneRuns } from "./runs.ts"

/** Oldest first. Only root may look below the state directory. */
export function history(machine: ReadingMachine): Result<readonly RunSummary[]> {
  const isHidden = machine.inspect(stateDirectory) !== undefined && machine.list(stateDirectory) === undefined
  if (isHidden) {
    return failed({ code: "file-unreadable", args: { file: stateDirectory, why: "EACCES" } })
  }
  const runs = readRuns(machine)
  const undone = undoneRuns(runs)
  const sound = runs.map((run) => summarize(run, undone))
  const all = [...sound, ...damagedRuns(machine).map(summarizeDamaged)]
  return ok(all.toSorted((a, b) => a.number - b.number))
}

/** What it did is not told: its record is not to be believed. */
function summarizeDamaged({ number, at, file }: DamagedRun): RunSummary {
  return { number, at: at ?? 0, outcome: "damaged", damaged: file, files: [], services: [] }
}

export function summarize({ number, plan, run, state }: RecordedRun, undone: ReadonlyMap<number, number>): RunSummary {
  const undoneBy = undone.get(number)
  return {
    number,
    at: run.at,
    outcome: state.state === "ended" ? state.outcome : state.state === "unconfirmed" ? "unconfirmed" : "unfinished",
    files: plan.changes.flatMap((change) => (change.kind === "file" ? [change.path] : [])),
    services: plan.changes.flatMap((change) => (change.kind === "service" ? [change.service] : [])),
    ...(undoneBy === undefined ? {} : { undoneBy }),
    ...(run.undoes === undefined ? {} : { undoes: run.undoes }),
    ...(state.state === "unconfirmed" ? { confirmBefore: state.before } : {}),
  }
}
