// Puts a run in order that was killed, or that nobody confirmed in time: back to the former state, or, when every
// change stands and the node proves it, forward. May itself be killed at any instant and be done again.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Outcome, RunSummary } from "../../model/run.ts"
import { isObservable, observedState } from "../changes/known.ts"
import type { ApplyContext, RunOptions } from "../context.ts"
import { waitHealthy } from "../forward/wait-healthy.ts"
import { verify } from "../prove/verify.ts"
import { disarmGuard } from "../run/arm-guard.ts"
import { type Moment, momentOf, timeLeft } from "../run/countdown.ts"
import { summarize } from "../run/history.ts"
import { indicesOf } from "../run/ledger.ts"
import { freeReserve } from "../run/reserve.ts"
import { openRun, type RecordedRun, readRuns } from "../run/runs.ts"
import { runPaths } from "../run/state-directory.ts"
import { goBack } from "./go-back.ts"
import { promisedBy } from "./inverse.ts"

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

export interface Recovered {
  readonly direction: "forward" | "back"
  readonly outcome: Outcome
}

/**
 * Puts every run in order that is due, newest first. Undefined: there was none. The caller holds the lock. Stops at
 * the first that a person must look at.
 */
export async function recover(
  context: ApplyContext,
  options: Pick<RunOptions, "onProgress">,
): Promise<Recovered | undefined> {
  const { machine } = context
  let recovered: Recovered | undefined
  for (const run of readRuns(machine).toReversed()) {
    if (hasGuardLeft(machine, run)) await disarmGuard(context, run)
    if (!isDue(run, momentOf(context))) continue
    recovered = await recoverRun(context, run, options)
    if (recovered.outcome.kind === "rollback-failed") return recovered
  }
  return recovered
}

export async function recoverRun(
  context: ApplyContext,
  recorded: RecordedRun,
  { onProgress }: Pick<RunOptions, "onProgress">,
): Promise<Recovered> {
  const run = openRun(context.machine, recorded)
  if (await standsAndHolds(context, recorded, onProgress)) {
    freeReserve(context.machine, run)
    const unrecorded = run.ledger.append({ record: "end", at: context.machine.now(), outcome: "applied" })
    if (unrecorded === undefined) {
      return { direction: "forward", outcome: { kind: "applied", run: run.number, verified: [] } }
    }
  }
  return { direction: "back", outcome: await goBack(context, run, { kind: "rolled-back", verified: [] }, onProgress) }
}

/** A run that was to be confirmed has nobody any more who waits for that, so it goes back. */
async function standsAndHolds(
  context: ApplyContext,
  { plan, run, records, state }: RecordedRun,
  onProgress: RunOptions["onProgress"],
): Promise<boolean> {
  if (state.state !== "unfinished" || run.confirmSeconds !== undefined) return false
  if (indicesOf(records, "begin", "back").size > 0) return false
  const done = indicesOf(records, "done", "forward")
  // What can be looked at is looked at; whether a service was really restarted only the record says.
  const stands = plan.changes.every((change, index) =>
    !isObservable(change) ? done.has(index) : observedState(context.machine, change) === "after",
  )
  if (!stands) return false
  const services = plan.changes.filter((change) => change.kind === "service")
  if (services.length > 0) {
    // Not waited for: what is not healthy by now is not proven, and the old state is the safe one.
    const expectations = promisedBy(plan, run.answered ?? [])
    const health = { ...plan, expectations, services, timeoutSeconds: 0 }
    const waited = await waitHealthy(context, health, undefined, { onProgress })
    if (waited.is !== "healthy") return false
  }
  const verified = await verify(context, promisedBy(plan, run.answered ?? []))
  return verified.every((one) => one.holds)
}
