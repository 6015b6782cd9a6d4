// What a node is: its facts in groups, each with its source where that is wanted.

import type { Catalogue } from "../messages/catalogue.ts"
import { groupText, labelText } from "../messages/label-text.ts"
import type { FactRow } from "../model/facts/fact-row.ts"
import { aligned, indented, type Line, type Span, span, strong, type Tone } from "./lines.ts"
import { asideText } from "./sentences.ts"

const tones: { readonly [State in FactRow["state"]]: Tone } = {
  known: "plain",
  absent: "quiet",
  unreadable: "warn",
  "not-understood": "warn",
}

export function factLines(rows: readonly FactRow[], catalogue: Catalogue, withSources: boolean): readonly Line[] {
  // All groups share one column, so that the eye can run down the values.
  const lines = aligned(
    rows.map((row) => ({ label: labelText(catalogue, row.label), text: factSpans(row, catalogue, withSources) })),
  )
  return [...new Set(rows.map(({ group }) => group))].flatMap((group) => [
    strong(groupText(catalogue, group)),
    ...indented(
      lines.filter((_, at) => rows[at]?.group === group).map((one): Line => ({ ...one, isProse: true })),
      2,
    ),
  ])
}

function factSpans(row: FactRow, catalogue: Catalogue, withSource: boolean): readonly Span[] {
  const { screens } = catalogue
  const { state, source } = row
  const told = row.text === "" ? [] : [screens.fact(row.text)]
  const words = state === "known" ? told : [screens.states[state], ...told]
  const from = withSource && source !== "" ? [span(asideText(screens.fact(source), catalogue), "quiet")] : []
  return [span(words.join(": "), tones[state]), ...from]
}
