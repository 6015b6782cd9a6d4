// A progress event as one line of text, for faces that can only append.
import type { Progress } from "../../model/progress.ts"
import { changeText } from "../../pages/sentences.ts"
import type { Context } from "../context.ts"
import { verifiedText } from "./verified-lines.ts"

/** Undefined: nothing that is worth a line of its own. */
export function progressText(progress: Progress, { catalogue }: Context): string | undefined {
  const texts = catalogue.screens
  switch (progress.event) {
    case "detected":
    case "downloading":
      return undefined
    case "judging":
      return catalogue.lines["step-judge"](progress.judgement)
    case "change-began":
      return undefined
    case "change-done": {
      const done = progress.direction === "back" ? texts.run.isBack : texts.run.done
      const step = changeText(progress.change, progress.direction, catalogue)
      // What took no time is not told how long it took.
      const time = progress.milliseconds < 1000 ? undefined : texts.run.milliseconds(progress.milliseconds)
      return texts.run.stepEnded(step, done, time)
    }
    case "waiting":
      return texts.run.waiting(progress.component, progress.secondsLeft)
    case "log":
      return `${texts.run.log(progress.component)} ${progress.line}`
    case "verified":
      return verifiedText(progress.verified, catalogue)
    case "rolling-back":
      return texts.run.goingBack
  }
}
