// Applied and verified: shall it stay? Without an answer the node goes back by itself.

import { emptyLine, line, span, strong } from "../../pages/lines.ts"
import { verifiedLines } from "../../pages/verified.ts"
import type { Context } from "../context.ts"
import type { State } from "../state/state.ts"
import { type Description, linesBlock, plainScreen } from "./description.ts"

/** Whole seconds until the node goes back; 0 when the time is over. */
export function secondsLeft(state: State): number {
  return Math.max(0, Math.ceil(((state.keepBefore ?? state.now) - state.now) / 1000))
}

export function keepScreen(state: State, context: Context): Description {
  const texts = context.catalogue.screens.keep
  const seconds = secondsLeft(state)
  const countdown = state.isKeeping
    ? line([span(texts.keeping, "ok")])
    : line([span(seconds === 0 ? texts.late : texts.countdown(seconds), "warn")])
  return {
    ...plainScreen,
    step: "apply",
    title: texts.title,
    about: texts.about,
    preferred: "keep",
    blocks: [
      linesBlock([
        countdown,
        emptyLine,
        ...verifiedLines(state.outcome?.verified ?? [], context.catalogue, context.theme.glyphs),
      ]),
    ],
    actions: state.isKeeping
      ? []
      : [
          { id: "keep", lines: [strong(texts.keep)], intent: { intent: "keep" } },
          { id: "put-back", lines: [strong(texts.putBack)], intent: { intent: "put-back" } },
        ],
  }
}
