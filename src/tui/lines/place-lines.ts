// Shows a spot in a file: where it is, the line itself, and a caret under what is meant.
import type { Catalogue } from "../../messages/catalogue.ts"
import { widthOf } from "../../messages/line-breaks.ts"
import { type Place, placeToText } from "../../model/place.ts"
import { redactText } from "../../model/secrets/redact.ts"
import { type Line, line, quiet, span } from "../../pages/lines.ts"
import { printable } from "../../pages/wrap.ts"

export function placeLines(place: Place, catalogue: Catalogue): readonly Line[] {
  const where = quiet(catalogue.screens.place(placeToText(place)), 2)
  if (place.text === undefined) return [where]
  const text = redactText(place.text)
  const before = printable(text.slice(0, place.column - 1))
  const meant = text.slice(place.column - 1, place.length === undefined ? undefined : place.column - 1 + place.length)
  const gutter = `${place.line} | `
  const caret = " ".repeat(gutter.length + widthOf(before)) + "^".repeat(Math.max(1, widthOf(printable(meant))))
  return [where, line([span(gutter, "quiet"), text]), line([span(caret, "fault")])]
}
