// A line of a file with its number and the spot underlined, as compilers show it.
import { widthOf } from "../../messages/line-breaks.ts"
import type { Place } from "../../model/place.ts"
import { redactText } from "../../model/secrets/redact.ts"
import type { Paint } from "../paint.ts"
import { printable } from "../text.ts"

/** How much of a long line is shown. */
const widest = 160

export function renderExcerpt(place: Place, paint: Paint): string {
  if (place.text === undefined) return ""
  const number = String(place.line)
  const shown = printable(redactText(place.text).slice(0, widest).replaceAll("\t", " "))
  const start = Math.min(place.column - 1, shown.length)
  const length = Math.max(1, Math.min(place.length ?? shown.length - start, shown.length - start))
  const before = widthOf(shown.slice(0, start))
  const meant = Math.max(1, widthOf(shown.slice(start, start + length)))
  const gutter = " ".repeat(number.length)
  return [
    `  ${paint.quiet(`${number} |`)} ${shown}`,
    `  ${paint.quiet(`${gutter} |`)} ${" ".repeat(before)}${paint.warn("^".repeat(meant))}`,
  ].join("\n")
}
