// Lines of a text: where they start and end, how they are indented, and the place of an offset without walking the
// text again for each key. It knows nothing of any language.
import { type Place, placeWithin, ShownText } from "../model/place.ts"

/** U+FEFF at the start of a text: it belongs to no line, and parsers do not get to see it. */
export const byteOrderMark = "\uFEFF"

/** Cuts [from, to) out of a text and puts `text` in its place. Offsets are UTF-16 code units, 0-based. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** Makes several splices at once; they must not overlap and all speak of the text as it is given. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const parts: string[] = []
  let at = 0
  for (const splice of [...splices].sort((a, b) => a.from - b.from || a.to - b.to)) {
    parts.push(text.slice(at, Math.max(at, splice.from)), splice.text)
    at = Math.max(at, splice.to)
  }
  return parts.join("") + text.slice(at)
}

/** Offset of the first character of the line. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1
}

/** Offset after the line break of the line; the end of the text when there is none. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset)
  return at < 0 ? text.length : at + 1
}

/** The blanks and tabs at the start of the line. */
export function indentAt(text: string, offset: number): string {
  let at = lineStart(text, offset)
  const start = at
  while (text[at] === " " || text[at] === "\t") at++
  return text.slice(start, at)
}

/** The line from `offset` on, without its line break. */
export function lineText(text: string, offset: number): string {
  const end = text.indexOf("\n", offset)
  return text.slice(offset, end < 0 ? text.length : end).replace(/\r$/, "")
}

/** The line break that the text uses first; "\n" for a text without one. */
export function lineBreakOf(text: string): "\n" | "\r\n" {
  const at = text.indexOf("\n")
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n"
}

/** Whether the text ends within a line, so that something appended would join it. */
export function lacksFinalLineBreak(text: string): boolean {
  return text !== "" && !text.endsWith("\n")
}

/** A comment as lines that begin with #, without line breaks; none for none. Control characters become blanks. */
export function commentLines(comment: string | undefined, indent: string): readonly string[] {
  if (comment === undefined) return []
  return comment.split(/\r?\n|\r/).map((line) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no configuration language allows them in a comment
    return `${indent}# ${line.replace(/[\u0000-\u001F\u007F]/g, " ")}`.trimEnd()
  })
}

/** A line longer than this is nothing to show to a person, so a place in it goes without its text. */
const longestShownLine = 2000

/** Tells the place of an offset of `text` (without a byte-order mark), at most up to the end of its line. */
export function placesIn(file: string, text: string): (offset: number, length?: number) => Place {
  const starts: number[] = [0]
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1)
  const shown = new ShownText(text)
  return (offset, length) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    const start = starts[low] ?? 0
    const line = lineText(text, start)
    const place = {
      file,
      line: low + 1,
      column: offset - start + 1,
      ...(length === undefined ? {} : { length: Math.max(0, Math.min(length, start + line.length - offset)) }),
    }
    return line.length > longestShownLine ? place : placeWithin({ ...place, text: line }, start, shown)
  }
}
