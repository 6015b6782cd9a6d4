// What the running node answered, a line per expectation.
import type { Verified } from "../../model/run.ts"
import { expectationText } from "../../pages/sentences.ts"
import type { Face } from "../face.ts"
import { printable } from "../text.ts"
import { sayLine, sayReason } from "./say.ts"

export function renderVerified(face: Face, verified: Verified): string {
  const mark = verified.holds ? face.paint.ok("ok  ") : face.paint.fault("FAIL")
  const expected = printable(expectationText(verified.expectation, face.catalogue))
  const observed = printable(sayReason(face.catalogue, verified.observed))
  if (observed === expected) return `${mark} ${expected}`
  const aside = sayLine(face.catalogue, { code: "aside", args: { text: observed } })
  return `${mark} ${expected}${face.paint.quiet(aside)}`
}
