// JSON documents of the command line. Each carries `kind` and `version`; what a version holds is a promise to scripts.
import type { Fault } from "../model/fault.ts"
import type { Finding } from "../model/finding.ts"
import type { Reason } from "../model/message.ts"
import type { Face } from "./face.ts"
import { sayFault, sayFinding, sayReason } from "./render/say.ts"

export function jsonDocument(kind: string, body: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ kind, version: 1, ...body }, undefined, 2)
}

export const faultToJson = (face: Face, fault: Fault): unknown => ({
  ...fault,
  ...(fault.because === undefined ? {} : { because: faultToJson(face, fault.because) }),
  message: sayFault(face.catalogue, fault),
})
export const findingToJson = (face: Face, finding: Finding): unknown => ({
  ...finding,
  message: sayFinding(face.catalogue, finding),
})
export const reasonToJson = (face: Face, reason: Reason): unknown => ({
  ...reason,
  message: sayReason(face.catalogue, reason),
})
