// A fault: what happened and where, the line of the file, the program that failed with its last words, the fault below
// it, what to do next.
import type { Catalogue } from "../messages/catalogue.ts"
import type { Fault } from "../model/fault.ts"
import { placeToText } from "../model/place.ts"
import { redactText } from "../model/secrets/redact.ts"
import { excerptLines } from "./excerpt.ts"
import { indented, type Line, line, prose, quiet, span } from "./lines.ts"
import { faultText } from "./sentences.ts"

export function faultLines(fault: Fault, catalogue: Catalogue): readonly Line[] {
  const { place, ran, because } = fault
  const { what, next } = faultText(fault, catalogue)
  const where = place === undefined ? "" : `${placeToText(place)}: `
  return [
    prose([span(where + what, "fault")]),
    ...(place === undefined ? [] : indented(excerptLines(place), 2)),
    ...(ran === undefined ? [] : indented(ranLines(ran, catalogue), 2)),
    ...(because === undefined
      ? []
      : [quiet(catalogue.screens.because), ...indented(faultLines(because, catalogue), 2)]),
    ...(next === "" ? [] : [prose(next)]),
  ]
}

function ranLines({ command, exit, lastLines }: NonNullable<Fault["ran"]>, catalogue: Catalogue): readonly Line[] {
  return [
    line(catalogue.screens.command(command.join(" "), exit), 2),
    ...lastLines.map((one) => quiet(redactText(one), 2)),
  ]
}
