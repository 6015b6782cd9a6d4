// The first row: "criadm" and where on the way one is: steps that are done, the one that is here, those to come.
import { widthOf } from "../../messages/line-breaks.ts"
import { type Span, span } from "../../pages/lines.ts"
import type { Row } from "../../pages/wrap.ts"
import type { Context } from "../context.ts"
import type { Description, StepName } from "../screens/description.ts"

/** Where there is no room for rules between them the steps stand side by side, then the one that is here alone. */
export function stepBar({ step, isAtEnd }: Description, width: number, { catalogue, theme }: Context): Row {
  const names = Object.entries(catalogue.screens.steps) as readonly (readonly [StepName, string])[]
  const here = names.findIndex(([name]) => name === step)
  const stepOf = (at: number, isDone: boolean): readonly Span[] => {
    const text = names[at]?.[1] ?? ""
    if (isDone) return [span(`${theme.glyphs.ok} `, "ok"), span(text, at === here ? "ok" : "plain")]
    return [span(text, at === here ? "focus" : "quiet")]
  }
  const barWith = (between: string, isDone: (at: number) => boolean): Row => [
    span("criadm", "strong"),
    span("   "),
    ...names.flatMap((_, at) => [...(at === 0 ? [] : [span(between, "quiet")]), ...stepOf(at, isDone(at))]),
  ]
  const isBehind = (at: number) => at < here || (at === here && isAtEnd === true)
  // One form from the first step to the last: what has room when everything is done.
  const between = [` ${theme.glyphs.rule} `, "  "].find((one) => widthOfRow(barWith(one, () => true)) <= width)
  if (between !== undefined) return barWith(between, isBehind)
  const name = span("criadm", "strong")
  const alone = [name, span(`   ${here + 1}/${names.length} `, "quiet"), ...stepOf(here, isBehind(here))]
  return widthOfRow(alone) <= width ? alone : [name]
}

function widthOfRow(row: Row): number {
  return row.reduce((sum, one) => sum + widthOf(one.text), 0)
}
