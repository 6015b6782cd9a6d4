// Sentences made safe and narrow: texts from files and programs never reach the terminal as control characters.
import { widthOf } from "../messages/line-breaks.ts"
import { indented, line, textOf } from "../pages/lines.ts"
import { wrap as rowsOf, printable as visible } from "../pages/wrap.ts"

/** Everything unprintable made visible, but for tabs and line breaks. */
export function printable(text: string): string {
  return text.replace(/[^\n\t]+/g, visible)
}

/** Breaks where the text allows it so that no line is wider than `columns`; words longer than that stay whole. */
export function wrap(text: string, columns: number, indent = ""): string {
  return indented(
    text.split("\n").map((paragraph) => line(paragraph)),
    indent.length,
  )
    .flatMap((one) => rowsOf(one, columns, "whole"))
    .map((spans) => textOf({ spans, hang: 0 }))
    .join("\n")
}

/** Two columns, the first as wide as its longest cell (at most `most`). */
export function columnsOf(rows: readonly (readonly [string, string])[], columns: number, most = 30): string {
  const width = Math.min(most, Math.max(0, ...rows.map(([left]) => widthOf(left))))
  return rows
    .map(([left, right]) => {
      const body = wrap(right, Math.max(20, columns - width - 4)).split("\n")
      const spare = width - widthOf(left)
      const gap = spare < 0 ? `\n${" ".repeat(width + 4)}` : " ".repeat(spare + 2)
      return `  ${left}${gap}${body.join(`\n${" ".repeat(width + 4)}`)}`
    })
    .join("\n")
}
