// A fault as it is shown anywhere in the wizard: what happened, the spot in the file, the program that failed with its
// last lines, the cause below it, what to do next.
import type { Catalogue } from "../../messages/catalogue.ts"
import type { Fault } from "../../model/fault.ts"
import { redactText } from "../../model/secrets/redact.ts"
import { emptyLine, indented, type Line, line, quiet, span } from "../../pages/lines.ts"
import { faultText } from "../../pages/sentences.ts"
import { placeLines } from "./place-lines.ts"

/** What happened and why, without what to do next. */
function whatHappened(fault: Fault, catalogue: Catalogue): readonly Line[] {
  const { what } = faultText(fault, catalogue)
  return [
    line([span(what, "fault")], 2),
    ...(fault.place === undefined ? [] : indented(placeLines(fault.place, catalogue), 2)),
    ...(fault.ran === undefined
      ? []
      : indented(
          [
            quiet(catalogue.screens.command(fault.ran.command.join(" "), fault.ran.exit), 2),
            ...fault.ran.lastLines.map((one) => line(redactText(one), 2)),
          ],
          2,
        )),
    ...(fault.because === undefined
      ? []
      : [quiet(catalogue.screens.because), ...indented(whatHappened(fault.because, catalogue), 2)]),
  ]
}

export function faultLines(fault: Fault, catalogue: Catalogue): readonly Line[] {
  return [...whatHappened(fault, catalogue), emptyLine, line(faultText(fault, catalogue).next)]
}
