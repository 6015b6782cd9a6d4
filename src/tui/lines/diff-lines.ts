// A changed file as the lines of a diff with context: added and removed lines by sign and tone, each with its number
// in the file. Comparing is done in documents/. Credentials are redacted.
import { type DiffLine, diffLines as hunksOf } from "../../documents/diff.ts"
import type { FileVersion } from "../../model/change.ts"
import { redactText } from "../../model/secrets/redact.ts"
import { type Line, line, quiet, span, type Tone } from "../../pages/lines.ts"

const tones: Readonly<Record<DiffLine["kind"], Tone>> = { " ": "plain", "+": "added", "-": "removed" }

/** Null: there is no such file. */
export function diffLines(before: FileVersion | null, after: FileVersion | null): readonly Line[] {
  const hunks = hunksOf(redactText(before?.text ?? ""), redactText(after?.text ?? ""))
  const highest = Math.max(
    1,
    ...hunks.map((hunk) => Math.max(hunk.oldStart + hunk.oldCount, hunk.newStart + hunk.newCount)),
  )
  const digits = String(highest).length
  return hunks.flatMap((hunk, at) => [
    ...(at === 0 ? [] : [quiet(`  ${" ".repeat(digits)} :`)]),
    ...hunk.lines.flatMap((one) => shownLines(one, digits)),
  ])
}

function shownLines(one: DiffLine, digits: number): readonly Line[] {
  const number = String(one.newLine ?? one.oldLine ?? "").padStart(digits)
  const tone = tones[one.kind]
  const hang = digits + 5
  return [
    line([span(`${one.kind} `, tone), span(`${number}  `, "quiet"), span(one.text.replace(/\r$/, ""), tone)], hang),
    ...(one.lacksLineBreak ? [quiet(`${" ".repeat(hang)}\\ No newline at end of file`, hang)] : []),
  ]
}
