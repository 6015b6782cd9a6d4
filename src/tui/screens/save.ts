// The name of a file that shall be written, and why the last one could not be.

import { faultLines } from "../../pages/fault.ts"
import { emptyLine, quiet } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import { type Saved, type State, shown } from "../state/state.ts"
import { type Description, linesBlock, plainScreen } from "./description.ts"

export function saveScreen(what: Saved, state: State, context: Context): Description {
  const texts = context.catalogue.screens.save
  const { problem } = shown(state)
  return {
    ...plainScreen,
    step: state.outcome === undefined ? "review" : "apply",
    title: what === "answers" ? texts.titleAnswers : texts.titlePlan,
    about: texts.about,
    preferred: undefined,
    field: { label: texts.label, offered: context.offeredFiles[what] },
    blocks: [
      linesBlock([
        quiet(texts.what),
        ...(problem === undefined ? [] : [emptyLine, ...faultLines(problem, context.catalogue)]),
      ]),
    ],
  }
}
