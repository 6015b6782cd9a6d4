// What this node is: the five facts that matter first, each with its verdict, where they stand from the first moment; all
// facts in groups, and their sources, on request.

import type { FactRow } from "../../criadm/interface.ts"
import { groupText, labelText } from "../../messages/label-text.ts"
import { aligned, emptyLine, indented, type Line, line, quiet, type Span, span, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import { essentialLines } from "../lines/essential-lines.ts"
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
          ...essentialLines(state.detected, true, context),
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
        ...essentialLines(looked.essentials, false, context),
        ...(showsFacts ? [emptyLine, ...factLines(looked.rows, showsSources, context)] : []),
      ]),
    ],
    actions: [
      { id: "go-on", lines: [strong(texts.actions.goOn)], intent: { intent: "go-on" } },
      ...(showsSources ? [] : [toggle(factsItem, showsFacts ? texts.node.hideFacts : texts.node.showFacts)]),
      toggle(sourcesItem, showsSources ? texts.node.hideSources : texts.node.showSources),
    ],
  }
}

function factLines(rows: readonly FactRow[], showsSources: boolean, context: Context): readonly Line[] {
  const groups = [...new Set(rows.map((row) => row.group))]
  // All groups share one column, so that the eye can run down the values.
  const lines = aligned(
    rows.map((row) => ({ label: labelText(context.catalogue, row.label), text: factText(row, context) })),
  )
  return groups.flatMap((group, at) => [
    ...(at === 0 ? [] : [emptyLine]),
    strong(groupText(context.catalogue, group)),
    ...indented(
      rows.flatMap((row, index) => {
        const own = lines[index]
        if (row.group !== group || own === undefined) return []
        const source = context.catalogue.screens.source(row.source)
        return showsSources ? [own, quiet(`${" ".repeat(own.hang)}${source}`, own.hang)] : [own]
      }),
      2,
    ),
  ])
}

function factText(row: FactRow, { catalogue }: Context): readonly (string | Span)[] {
  const { absent, unreadable, notUnderstood } = catalogue.screens.node
  switch (row.state) {
    case "known":
      return [catalogue.screens.fact(row.text)]
    case "absent":
      return [span(row.text === "" ? absent : row.text, "quiet")]
    case "unreadable":
      return [span(row.text === "" ? unreadable : row.text, "warn")]
    case "not-understood":
      return [span(row.text === "" ? notUnderstood : row.text, "warn")]
  }
}
