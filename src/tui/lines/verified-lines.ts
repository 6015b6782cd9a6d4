// What the running node answered, line by line: holds or not, and how it was seen. Where it holds, the proof does not say
// again what was expected.
import type { Catalogue } from "../../messages/catalogue.ts"
import type { Verified } from "../../model/run.ts"
import { type Line, line, span, spokenAs } from "../../pages/lines.ts"
import { expectationText, reasonText } from "../../pages/sentences.ts"
import type { Context } from "../context.ts"

export function verifiedLines(verified: readonly Verified[], context: Context): readonly Line[] {
  return verified.map((one) => verifiedLine(one, context))
}

function verifiedLine(verified: Verified, { catalogue, theme }: Context): Line {
  const { holds } = verified
  const mark = holds ? span(`${theme.glyphs.ok} `, "ok") : span(`${theme.glyphs.fault} `, "fault")
  const what = expectationText(verified.expectation, catalogue)
  const how = proofText(verified, catalogue)
  const proof = how === undefined ? [] : [span(`  ${how}`, holds ? "quiet" : "warn")]
  return spokenAs(line([mark, what, ...proof], 2), verifiedText(verified, catalogue))
}

/** The same as a sentence, for faces without signs and columns. */
export function verifiedText(verified: Verified, catalogue: Catalogue): string {
  const { run } = catalogue.screens
  const what = expectationText(verified.expectation, catalogue)
  return run.asked(what, verified.holds, proofText(verified, catalogue))
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
