// Why there can be no plan: every reason at once, a broken file with the line and the spot in it.
import { exitCode } from "../../model/exit-code.ts"
import type { Fault } from "../../model/fault.ts"
import type { Context } from "../context.ts"
import { emptyLine, line, strong } from "../drawing/lines.ts"
import { faultLines } from "../lines/fault-lines.ts"
import type { State } from "../state/state.ts"
import { type Description, linesBlock, plainScreen } from "./description.ts"

function refusalsOf(state: State): readonly Fault[] {
  return state.planned?.ok === false ? state.planned.refusals : []
}

export function refusalsScreen(state: State, context: Context): Description {
  const { catalogue } = context
  const texts = catalogue.screens
  const refusals = refusalsOf(state)
  const isBroken = refusals.some((fault) => fault.code === "document-broken")
  return {
    ...plainScreen,
    step: "review",
    tone: "fault",
    title: isBroken ? texts.refusals.titleBroken : texts.refusals.title,
    about: texts.refusals.about,
    isPager: true,
    preferred: "look-again",
    blocks: [
      linesBlock([
        line(isBroken ? texts.refusals.brokenHint : texts.refusals.what),
        ...refusals.flatMap((fault) => [emptyLine, ...faultLines(fault, catalogue)]),
      ]),
    ],
    actions: [
      { id: "look-again", lines: [strong(texts.actions.lookAgain)], intent: { intent: "look-again" } },
      { id: "change", lines: [strong(texts.actions.changeAnswers)], intent: { intent: "change-answers" } },
      { id: "leave", lines: [strong(texts.actions.leave)], intent: { intent: "leave", code: exitCode.refused } },
    ],
  }
}
