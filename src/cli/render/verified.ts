// What the running node answered, a line per expectation.
import type { Verified } from "../../model/run.ts"
import { expectationText, reasonText } from "../../pages/sentences.ts"
import type { Face } from "../face.ts"
import { sayLine } from "../print.ts"
import { printable } from "../text.ts"

export function renderVerified(face: Face, verified: Verified): string {
  const mark = verified.holds ? face.paint("ok  ", "ok") : face.paint("FAIL", "fault")
  const expected = printable(expectationText(verified.expectation, face.catalogue))
  const observed = printable(reasonText(verified.observed, face.catalogue))
  if (observed === expected) return `${mark} ${expected}`
  const aside = sayLine(face.catalogue, { code: "aside", args: { text: observed } })
  return `${mark} ${expected}${face.paint(aside, "quiet")}`
}
