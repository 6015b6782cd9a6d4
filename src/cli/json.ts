// JSON documents of the command line. Each carries `kind` and `version`; what a version holds is a promise to scripts.
// Credentials are redacted.

import { faultKinds } from "../messages/owned.ts"
import type { Explanation } from "../model/explanation.ts"
import type { Fault } from "../model/fault.ts"
import type { Finding } from "../model/finding.ts"
import type { Reason } from "../model/message.ts"
import type { Verified } from "../model/run.ts"
import { redactValue } from "../model/secrets/redact.ts"
import { faultText, findingText, reasonText } from "../pages/sentences.ts"
import type { Face } from "./face.ts"
import { type DocumentKind, documents } from "./schemas/documents.ts"

/**
 * A value as JSON that a terminal may show: JSON escapes the C0 controls by itself, and here DEL, the C1 controls and
 * the marks that reorder text (UAX #9) are escaped too. It reads back as the same value.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** Its version and what is in it: schemas/documents.ts. */
export function jsonDocument(kind: DocumentKind, body: Readonly<Record<string, unknown>>): string {
  return jsonText(redactValue({ kind, version: documents()[kind].version, ...body }))
}

export const faultToJson = (face: Face, fault: Fault): unknown => ({
  ...fault,
  kind: faultKinds[fault.code],
  ...(fault.because === undefined ? {} : { because: faultToJson(face, fault.because) }),
  message: faultText(fault, face.catalogue),
})
export const findingToJson = (face: Face, finding: Finding): unknown => ({
  ...finding,
  message: findingText(finding, face.catalogue),
})
export const reasonToJson = (face: Face, reason: Reason): unknown => ({
  ...reason,
  message: reasonText(reason, face.catalogue),
})
export const explanationToJson = (face: Face, explanation: Explanation): unknown => ({
  ...explanation,
  ...(explanation.why === undefined ? {} : { why: reasonToJson(face, explanation.why) }),
  others: explanation.others.map((other) => ({ ...other, why: reasonToJson(face, other.why) })),
})
export const verifiedToJson = (face: Face, verified: readonly Verified[]): unknown =>
  verified.map((one) => ({
    ...one,
    expectation: withoutMeans(one.expectation),
    observed: reasonToJson(face, one.observed),
  }))

/** What was promised; the command by which criadm asks for it is its own business. */
function withoutMeans(expectation: Verified["expectation"]): unknown {
  return Object.fromEntries(Object.entries(expectation).filter(([name]) => name !== "dumpCommand"))
}
