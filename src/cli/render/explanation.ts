// An explanation for a person: the value, the line it comes from, and every other line that names the setting with
// the reason why it does not count.
import type { Explanation } from "../../model/explanation.ts"
import { sourceToText } from "../../model/facts/fact.ts"
import { placeToText } from "../../model/place.ts"
import type { Face } from "../face.ts"
import { printable } from "../text.ts"
import { renderExcerpt } from "./excerpt.ts"
import { sayLine, sayReason } from "./say.ts"

export function renderExplanation(face: Face, explanation: Explanation): string {
  const { catalogue, paint } = face
  const subject = [explanation.component, explanation.subject].filter((part) => part !== undefined).join(" ")
  const value = explanation.value ?? sayLine(catalogue, { code: "explain-unknown", args: {} })
  const source = sourceToText(explanation.source)
  const parts = [`${paint.strong(explanation.setting)} (${printable(subject)}): ${paint.strong(printable(value))}`]
  const from =
    explanation.why === undefined
      ? sayLine(catalogue, { code: "explain-from", args: { source } })
      : sayLine(catalogue, {
          code: "explain-from-because",
          args: { source, why: sayReason(catalogue, explanation.why) },
        })
  parts.push(`  ${printable(from)}`)
  if (explanation.running !== undefined) parts.push(runningLine(face, explanation.running))
  if (explanation.source.kind === "file" && explanation.source.place !== undefined) {
    parts.push(renderExcerpt(explanation.source.place, paint))
  }
  if (explanation.others.length > 0) parts.push(`  ${sayLine(catalogue, { code: "explain-others", args: {} })}`)
  for (const other of explanation.others) {
    const said = `  ${placeToText(other.place)}: ${other.key} = ${other.value}`
    const why = sayLine(catalogue, { code: "aside", args: { text: sayReason(catalogue, other.why) } })
    parts.push(printable(said + why), renderExcerpt(other.place, paint))
  }
  return parts.filter((part) => part !== "").join("\n")
}

function runningLine({ catalogue, paint }: Face, { value, differs }: NonNullable<Explanation["running"]>): string {
  const line = differs
    ? sayLine(catalogue, { code: "explain-not-restarted", args: { value } })
    : sayLine(catalogue, { code: "explain-running", args: { value } })
  return `  ${differs ? paint.warn(printable(line)) : printable(line)}`
}
