// What this node is: facts as they are found, then all of them in groups, their sources on request.

import type { FactRow } from "../../criadm.ts"
import { detectedText, labelText } from "../../messages/label-text.ts"
import type { Context } from "../context.ts"
import { aligned, emptyLine, indented, type Line, quiet, type Span, span, strong } from "../drawing/lines.ts"
import { type State, shown } from "../state/state.ts"
import { type Description, type Item, linesBlock, plainScreen } from "./description.ts"

const sourcesItem = "sources"

export function nodeScreen(state: State, context: Context): Description {
  const texts = context.catalogue.screens
  const { looked } = state
  const showsSources = shown(state).opened.includes(sourcesItem)
  const about = { step: "node", title: texts.node.title, about: texts.node.about } as const
  const goOn: Item = { id: "go-on", lines: [strong(texts.actions.goOn)], intent: { intent: "go-on" } }
  if (looked === undefined) {
    const found = aligned(
      state.detected.map(({ text, ...row }) => ({
        label: detectedText(row, context.catalogue),
        text: [text === "" ? span(texts.node.absent, "quiet") : text],
      })),
    )
    const willGoOn = state.goesOnWhenLooked ? [emptyLine, quiet(texts.node.willGoOn)] : []
    return {
      ...plainScreen,
      ...about,
      followsEnd: true,
      isPager: true,
      preferred: undefined,
      blocks: [linesBlock([quiet(texts.node.looking), emptyLine, ...found, ...willGoOn])],
    }
  }
  const toggle: Item = {
    id: sourcesItem,
    lines: [strong(showsSources ? texts.node.hideSources : texts.node.showSources)],
    intent: { intent: "toggle", item: sourcesItem },
  }
  return {
    ...plainScreen,
    ...about,
    isPager: true,
    preferred: goOn.id,
    blocks: [linesBlock(factLines(looked.rows, showsSources, context))],
    actions: [goOn, toggle],
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
    strong(group),
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
      return [row.text]
    case "absent":
      return [span(row.text === "" ? absent : row.text, "quiet")]
    case "unreadable":
      return [span(row.text === "" ? unreadable : row.text, "warn")]
    case "not-understood":
      return [span(row.text === "" ? notUnderstood : row.text, "warn")]
  }
}
