// A line of a file with its number and the spot underlined, as compilers show it.
import { widthOf } from "../messages/line-breaks.ts"
import { lineShown, type Place } from "../model/place.ts"
import { type Line, line, span } from "./lines.ts"
import { printable } from "./wrap.ts"

/** How much of a long line is shown. */
const widest = 160

/** Empty where the text of the line is not known. */
export function excerptLines(place: Place): readonly Line[] {
  const text = lineShown(place)
  if (text === undefined) return []
  const number = String(place.line)
  const shown = text.slice(0, widest).replaceAll("\t", " ")
  const start = Math.min(place.column - 1, shown.length)
  const end = Math.min(place.length === undefined ? shown.length : start + place.length, shown.length)
  const before = widthOf(printable(shown.slice(0, start)))
  const meant = Math.max(1, widthOf(printable(shown.slice(start, end))))
  return [
    line([span(`${number} |`, "quiet"), ` ${shown}`]),
    line([span(`${" ".repeat(number.length)} |`, "quiet"), " ".repeat(before + 1), span("^".repeat(meant), "warn")]),
  ]
}
