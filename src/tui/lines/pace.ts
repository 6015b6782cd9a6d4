// Which progress is said aloud: what a person who listens can follow. Of what a service logs the newest line now and
// then, of a wait its beginning and every ten seconds, of answers only those that are not as promised; the others are
// told together on the screen that follows.
import type { Progress } from "../../model/progress.ts"

/** What was said of either, and when, in milliseconds since the epoch. */
export interface Pace {
  readonly logAt: number | undefined
  readonly waitingFor: string | undefined
  readonly waitingAt: number | undefined
}

export const nothingSaid: Pace = { logAt: undefined, waitingFor: undefined, waitingAt: undefined }

const betweenLogs = 5000
const betweenWaits = 10_000

/** Those of the progress that came since the last time which are said now. */
export function paced(
  before: Pace,
  progress: readonly Progress[],
  now: number,
): { readonly said: readonly Progress[]; readonly pace: Pace } {
  let pace = before
  const lastLog = progress.findLastIndex(({ event }) => event === "log")
  const said = progress.filter((one, at) => {
    switch (one.event) {
      case "detected":
        return false
      case "verified":
        return !one.verified.holds
      case "log": {
        if (at !== lastLog || isRecent(pace.logAt, now, betweenLogs)) return false
        pace = { ...pace, logAt: now }
        return true
      }
      case "waiting": {
        if (pace.waitingFor === one.component && isRecent(pace.waitingAt, now, betweenWaits)) return false
        pace = { ...pace, waitingFor: one.component, waitingAt: now }
        return true
      }
      default:
        return true
    }
  })
  return { said, pace }
}

function isRecent(at: number | undefined, now: number, milliseconds: number): boolean {
  return at !== undefined && now - at < milliseconds
}
