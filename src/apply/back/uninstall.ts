// `criadm uninstall`: takes away the runtime that criadm installed on this node, and what it changed for it since: every run
// from the newest back to the one that installed, each put back as `criadm rollback` does it.
import type { Change, PackagesChange, TreeChange } from "../../model/change.ts"
import type { Outcome } from "../../model/run.ts"
import type { ApplyContext } from "../context.ts"
import { notRoot } from "../forward/preconditions.ts"
import { podsThatWouldEnd } from "../forward/running-pods.ts"
import { isTakenBack } from "../migration/record.ts"
import { indicesOf } from "../run/ledger.ts"
import { type RecordedRun, readRuns, runsInEffect } from "../run/runs.ts"
import { refused } from "../run/under-lock.ts"
import { inversePlan } from "./inverse.ts"
import { type RollBackOptions, rollBackRun } from "./roll-back-run.ts"

export interface Uninstalled {
  readonly outcome: Outcome
  /** Id of the runtime that it was about; undefined: criadm installed none. */
  readonly component: string | undefined
}

export async function uninstall(context: ApplyContext, options: RollBackOptions): Promise<Uninstalled> {
  const { machine } = context
  const run = runsInEffect(readRuns(machine)).findLast(hasInstalled)
  const unfit = notRoot(machine, "criadm uninstall")
  if (unfit !== undefined) return { outcome: refused(unfit), component: undefined }
  if (run === undefined) {
    return { outcome: refused({ code: "nothing-installed", args: {} }), component: undefined }
  }
  // Of a runtime and what stands beside it the runtime comes last.
  const component = run.plan.changes.findLast(isInstallation)?.component
  const plan = inversePlan(run.number, run.plan, indicesOf(run.records, "begin", "forward"), [])
  // Asked before the first run is put back, not when half of them are.
  const pods = options.allowRunningPods ? undefined : await podsThatWouldEnd(context, plan)
  if (pods !== undefined) return { outcome: refused(pods), component }
  for (;;) {
    const newest = runsInEffect(readRuns(machine)).findLast(
      ({ run: { migration } }) => migration === undefined || !isTakenBack(machine, migration.number),
    )
    const number = newest?.number ?? run.number
    const outcome = await rollBackRun(context, number, options)
    if (outcome.kind !== "applied" || number <= run.number) return { outcome, component }
  }
}

function hasInstalled({ plan }: RecordedRun): boolean {
  return plan.changes.some((change) => isInstallation(change) && change.remove === undefined)
}

function isInstallation(change: Change): change is PackagesChange | TreeChange {
  return change.kind === "packages" || change.kind === "tree"
}
