// An explanation: the value, the line it comes from, and every other line that names the setting with the reason why it
// does not count.
import type { Catalogue } from "../messages/catalogue.ts"
import type { Explanation } from "../model/explanation.ts"
import { sourceToText } from "../model/facts/fact.ts"
import { placeToText } from "../model/place.ts"
import { redactText } from "../model/secrets/redact.ts"
import { excerptLines } from "./excerpt.ts"
import { indented, type Line, line, quiet, span } from "./lines.ts"
import { asideText, lineText, reasonText } from "./sentences.ts"

export function explanationLines(explanation: Explanation, catalogue: Catalogue): readonly Line[] {
  const { setting, source, others, leftOut = [], running } = explanation
  const isFromLine = source.kind === "file" && source.place !== undefined
  const detail = [
    line(fromText(explanation, catalogue)),
    ...(running === undefined ? [] : [runningLine(running, catalogue)]),
    ...(isFromLine ? excerptLines(source.place) : []),
    ...(others.length === 0 ? [] : [line(lineText({ code: "explain-others", args: {} }, catalogue))]),
    ...others.flatMap(({ place, key, value, why }) => {
      const aside = asideText(reasonText(why, catalogue), catalogue)
      return [line(`${placeToText(place)}: ${redactText(`${key} = ${value}`)}${aside}`), ...excerptLines(place)]
    }),
    ...leftOut.map(({ file, lines }) => line(lineText({ code: "explain-left-out", args: { file, lines } }, catalogue))),
  ]
  const value = span(valueText(explanation, catalogue), "strong")
  return [line([span(setting, "strong"), ` (${subjectText(explanation)}): `, value]), ...indented(detail, 2)]
}

/** The value and from where, in one line. */
export function nowLine(explanation: Explanation, catalogue: Catalogue): Line {
  const value = valueText(explanation, catalogue)
  const source = sourceToText(explanation.source)
  return quiet(catalogue.screens.question.now(value, subjectText(explanation), source), 2)
}

const subjectText = ({ component, subject }: Explanation) => [component, subject ?? []].flat().join(" ")

function valueText({ value }: Explanation, catalogue: Catalogue): string {
  return value === undefined ? lineText({ code: "explain-unknown", args: {} }, catalogue) : redactText(value)
}

function fromText({ source, why }: Explanation, catalogue: Catalogue): string {
  const told = sourceToText(source)
  return why === undefined
    ? lineText({ code: "explain-from", args: { source: told } }, catalogue)
    : lineText({ code: "explain-from-because", args: { source: told, why: reasonText(why, catalogue) } }, catalogue)
}

function runningLine({ value: said, differs }: NonNullable<Explanation["running"]>, catalogue: Catalogue): Line {
  const value = redactText(said)
  return differs
    ? line([span(lineText({ code: "explain-not-restarted", args: { value } }, catalogue), "warn")])
    : line(lineText({ code: "explain-running", args: { value } }, catalogue))
}
