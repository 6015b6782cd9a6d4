// Keeps a run that was applied with --confirm.
import { failed, ok, type Result } from "../../model/fault.ts"
import type { ApplyContext } from "../context.ts"
import { notRoot } from "../forward/preconditions.ts"
import { disarmGuard } from "./arm-guard.ts"
import { momentOf, timeLeft } from "./countdown.ts"
import { releaseLock, takeLock } from "./lock.ts"
import { freeReserve } from "./reserve.ts"
import { openRun, readRuns } from "./runs.ts"

/** A person who confirms is quick; the guard that has just begun to put the run back is not waited for longer. */
const lockSeconds = 5

/** The number of the run that is kept now. */
export async function confirmRun(context: ApplyContext): Promise<Result<number>> {
  const { machine } = context
  const unfit = notRoot(machine, "criadm confirm")
  if (unfit !== undefined) return failed(unfit)
  if (findUnconfirmed(context) === undefined) return nothingToConfirm
  const taken = await takeLock(context, lockSeconds)
  if (!taken.ok) return taken
  try {
    const run = findUnconfirmed(context)
    if (run === undefined) return nothingToConfirm
    const { number } = run
    if (timeLeft(run.waiting, momentOf(context)) === 0)
      return failed({ code: "confirmed-too-late", args: { run: number } })
    const open = openRun(machine, run)
    freeReserve(machine, open)
    const unrecorded = open.ledger.append({ record: "end", at: machine.now(), outcome: "applied" })
    if (unrecorded !== undefined) return failed(unrecorded)
    await disarmGuard(context, open)
    return ok(number)
  } finally {
    releaseLock(machine)
  }
}

const nothingToConfirm = failed({ code: "nothing-to-confirm", args: {} })

function findUnconfirmed({ machine }: ApplyContext) {
  const run = readRuns(machine).findLast(({ state }) => state.state === "unconfirmed")
  return run?.state.state === "unconfirmed" ? { ...run, waiting: run.state } : undefined
}
