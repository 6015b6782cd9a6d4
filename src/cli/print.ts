// Lines of pages as the text of the command line: tones become colours, sentences are broken to the terminal's width.
// Everything else stays in one row, so that it can be copied, searched and taken apart by other programs.
import type { Catalogue } from "../messages/catalogue.ts"
import type { LineArguments } from "../model/arguments/line.ts"
import type { Coded } from "../model/message.ts"
import { type Line, type Span, span } from "../pages/lines.ts"
import { lineText } from "../pages/sentences.ts"
import type { Signs } from "../pages/verified.ts"
import { wrap } from "../pages/wrap.ts"
import type { Face } from "./face.ts"
import { printable } from "./text.ts"

export function printed({ paint, columns }: Pick<Face, "paint" | "columns">, lines: readonly Line[]): string {
  return lines
    .flatMap((line) => (line.isProse ? paragraphsOf(line).flatMap((one) => wrap(one, columns, "whole")) : [line.spans]))
    .map((row) => row.map(({ text, tone }) => paint(printable(text), tone)).join(""))
    .join("\n")
}

/** How the command line marks what holds and what does not. */
export const signs: Signs = { ok: "ok  ", fault: "FAIL" }

/** What a program said may have several lines. */
function paragraphsOf(line: Line): readonly Line[] {
  const paragraphs: Span[][] = [[]]
  for (const { text, tone } of line.spans) {
    const [first = "", ...others] = text.split("\n")
    paragraphs.at(-1)?.push(span(first, tone))
    for (const other of others) paragraphs.push([span(" ".repeat(line.hang)), span(other, tone)])
  }
  return paragraphs.map((spans) => ({ ...line, spans }))
}

/** For the terminal as it is: paths and values in it may come from the node. */
export const sayLine = (catalogue: Catalogue, line: Coded<LineArguments>): string =>
  printable(lineText(line, catalogue))
