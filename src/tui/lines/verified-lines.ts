// What the running node answered, line by line: holds or not, and how it was seen.
import type { Verified } from "../../model/run.ts"
import type { Context } from "../context.ts"
import { type Line, line, span } from "../drawing/lines.ts"
import { expectationText, reasonText } from "./sentences.ts"

export function verifiedLines(verified: readonly Verified[], { catalogue, theme }: Context): readonly Line[] {
  return verified.map(({ expectation, holds, observed }) => {
    const mark = holds ? span(`${theme.glyphs.ok} `, "ok") : span(`${theme.glyphs.fault} `, "fault")
    const what = expectationText(expectation, catalogue)
    const how = reasonText(observed, catalogue)
    // "containerd.service is active" needs no second telling.
    const proof = how === what ? [] : [span(`  ${how}`, holds ? "quiet" : "warn")]
    return line([mark, what, ...proof], 2)
  })
}
