// The runs on this node as a person wants to see them listed. Reads only.
import type { ReadingMachine } from "../../machine/reading.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import { type RunSummary, stateDirectory } from "../../model/run.ts"
import { subjectOf } from "../changes/known.ts"
import { type DamagedRun, damagedRuns, type RecordedRun, readRuns, undoneRuns } from "./runs.ts"
import { summarize } from "./summary.ts"

/** Oldest first. Only root may look below the state directory. */
export function history(machine: ReadingMachine): Result<readonly RunSummary[]> {
  const isHidden = machine.inspect(stateDirectory) !== undefined && machine.list(stateDirectory) === undefined
  if (isHidden) {
    return failed({ code: "file-unreadable", args: { file: stateDirectory, why: "EACCES" } })
  }
  const runs = readRuns(machine)
  const undone = undoneRuns(runs)
  const sound = runs.map((run) => ({ ...summarize(run, undone), ...othersOf(run) }))
  const all = [...sound, ...damagedRuns(machine).map(summarizeDamaged)]
  return ok(all.toSorted((a, b) => a.number - b.number))
}

/** What a run changed beside files and services, as an operator would name it: packages, images, modules, values. */
function othersOf({ plan }: RecordedRun): Pick<RunSummary, "others"> {
  const others = plan.changes.filter(({ kind }) => kind !== "file" && kind !== "service" && kind !== "directory")
  return others.length === 0 ? {} : { others: [...new Set(others.map(subjectOf))] }
}

/** What it did is not told: its record is not to be believed. */
function summarizeDamaged({ number, at, file }: DamagedRun): RunSummary {
  return { number, at: at ?? 0, outcome: "damaged", damaged: file, files: [], services: [] }
}
