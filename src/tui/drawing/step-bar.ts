// The first row: "criadm" and where on the way one is: steps that are done, the one that is here, those to come.
import { widthOf } from "../../messages/line-breaks.ts"
import type { Context } from "../context.ts"
import type { Description, StepName } from "../screens/description.ts"
import { type Span, span } from "./lines.ts"
import type { Row } from "./wrap.ts"

/** Where there is no room for rules between them the steps stand side by side, then the one that is here alone. */
export function stepBar({ step, isAtEnd }: Description, width: number, context: Context): Row {
  const { catalogue, theme } = context
  const names = Object.entries(catalogue.screens.steps) as readonly (readonly [StepName, string])[]
  const here = names.findIndex(([name]) => name === step)
  const steps = names.map(([, text], at): readonly Span[] => {
    const isDone = at < here || (at === here && isAtEnd === true)
    if (isDone) return [span(`${theme.glyphs.ok} `, "ok"), span(text, at === here ? "ok" : "plain")]
    return [span(text, at === here ? "focus" : "quiet")]
  })
  const name = span("criadm", "strong")
  const bars = [` ${theme.glyphs.rule} `, "  "].map(
    (between): Row => [
      name,
      span("   "),
      ...steps.flatMap((one, at) => (at === 0 ? one : [span(between, "quiet"), ...one])),
    ],
  )
  const alone = [name, span(`   ${here + 1}/${names.length} `, "quiet"), ...(steps[here] ?? [])]
  return [...bars, alone].find((row) => widthOfRow(row) <= width) ?? [name]
}

function widthOfRow(row: Row): number {
  return row.reduce((sum, one) => sum + widthOf(one.text), 0)
}
