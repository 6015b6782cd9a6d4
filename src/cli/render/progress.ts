// Progress of apply and rollback, one line per step as it ends. Steps that print nothing return undefined.
import type { Change } from "../../model/change.ts"
import type { Progress } from "../../model/progress.ts"
import { changeText } from "../../pages/sentences.ts"
import type { Face } from "../face.ts"
import { sayLine } from "../print.ts"
import { printable } from "../text.ts"
import { renderVerified } from "./verified.ts"

export function renderProgress(face: Face, progress: Progress): string | undefined {
  const { catalogue, paint } = face
  switch (progress.event) {
    case "judging":
      return sayLine(catalogue, { code: "step-judge", args: { component: progress.judgement.component } })
    case "change-done": {
      const time = paint(`${(progress.milliseconds / 1000).toFixed(1)} s`, "quiet")
      return `${sayChange(face, progress.change, progress.direction)} ${time}`
    }
    case "waiting":
      return face.isVerbose
        ? sayLine(catalogue, {
            code: "step-waiting",
            args: { component: progress.component, seconds: Math.round(progress.secondsLeft) },
          })
        : undefined
    case "log":
      // What a service logs while it starts well is nobody's business; a fault carries its last lines anyway.
      return face.isVerbose ? paint(`  ${printable(progress.line)}`, "quiet") : undefined
    case "verified":
      return renderVerified(face, progress.verified)
    case "rolling-back":
      return paint(sayLine(catalogue, { code: "step-rolling-back", args: {} }), "warn")
    default:
      return undefined
  }
}

/** One step, as it is done in a direction. */
export function sayChange({ catalogue }: Face, change: Change, direction: "forward" | "back"): string {
  return printable(changeText(change, direction, catalogue))
}
