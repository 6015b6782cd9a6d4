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

/** Worst first. */
export const severities = ["failure", "warning", "note"] as const

export function countsOf(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length
  return { failure: count("failure"), warning: count("warning"), note: count("note") }
}

/** "1 failure, 4 warnings, 0 notes", each word in its colour. */
export function countSpans(counts: Readonly<Record<Severity, number>>, { screens }: Catalogue): readonly Span[] {
  return severities.flatMap((severity, at) => {
    const count = counts[severity]
    const told = span(screens.findings.count[severity](count), count === 0 ? "quiet" : severityTones[severity])
    return at === 0 ? [told] : [span(screens.findings.and, "quiet"), told]
  })
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
  catalogue: Catalogue,
): readonly Line[] {
  return [
    prose(why),
    ...(place === undefined ? [] : [line(placeToText(place)), ...excerptLines(place)]),
    fixLine(next, catalogue),
    quiet(catalogue.screens.link(link)),
  ]
}

function fixLine(next: string, { screens }: Catalogue): Line {
  return prose([span(screens.findings.next, "quiet"), next])
}

/** The same finding on many nodes, once; `names`: those that have it, as they are told. */
export function sharedFindingLines(
  finding: Finding,
  nodes: number,
  names: string,
  catalogue: Catalogue,
): readonly Line[] {
  const { what, next } = findingText(finding, catalogue)
  const head = span(`${nodes} × ${finding.code}`, severityTones[finding.severity])
  return [line([head, `: ${what}`]), ...indented([line(names), fixLine(next, catalogue)], 2)]
}
