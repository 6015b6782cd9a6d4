// Does the changes of a run in order: look, record, act. Stops at the first fault and says so; going back is the
// caller's. A change whose precondition does not hold is not begun, so that it is not undone either.
import type { Change } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { SecondsLeft } from "../changes/change-kind.ts"
import { isAnybodys, isObservable, observedState, perform, subjectOf, whatMoved } from "../changes/known.ts"
import type { ApplyContext, RunOptions } from "../context.ts"
import type { OpenRun } from "../run/runs.ts"

/** Undefined: every change stands. */
export async function execute(
  context: ApplyContext,
  run: OpenRun,
  options: RunOptions,
  secondsLeft: SecondsLeft,
): Promise<Fault | undefined> {
  for (const [index, change] of run.plan.changes.entries()) {
    if (options.interrupted.aborted) return { code: "interrupted", args: {} }
    const begun = look(context, change)
    if (begun === "stands already") continue
    if (begun !== "to do") return begun
    const fault = await step(context, run, index, change, { ...options, secondsLeft })
    if (fault !== undefined) return fault
  }
  return undefined
}

/**
 * A directory that somebody made, or a value that somebody set, since the plan was made is as asked: there is
 * nothing to do, and nothing to undo. A file that somebody wrote is theirs.
 */
function look({ machine }: ApplyContext, change: Change): "to do" | "stands already" | Fault {
  if (!isObservable(change)) return "to do"
  if (isAnybodys(change) && observedState(machine, change) === "after") return "stands already"
  const moved = whatMoved(machine, change)
  if (moved === undefined) return "to do"
  return { code: "node-changed", args: { file: subjectOf(change), what: moved } }
}

async function step(
  context: ApplyContext,
  { plan, ledger }: OpenRun,
  index: number,
  change: Change,
  { onProgress, secondsLeft }: Pick<RunOptions, "onProgress"> & { readonly secondsLeft: SecondsLeft },
): Promise<Fault | undefined> {
  const { machine } = context
  const unrecorded = ledger.append({ record: "begin", index, direction: "forward" })
  if (unrecorded !== undefined) return unrecorded
  onProgress({ event: "change-began", index, change, direction: "forward" })
  const started = machine.sinceBoot()
  const fault = await perform(context, change, { initSystem: plan.initSystem, secondsLeft })
  if (fault !== undefined) return fault
  const milliseconds = machine.sinceBoot() - started
  onProgress({ event: "change-done", index, change, direction: "forward", milliseconds })
  return ledger.append({ record: "done", index, direction: "forward" })
}
