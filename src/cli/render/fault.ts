// A fault for a person: what happened, where, why, what to do next.
import type { Fault } from "../../model/fault.ts"
import { placeToText } from "../../model/place.ts"
import { redactText, redactValue } from "../../model/secrets/redact.ts"
import type { Face } from "../face.ts"
import { printable, wrap } from "../text.ts"
import { renderExcerpt } from "./excerpt.ts"
import { sayFault } from "./say.ts"

export function renderFault(face: Face, fault: Fault): string {
  const { paint, columns } = face
  const text = redactValue(sayFault(face.catalogue, fault))
  const where = fault.place === undefined ? "" : `${placeToText(fault.place)}: `
  const parts = [paint.fault(wrap(printable(where + text.what), columns))]
  if (fault.place?.text !== undefined) parts.push(renderExcerpt(fault.place, paint))
  if (fault.ran !== undefined) {
    parts.push(printable(`  ${fault.ran.command.join(" ")} (${fault.ran.exit})`))
    parts.push(...fault.ran.lastLines.map((line) => `  ${paint.quiet(printable(redactText(line)))}`))
  }
  if (fault.because !== undefined) parts.push(renderFault(face, fault.because))
  if (text.next !== "") parts.push(wrap(printable(text.next), columns))
  return parts.join("\n")
}
