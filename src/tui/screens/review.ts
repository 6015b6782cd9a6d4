// The plan in full: every file as a diff with context, every service action, what is checked before and asked after,
// how long it may take. One long text that is scrolled and searched; nothing is left out.

import { emptyLine, line, quiet, span, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import { spinnerSpan } from "../lines/spinner.ts"
import type { State } from "../state/state.ts"
import { type Description, linesBlock, plainScreen } from "./description.ts"

export function reviewScreen(state: State, context: Context): Description {
  const texts = context.catalogue.screens
  const plan = state.planned?.ok === true ? state.planned.plan : undefined
  const common = {
    ...plainScreen,
    step: "review",
    title: texts.review.title,
    about: texts.review.about,
    isPager: true,
  } as const
  if (plan === undefined) {
    return {
      ...common,
      preferred: undefined,
      blocks: [linesBlock([line([spinnerSpan(state.now, context), span(texts.review.working, "quiet")], 2)])],
    }
  }
  return {
    ...common,
    preferred: "go-on",
    blocks: [linesBlock([...state.planLines, emptyLine, quiet(texts.review.untouched)])],
    actions: [{ id: "go-on", lines: [strong(texts.actions.goOn)], intent: { intent: "go-on" } }],
  }
}
