// Brings the node to a plan. The story: look whether it may be done, take the lock, put earlier runs in order, look
// again, judge, record, do, wait, verify; on a fault, back. Nothing to do means that nothing is written at all.
import type { Fault } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"
import type { Outcome, Verified } from "../../model/run.ts"
import type { ApplyContext, RunOptions } from "../context.ts"
import { migrationInTheWay } from "../migration/record.ts"
import type { Fresh } from "../prove/fresh.ts"
import { verify } from "../prove/verify.ts"
import { whyNoGuard } from "../run/arm-guard.ts"
import { damagedFault, damagedRuns, type RecordedRun, readRuns } from "../run/runs.ts"
import { refused, underLock } from "../run/under-lock.ts"
import { needsOrder } from "../run/unfinished.ts"
import { doRun } from "./do-run.ts"
import { findMovedFile, findObstacle, notRoot } from "./preconditions.ts"

const command = "criadm apply"

export async function apply(context: ApplyContext, plan: Plan, options: RunOptions): Promise<Outcome> {
  const { machine } = context
  const runs = readRuns(machine)
  // Also where there is nothing to do: what the node is now may be put back in a moment.
  const waiting = whyWait(runs.filter((run) => !needsOrder(context, run)))
  if (waiting !== undefined) return refused(waiting)
  if (runs.some((run) => needsOrder(context, run))) {
    // That run is put in order whatever becomes of this plan.
    const fault = notRoot(machine, command)
    if (fault !== undefined) return refused(fault)
  } else {
    // A saved plan may say that there is nothing to do on a node that is another one by now.
    const moved = plan.changes.length === 0 ? findMovedFile(machine, plan) : undefined
    if (moved !== undefined) return refused(moved)
    if (plan.changes.length === 0) return nothingToDo(context, plan, options, options.fresh)
    // Asked before the lock too, so that a plan that cannot be done leaves no trace.
    const obstacle = await whyNot(context, plan, options, runs)
    if (obstacle !== undefined) return refused(obstacle)
  }
  return underLock(context, options, async () => {
    const obstacle = await whyNot(context, plan, options, readRuns(machine))
    if (obstacle !== undefined) return refused(obstacle)
    return plan.changes.length === 0 ? nothingToDo(context, plan, options) : doRun(context, plan, options)
  })
}

async function whyNot(
  context: ApplyContext,
  plan: Plan,
  options: RunOptions,
  runs: readonly RecordedRun[],
): Promise<Fault | undefined> {
  const damaged = damagedRuns(context.machine).findLast((run) => !run.isOver)
  if (damaged !== undefined) return damagedFault(damaged)
  const waiting = whyWait(runs) ?? migrationInTheWay(context.machine, options.migration?.number)
  if (waiting !== undefined) return waiting
  if (options.confirmSeconds !== undefined && !context.machine.isLive) {
    return { code: "confirm-needs-live-node", args: {} }
  }
  const unguarded = options.confirmSeconds === undefined ? undefined : whyNoGuard(context, plan)
  if (unguarded !== undefined && plan.changes.length > 0) return unguarded
  return findObstacle(context, plan, options, command)
}

function whyWait(runs: readonly RecordedRun[]): Fault | undefined {
  const waiting = runs.findLast(({ state }) => state.state === "unconfirmed")
  return waiting === undefined ? undefined : { code: "run-unconfirmed", args: { run: waiting.number } }
}

async function nothingToDo(
  context: ApplyContext,
  plan: Plan,
  { onProgress }: RunOptions,
  fresh?: Fresh,
): Promise<Outcome> {
  const expectations = context.machine.isLive ? plan.expectations : []
  const onVerified = (verified: Verified) => onProgress({ event: "verified", verified })
  const verified = await verify(context, expectations, onVerified, fresh)
  return { kind: "nothing-to-do", verified }
}
