// A finding for a person: severity, code, sentence, cause with the evidence, what to do, where to read.
import type { Finding, Severity } from "../../model/finding.ts"
import { placeToText } from "../../model/place.ts"
import type { Face } from "../face.ts"
import { printable, wrap } from "../text.ts"
import { renderExcerpt } from "./excerpt.ts"
import { sayFinding } from "./say.ts"

export function renderFinding(face: Face, finding: Finding): string {
  const text = sayFinding(face.catalogue, finding)
  const colour: { readonly [S in Severity]: (text: string) => string } = {
    failure: face.paint.fault,
    warning: face.paint.warn,
    note: face.paint.quiet,
  }
  const head = `${colour[finding.severity](face.catalogue.screens.findings[finding.severity])} ${face.paint.strong(finding.code)}`
  const parts = [head, wrap(printable(text.what), face.columns, "  ")]
  if (face.isQuiet) return parts.join("\n")
  parts.push(wrap(printable(text.why), face.columns, "  "))
  if (finding.place !== undefined) {
    parts.push(printable(`  ${placeToText(finding.place)}`), renderExcerpt(finding.place, face.paint))
  }
  parts.push(wrap(printable(`-> ${text.next}`), face.columns, "  "), `  ${face.paint.quiet(text.link)}`)
  return parts.filter((part) => part !== "").join("\n")
}
