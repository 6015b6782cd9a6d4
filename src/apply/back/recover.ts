// Puts a run in order that was killed, or that nobody confirmed in time: back to the former state, or, when every
// change stands and the node proves it, forward. May itself be killed at any instant and be done again.
import type { Outcome } from "../../model/run.ts"
import { isObservable, observedState } from "../changes/known.ts"
import type { ApplyContext, RunOptions } from "../context.ts"
import { waitHealthy } from "../forward/wait-healthy.ts"
import { verify } from "../prove/verify.ts"
import { disarmGuard } from "../run/arm-guard.ts"
import { momentOf } from "../run/countdown.ts"
import { indicesOf } from "../run/ledger.ts"
import { freeReserve } from "../run/reserve.ts"
import { openRun, type RecordedRun, readRuns } from "../run/runs.ts"
import { hasGuardLeft, isDue } from "../run/unfinished.ts"
import { goBack } from "./go-back.ts"
import { promisedBy } from "./inverse.ts"

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
