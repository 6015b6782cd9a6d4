// The clock that nobody sets: the time since boot of the machine that criadm runs on, whatever the root.
import { readFileSync } from "node:fs"
import { errnoOf } from "./errno.ts"

/** Milliseconds. The first number of /proc/uptime is CLOCK_BOOTTIME in seconds; see fs/proc/uptime.c of Linux 5.x. */
export function sinceBoot(): number {
  try {
    const seconds = Number.parseFloat(readFileSync("/proc/uptime", "utf8"))
    if (Number.isFinite(seconds)) return Math.round(seconds * 1000)
  } catch (error) {
    errnoOf(error)
  }
  // CLOCK_MONOTONIC: the same but for the time asleep.
  return Math.round(Number(process.hrtime.bigint() / 1_000_000n))
}
