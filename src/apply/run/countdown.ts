// How much is left of the time in which a run can be kept. It counts on the time since boot, because the time of day is
// set by people and by NTP; only over a boot the time of day is all there is, and then it can make the wait no longer
// than the whole countdown from that boot on. Pure, but for `momentOf`.
import type { LedgerRecord } from "../../model/run.ts"
import type { ApplyContext } from "../context.ts"

export type Unconfirmed = Extract<LedgerRecord, { readonly record: "unconfirmed" }>

export interface Moment {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Milliseconds. */
  readonly sinceBoot: number
  /** /proc/sys/kernel/random/boot_id. */
  readonly boot: string
}

export function momentOf({ machine, processes }: ApplyContext): Moment {
  return { now: machine.now(), sinceBoot: machine.sinceBoot(), boot: processes.self().boot }
}

/** Milliseconds; 0: the time is over. */
export function timeLeft({ before, countdown }: Pick<Unconfirmed, "before" | "countdown">, moment: Moment): number {
  const byTimeOfDay = before - moment.now
  // Of an older criadm.
  if (countdown === undefined) return Math.max(0, byTimeOfDay)
  const { boot, beganSinceBoot, milliseconds } = countdown
  // A container that is started again keeps the boot id of its node, and counts from its own start.
  const isSameBoot = boot === moment.boot && moment.sinceBoot >= beganSinceBoot
  const byBoot = (isSameBoot ? beganSinceBoot : 0) + milliseconds - moment.sinceBoot
  return Math.max(0, isSameBoot ? byBoot : Math.min(byTimeOfDay, byBoot))
}
