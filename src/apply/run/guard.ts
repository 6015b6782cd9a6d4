// The guard of --confirm: `criadm guard RUN`, started by arm-guard.ts and never by a person. Sleeps until the run's
// time is over, then puts it back, unless the run was confirmed or has ended in another way.
import type { Outcome } from "../../model/run.ts"
import { recoverRun } from "../back/recover.ts"
import { type ApplyContext, initSystemOf, type RunOptions } from "../context.ts"
import { disarmGuard } from "./arm-guard.ts"
import { momentOf, timeLeft } from "./countdown.ts"
import { releaseLock, takeLock } from "./lock.ts"
import { type RecordedRun, readRun } from "./runs.ts"
import { isDue, isOpen } from "./unfinished.ts"

/** While another criadm holds the lock, it is asked again this often. */
const lookAgainMilliseconds = 500

/** A pause does not count the time asleep, which the countdown does. In milliseconds. */
const longestPause = 5000

/** A boot that takes longer than this is one that hangs, and the run goes back all the same. In milliseconds. */
const longestBoot = 5 * 60_000

/** What hindered it may pass by itself, and nobody else is there to try again. In milliseconds. */
const pausesAfterFailure = [5000, 15_000, 60_000]

/** Undefined: there was nothing to put back. */
export async function guardRun(
  context: ApplyContext,
  number: number,
  options: Pick<RunOptions, "onProgress">,
): Promise<Outcome | undefined> {
  const { machine } = context
  const failures = [...pausesAfterFailure]
  let waitedForBoot = 0
  for (;;) {
    const run = readRun(machine, number)
    if (run === undefined) return undefined
    if (!isOpen(run)) {
      // Whoever ended the run may have been killed before the guard's unit for the next boot was taken away.
      await disarmGuard(context, run)
      return undefined
    }
    const left = run.state.state === "unconfirmed" ? timeLeft(run.state, momentOf(context)) : 0
    if (left > 0) {
      await machine.pause(Math.min(left, longestPause))
      continue
    }
    if (waitedForBoot < longestBoot && isBooting(context, run)) {
      waitedForBoot += lookAgainMilliseconds
      await machine.pause(lookAgainMilliseconds)
      continue
    }
    const outcome = await putBackIfDue(context, number, options)
    if (outcome === "busy") {
      // Not waited for inside: by the time it is free the run may have ended, and whoever is next needs the lock.
      await machine.pause(lookAgainMilliseconds)
      continue
    }
    if (outcome === "not due") continue
    const pause = outcome.kind === "rollback-failed" ? failures.shift() : undefined
    if (pause === undefined) return outcome
    await machine.pause(pause)
  }
}

function isBooting(context: ApplyContext, { plan }: RecordedRun): boolean {
  return initSystemOf(context, plan.initSystem)?.isBootingOrHalting?.(context.machine) ?? false
}

async function putBackIfDue(
  context: ApplyContext,
  number: number,
  options: Pick<RunOptions, "onProgress">,
): Promise<Outcome | "busy" | "not due"> {
  const { machine } = context
  const taken = await takeLock(context, 0)
  if (!taken.ok) return "busy"
  try {
    // Apply may have just come to its end, or the confirmation may have come, while we waited for the lock.
    const now = readRun(machine, number)
    if (now === undefined || !isDue(now, momentOf(context))) return "not due"
    return (await recoverRun(context, now, options)).outcome
  } finally {
    releaseLock(machine)
  }
}
