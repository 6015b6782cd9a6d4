// Why there can be no plan: every reason at once, a broken file with the line and the spot in it.
import { exitCode } from "../../model/exit-code.ts"
import type { Fault } from "../../model/fault.ts"
import { faultLines } from "../../pages/fault.ts"
import { emptyLine, line, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import type { State } from "../state/state.ts"
import { type Description, type Item, linesBlock, plainScreen } from "./description.ts"

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
    actions: stuckActions(refusals, context, [
      { id: "change", lines: [strong(texts.actions.changeAnswers)], intent: { intent: "change-answers" } },
    ]),
  }
}

/** The ways on where there is no plan: look again, start over where that helps, leave. */
export function stuckActions(
  refusals: readonly Fault[],
  { catalogue: { screens } }: Context,
  others: readonly Item[] = [],
): readonly Item[] {
  const startOver: Item = {
    id: "start-over",
    lines: [strong(screens.actions.startOver)],
    intent: { intent: "start-over" },
  }
  return [
    { id: "look-again", lines: [strong(screens.actions.lookAgain)], intent: { intent: "look-again" } },
    ...(refusals.some((fault) => fault.startsOver === true) ? [startOver] : []),
    ...others,
    { id: "leave", lines: [strong(screens.actions.leave)], intent: { intent: "leave", code: exitCode.refused } },
  ]
}
