// One run as it is told: how it ended, and the files and services that it was about.
import type { RunSummary } from "../../model/run.ts"
import type { RecordedRun } from "./runs.ts"

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
