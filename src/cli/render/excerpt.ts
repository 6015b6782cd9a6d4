// A line of a file with its number and the spot underlined, as compilers show it.
import type { Place } from "../../model/place.ts"
import type { Paint } from "../paint.ts"
import { printable } from "../text.ts"

/** How much of a long line is shown. */
const widest = 160

export function renderExcerpt(place: Place, paint: Paint): string {
  if (place.text === undefined) return ""
  const number = String(place.line)
  const shown = printable(place.text.slice(0, widest).replaceAll("\t", " "))
  const start = Math.min(place.column - 1, shown.length)
  const length = Math.max(1, Math.min(place.length ?? shown.length - start, shown.length - start))
  const gutter = " ".repeat(number.length)
  return [
    `  ${paint.quiet(`${number} |`)} ${shown}`,
    `  ${paint.quiet(`${gutter} |`)} ${" ".repeat(start)}${paint.warn("^".repeat(length))}`,
  ].join("\n")
}
