// What to do with the plan: apply it, write the answers file, save the plan, or leave; equal choices.
import { exitCode } from "../../model/exit-code.ts"
import { emptyLine, line, quiet, span, spokenAs, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import type { Looked, State } from "../state/state.ts"
import { type Description, type Item, itemBlock, linesBlock, plainScreen } from "./description.ts"

function mayApply(looked: Looked): boolean {
  return !looked.node.isLive || looked.node.uid === 0
}

export function chooseScreen(state: State, looked: Looked, context: Context): Description {
  const texts = context.catalogue.screens.choose
  const { glyphs } = context.theme
  const isAble = mayApply(looked)
  const item = (id: string, text: string, why: string, intent: Item["intent"]): Item => ({
    id,
    lines: [strong(text), quiet(why)],
    intent,
  })
  const apply = item("apply", texts.apply, texts.applyWhy, { intent: "apply" })
  const keep: Item = {
    id: "keep",
    lines: [
      spokenAs(
        line([span(state.asksToKeep ? `${glyphs.on} ` : `${glyphs.off} `, "focus"), texts.keepToggle]),
        texts.keepToggleSpoken(state.asksToKeep),
      ),
      quiet(state.asksToKeep ? texts.keepOn(context.confirmSeconds) : texts.keepOff),
    ],
    intent: { intent: "switch-keep" },
  }
  // Whoever has saved something will do it later, or elsewhere; whoever has not has said no.
  const isSaved = state.answersFile !== undefined || state.planFile !== undefined
  const others = [
    item("save-answers", texts.saveAnswers, texts.saveAnswersWhy, { intent: "save", what: "answers" }),
    item("save-plan", texts.savePlan, texts.savePlanWhy, { intent: "save", what: "plan" }),
    item("leave", texts.leave, texts.leaveWhy, { intent: "leave", code: isSaved ? exitCode.done : exitCode.declined }),
  ]
  const cannot = linesBlock([line([span(texts.apply, "quiet"), span(`  ${texts.applyNotRoot}`, "warn")], 2)])
  const blocks = isAble ? [itemBlock(apply), ...others.map(itemBlock)] : [cannot, ...others.map(itemBlock)]
  return {
    ...plainScreen,
    step: "review",
    title: texts.title,
    about: texts.about,
    preferred: isAble ? "apply" : "save-answers",
    // With --root nothing runs that could be looked at before it is kept.
    blocks: isAble && looked.node.isLive ? [...blocks, linesBlock([emptyLine]), itemBlock(keep)] : blocks,
  }
}
