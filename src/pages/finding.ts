// A finding: severity, code, sentence, cause with the evidence, what to do, where to read.
import type { Catalogue, FindingText } from "../messages/catalogue.ts"
import type { Finding, Severity } from "../model/finding.ts"
import { type Place, placeToText } from "../model/place.ts"
import { excerptLines } from "./excerpt.ts"
import { indented, type Line, line, prose, quiet, type Span, span, type Tone } from "./lines.ts"
import { findingText } from "./sentences.ts"

export const severityTones: { readonly [S in Severity]: Tone } = { failure: "fault", warning: "warn", note: "quiet" }

export function severitySpan(severity: Severity, { screens }: Catalogue): Span {
  return span(screens.findings[severity], severityTones[severity])
}

/** "short": without cause and what to do. */
export function findingLines(finding: Finding, catalogue: Catalogue, form: "whole" | "short"): readonly Line[] {
  const text = findingText(finding, catalogue)
  return [
    line([severitySpan(finding.severity, catalogue), " ", span(finding.code, "strong")]),
    ...indented([prose(text.what), ...(form === "short" ? [] : findingDetail(text, finding.place, catalogue))], 2),
  ]
}

/** What stands below the sentence. */
export function findingDetail(
  { why, next, link }: FindingText,
  place: Place | undefined,
  { screens }: Catalogue,
): readonly Line[] {
  return [
    prose(why),
    ...(place === undefined ? [] : [line(placeToText(place)), ...excerptLines(place)]),
    prose([span(screens.findings.next, "quiet"), next]),
    quiet(screens.link(link)),
  ]
}
