// Which runs have no end yet: killed in the middle, gone back only in part, or not confirmed. Reads only; to put them in
// order is the business of ../back/recover.ts.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { RunSummary } from "../../model/run.ts"
import type { ApplyContext } from "../context.ts"
import { type Moment, momentOf, timeLeft } from "./countdown.ts"
import { type RecordedRun, readRuns } from "./runs.ts"
import { runPaths } from "./state-directory.ts"
import { summarize } from "./summary.ts"

/** A run that the next apply or rollback must put in order first, or that waits for its confirmation; newest first. */
export function unfinishedRun(machine: ReadingMachine): RunSummary | undefined {
  const run = readRuns(machine).findLast(isOpen)
  return run === undefined ? undefined : summarize(run, new Map())
}

/** Unfinished, gone back only in part, or not confirmed yet. */
export function isOpen({ state }: RecordedRun): boolean {
  return state.state === "unfinished" || state.state === "unconfirmed" || isHalfBack({ state })
}

function isHalfBack({ state }: Pick<RecordedRun, "state">): boolean {
  return state.state === "ended" && state.outcome === "rollback-failed"
}

/** Whether it must be put in order now: a run that may still be confirmed is left alone. */
export function isDue({ state }: RecordedRun, moment: Moment): boolean {
  if (state.state === "unconfirmed") return timeLeft(state, moment) === 0
  return state.state === "unfinished" || isHalfBack({ state })
}

/** An ended run whose guard was not wholly taken away: its copy of the program, which goes last, is still there. */
export function hasGuardLeft(machine: ReadingMachine, run: RecordedRun): boolean {
  return (
    run.run.confirmSeconds !== undefined && !isOpen(run) && machine.inspect(runPaths(run.number).program) !== undefined
  )
}

/** Whether `recover` would do anything. */
export function needsOrder(context: ApplyContext, run: RecordedRun): boolean {
  return isDue(run, momentOf(context)) || hasGuardLeft(context.machine, run)
}
