// What every command that writes does around its own work: the state directory, the lock, and first of all the runs
// that were left unfinished. The lock goes when the work is done, however it ends.
import type { Fault } from "../../model/fault.ts"
import type { Outcome } from "../../model/run.ts"
import { type Recovered, recover } from "../back/recover.ts"
import type { ApplyContext, RunOptions } from "../context.ts"
import { releaseLock, takeLock } from "./lock.ts"
import { readRuns } from "./runs.ts"
import { openStateDirectory } from "./state-directory.ts"
import { needsOrder } from "./unfinished.ts"

/** How often a run that waits for its confirmation is looked at again. */
const lookAgainMilliseconds = 500

export function refused(fault: Fault): Outcome {
  return { kind: "refused", fault, verified: [] }
}

/** `work` learns what was recovered. A recovery that needs a person is the end; nothing new is begun on such a node. */
export async function underLock(
  context: ApplyContext,
  options: RunOptions,
  work: (recovered: Recovered | undefined) => Promise<Outcome>,
): Promise<Outcome> {
  const opened = openStateDirectory(context.machine)
  if (!opened.ok) return refused(opened.fault)
  const taken = await takeLock(context, options.lockTimeoutSeconds)
  if (!taken.ok) return refused(taken.fault)
  try {
    const recovered = await recover(context, options)
    if (recovered?.outcome.kind === "rollback-failed") return recovered.outcome
    const outcome = await work(recovered)
    if (recovered?.outcome.run === undefined) return outcome
    return { ...outcome, recovered: { run: recovered.outcome.run, direction: recovered.direction } }
  } finally {
    releaseLock(context.machine)
  }
}

/**
 * Puts unfinished runs in order and does nothing else; for a command that wants to look at the node, and plan, only
 * after that. Undefined: there was nothing to put in order, and nothing was written.
 */
export async function recoverUnfinished(context: ApplyContext, options: RunOptions): Promise<Outcome | undefined> {
  await waitForConfirmation(context, options)
  if (!readRuns(context.machine).some((run) => needsOrder(context, run))) return undefined
  return underLock(context, options, async (recovered) => recovered?.outcome ?? { kind: "nothing-to-do", verified: [] })
}

/** Waits for a run to be kept or put back, as long as for the lock; whoever comes next says what it found. */
async function waitForConfirmation(context: ApplyContext, options: RunOptions): Promise<void> {
  const { machine } = context
  const deadline = machine.sinceBoot() + options.lockTimeoutSeconds * 1000
  const waits = () => readRuns(machine).some((run) => run.state.state === "unconfirmed" && !needsOrder(context, run))
  while (machine.sinceBoot() < deadline && !options.interrupted.aborted && waits()) {
    await machine.pause(Math.min(lookAgainMilliseconds, deadline - machine.sinceBoot()))
  }
}
