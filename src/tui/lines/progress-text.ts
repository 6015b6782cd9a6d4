// A progress event as one line of text, for faces that can only append.

import { detectedText } from "../../messages/label-text.ts"
import type { Progress } from "../../model/progress.ts"
import type { Context } from "../context.ts"
import { changeText, expectationText, reasonText } from "./sentences.ts"

/** Undefined: nothing that is worth a line of its own. */
export function progressText(progress: Progress, { catalogue, theme: { glyphs } }: Context): string | undefined {
  const texts = catalogue.screens
  switch (progress.event) {
    case "detected":
      return `${detectedText(progress, catalogue)}: ${progress.text}`
    case "judging":
      return catalogue.lines["step-judge"](progress.judgement)
    case "change-began":
      return undefined
    case "change-done": {
      const done = progress.direction === "back" ? texts.run.isBack : texts.run.done
      return texts.run.stepEnded(
        changeText(progress.change, progress.direction, catalogue),
        done,
        texts.run.milliseconds(progress.milliseconds),
      )
    }
    case "waiting":
      // Every second would be too much to listen to.
      return progress.secondsLeft % 10 === 0 ? texts.run.waiting(progress.component, progress.secondsLeft) : undefined
    case "log":
      return `${texts.run.log(progress.component)} ${progress.line}`
    case "verified": {
      const { expectation, holds, observed } = progress.verified
      const mark = holds ? glyphs.ok : glyphs.fault
      return `${mark} ${texts.run.holds(expectationText(expectation, catalogue), reasonText(observed, catalogue))}`
    }
    case "rolling-back":
      return texts.run.goingBack
  }
}
