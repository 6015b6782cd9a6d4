// The title of a screen with the word at its right. A title too long for one row takes two, because it may be the whole
// question; where even that is too little it is cut.
import { widthOf } from "../../messages/line-breaks.ts"
import { type Span, span } from "../../pages/lines.ts"
import { cut, printable, type Row, wrap } from "../../pages/wrap.ts"
import type { Context } from "../context.ts"
import type { Description } from "../screens/description.ts"

/** Columns within which the word at the right stands: further away nobody sees that it belongs to the title. */
const asideWithin = 76

export function titleRows({ title, tone, aside = [] }: Description, width: number, context: Context): readonly Row[] {
  const told = aside.map((one) => span(printable(one.text), one.tone))
  const asideWidth = told.reduce((sum, one) => sum + widthOf(one.text), 0)
  const whole = span(printable(title), tone === "plain" ? "strong" : tone)
  const [first = [], second, ...rest] = wrap({ spans: [whole], hang: 0 }, width)
  if (rest.length > 0) return [[span(cut(whole.text, width, context.theme.glyphs.ellipsis), whole.tone)]]
  const rows = second === undefined ? [first] : [first, second]
  const last = rows.at(-1) ?? []
  const used = last.reduce((sum, one) => sum + widthOf(one.text), 0)
  if (asideWidth === 0) return rows
  if (used + 2 + asideWidth > width) {
    // Not enough room beside it: below it, unless there are two rows already.
    return rows.length === 1 ? [first, withAside([], 0, told, asideWidth, width)] : rows
  }
  return [...rows.slice(0, -1), withAside(last, used, told, asideWidth, width)]
}

function withAside(row: Row, used: number, aside: readonly Span[], asideWidth: number, width: number): Row {
  return [...row, span(" ".repeat(Math.max(2, Math.min(width, asideWithin) - used - asideWidth))), ...aside]
}
