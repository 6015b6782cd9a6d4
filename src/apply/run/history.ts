// The runs on this node as a person wants to see them listed. Reads only.
import type { ReadingMachine } from "../../machine/reading.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import type { RunSummary } from "../../model/run.ts"
import type { RecordedRun } from "./runs.ts"
import { readRuns, undoneRuns } from "./runs.ts"
import { stateDirectory } from "./state-directory.ts"

/** Oldest first. Only root may look below the state directory. */
export function history(machine: ReadingMachine): Result<readonly RunSummary[]> {
  const isHidden = machine.inspect(stateDirectory) !== undefined && machine.list(stateDirectory) === undefined
  if (isHidden) {
    return failed({ code: "file-unreadable", args: { file: stateDirectory, why: "EACCES" }, turn: "person" })
  }
  const runs = readRuns(machine)
  const undone = undoneRuns(runs)
  return ok(runs.map((run) => summarize(run, undone)))
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
