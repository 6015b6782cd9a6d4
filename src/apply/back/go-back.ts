// Ends a run by taking it back: rolls back, records how that ended, and says what the node is now. Where something
// could not be put back, the exact commands for a person are part of the answer.

import type { Change, FileChange } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { Progress } from "../../model/progress.ts"
import type { Outcome, Verified } from "../../model/run.ts"
import { shellWord } from "../../model/shell-word.ts"
import { commandsToUndo, isObservable, observedState } from "../changes/known.ts"
import type { ApplyContext } from "../context.ts"
import { disarmGuard } from "../run/arm-guard.ts"
import { indicesOf } from "../run/ledger.ts"
import { freeReserve } from "../run/reserve.ts"
import type { OpenRun } from "../run/runs.ts"
import { keptFile } from "../run/state-directory.ts"
import { editedFiles } from "./edited-since.ts"
import { backwardOrder } from "./inverse.ts"
import { rollBack } from "./roll-back.ts"

export interface WhyBack {
  readonly kind: "rolled-back" | "interrupted"
  /** What made the run go back. */
  readonly fault?: Fault
  readonly verified: readonly Verified[]
}

export async function goBack(
  context: ApplyContext,
  run: OpenRun,
  why: WhyBack,
  onProgress: (progress: Progress) => void,
): Promise<Outcome> {
  const { machine } = context
  freeReserve(machine, run)
  const { faults, leftAlone } = await rollBack(context, run, onProgress)
  const [first] = faults
  const kind = first === undefined ? why.kind : "rollback-failed"
  // Not being able to write this down is no harm: the next run finds the run unfinished and everything put back.
  run.ledger.append({ record: "end", at: machine.now(), outcome: kind })
  // Only then: forgetting the guard may end the very process that asks, and an ended run is disarmed by whoever is next.
  await disarmGuard(context, run)
  const { number } = run
  const because = why.fault === undefined ? {} : { because: why.fault }
  if (first !== undefined) {
    const commands = commandsForAPerson(context, run)
    const fault: Fault = { ...first, ...because }
    const args = { run: number, commands }
    return outcome(run, "rollback-failed", { code: "rollback-failed", args, because: fault }, why)
  }
  if (leftAlone.length > 0) {
    const args = { run: number, files: leftAlone }
    const left = outcome(run, "rollback-failed", { code: "left-as-edited", args, ...because }, why)
    const changes = run.plan.changes.filter((change) => change.kind === "file" && leftAlone.includes(change.path))
    return { ...left, edited: editedFiles(machine, changes as readonly FileChange[]) }
  }
  return outcome(run, kind, why.fault, why)
}

function outcome(run: OpenRun, kind: Outcome["kind"], fault: Fault | undefined, { verified }: WhyBack): Outcome {
  return { kind, run: run.number, ...(fault === undefined ? {} : { fault }), verified }
}

/** What would finish the rollback by hand, in order. */
function commandsForAPerson(context: ApplyContext, { number, plan, ledger }: OpenRun): readonly string[] {
  const begun = indicesOf(ledger.records, "begin", "forward")
  return backwardOrder(plan.changes)
    .filter((index) => begun.has(index))
    .flatMap((index) => commandsFor(context, plan.initSystem, number, index, plan.changes[index]!))
}

function commandsFor(
  context: ApplyContext,
  initSystem: OpenRun["plan"]["initSystem"],
  number: number,
  index: number,
  change: Change,
): readonly string[] {
  const { machine } = context
  if (isObservable(change) && observedState(machine, change) === "before") return []
  return commandsToUndo(change, {
    context,
    initSystem,
    // Below --root the files of the node are not those of the machine on which it is pasted.
    at: (path) => shellWord(machine.root === "/" ? path : `${machine.root}${path}`),
    word: shellWord,
    kept: (path) => keptFile(number, index, path),
  })
}
