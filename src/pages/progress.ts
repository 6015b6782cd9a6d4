// Progress of a run, for faces that can only append: one line per event.

import type { Catalogue } from "../messages/catalogue.ts"
import type { Judgement } from "../model/plan.ts"
import type { Progress } from "../model/progress.ts"
import { type Line, line, quiet, span, spokenAs } from "./lines.ts"
import { changeText, lineText } from "./sentences.ts"
import { type Signs, verifiedLine } from "./verified.ts"

/** Undefined: nothing that is worth a line of its own. */
export function progressLine(progress: Progress, catalogue: Catalogue, signs: Signs): Line | undefined {
  const { run } = catalogue.screens
  switch (progress.event) {
    case "detected":
    case "downloading":
    case "change-began":
      return undefined
    case "judging":
      return line(judgingText(progress.judgement, catalogue))
    case "change-done": {
      const { change, direction, milliseconds } = progress
      const step = changeText(change, direction, catalogue)
      const time = run.milliseconds(milliseconds)
      // What took no time is not told aloud how long it took.
      const spoken = run.stepEnded(
        step,
        direction === "back" ? run.isBack : run.done,
        milliseconds < 1000 ? undefined : time,
      )
      return spokenAs(line([`${step} `, span(time, "quiet")]), spoken)
    }
    case "waiting":
      return line(waitingText(progress, catalogue))
    case "log":
      return quiet(`${run.log(progress.component)} ${progress.line}`)
    case "verified":
      return verifiedLine(progress.verified, catalogue, signs)
    case "rolling-back":
      return goingBackLine(catalogue)
  }
}

export function judgingText(judgement: Judgement, catalogue: Catalogue): string {
  return lineText({ code: "step-judge", args: judgement }, catalogue)
}

export function waitingText(
  { component, secondsLeft }: { readonly component: string; readonly secondsLeft: number },
  catalogue: Catalogue,
): string {
  return lineText({ code: "step-waiting", args: { component, seconds: Math.round(secondsLeft) } }, catalogue)
}

export function goingBackLine(catalogue: Catalogue): Line {
  return line([span(lineText({ code: "step-rolling-back", args: {} }, catalogue), "warn")])
}
