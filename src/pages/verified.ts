// What the running node answered: holds or not, and how it was seen. Where it holds, the proof does not say again what was
// expected.
import type { Catalogue } from "../messages/catalogue.ts"
import type { Verified } from "../model/run.ts"
import { type Line, line, span, spokenAs } from "./lines.ts"
import { asideText, expectationText, reasonText } from "./sentences.ts"

/** How a face marks what holds and what does not. */
export interface Signs {
  readonly ok: string
  readonly fault: string
}

export function verifiedLines(verified: readonly Verified[], catalogue: Catalogue, signs: Signs): readonly Line[] {
  return verified.map((one) => verifiedLine(one, catalogue, signs))
}

export function verifiedLine(verified: Verified, catalogue: Catalogue, signs: Signs): Line {
  const { holds } = verified
  const what = expectationText(verified.expectation, catalogue)
  const how = proofText(verified, catalogue)
  const proof = how === undefined ? [] : [span(asideText(how, catalogue), "quiet")]
  const mark = holds ? span(`${signs.ok} `, "ok") : span(`${signs.fault} `, "fault")
  return spokenAs(line([mark, what, ...proof], 2), catalogue.screens.run.asked(what, holds, how))
}

/** Undefined: there is nothing to say beside what was expected. */
function proofText({ expectation, holds, observed }: Verified, catalogue: Catalogue): string | undefined {
  const whole = reasonText(observed, catalogue)
  if (whole === expectationText(expectation, catalogue)) return undefined
  if (!holds) return whole
  const { proof } = catalogue.screens
  switch (observed.code) {
    case "observed-cri":
      return proof.program(observed.args.runtime, observed.args.version)
    case "observed-driver-told":
      return proof.told
    case "observed-handlers":
      return proof.handlers(observed.args.handlers)
    case "observed-image":
    case "observed-service":
    case "observed-value":
      return undefined
    case "observed-image-present":
      return proof.present
    case "observed-image-absent":
      return proof.absent
    default:
      return whole
  }
}
