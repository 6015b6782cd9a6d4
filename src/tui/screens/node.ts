// What this node is: the five facts that matter first, each with its verdict, where they stand from the first moment; all
// facts in groups, and their sources, on request.

import { essentialLines } from "../../pages/essentials.ts"
import { factLines } from "../../pages/facts.ts"
import { emptyLine, line, quiet, span, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import { spinnerSpan } from "../lines/spinner.ts"
import { type State, shown } from "../state/state.ts"
import { type Description, type Item, linesBlock, plainScreen } from "./description.ts"

const factsItem = "facts"
const sourcesItem = "sources"

export function nodeScreen(state: State, context: Context): Description {
  const texts = context.catalogue.screens
  const { looked } = state
  const about = { step: "node", title: texts.node.title, about: texts.node.about } as const
  if (looked === undefined) {
    const willGoOn = state.goesOnWhenLooked ? [quiet(texts.node.willGoOn)] : []
    return {
      ...plainScreen,
      ...about,
      isPager: true,
      preferred: undefined,
      blocks: [
        linesBlock([
          ...essentialLines(state.detected, true, context.catalogue, context.theme.glyphs),
          emptyLine,
          line([spinnerSpan(state.now, context), span(texts.node.looking, "quiet")], 2),
          ...willGoOn,
        ]),
      ],
    }
  }
  const { opened } = shown(state)
  const showsSources = opened.includes(sourcesItem)
  const showsFacts = showsSources || opened.includes(factsItem)
  const toggle = (item: string, text: string): Item => ({
    id: item,
    lines: [strong(text)],
    intent: { intent: "toggle", item },
  })
  return {
    ...plainScreen,
    ...about,
    isPager: true,
    preferred: "go-on",
    blocks: [
      linesBlock([
        ...essentialLines(looked.essentials, false, context.catalogue, context.theme.glyphs),
        ...(showsFacts ? [emptyLine, ...factLines(looked.rows, context.catalogue, showsSources)] : []),
      ]),
    ],
    actions: [
      { id: "go-on", lines: [strong(texts.actions.goOn)], intent: { intent: "go-on" } },
      ...(showsSources ? [] : [toggle(factsItem, showsFacts ? texts.node.hideFacts : texts.node.showFacts)]),
      toggle(sourcesItem, showsSources ? texts.node.hideSources : texts.node.showSources),
    ],
  }
}
