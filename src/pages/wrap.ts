// Breaks lines into rows of a terminal, where messages/line-breaks.ts allows it. Control characters become visible, so
// that the text of a file or a log line can never move the cursor or change a colour.
import { splitGraphemes, unitsOf, widthOf } from "../messages/line-breaks.ts"
import type { Line, Span, Tone } from "./lines.ts"

export type Row = readonly Span[]

// Controls, separators of lines, the marks that change the direction of text (UAX #9), and the bytes of names that are no
// UTF-8, as machine/names.ts has them in text: each would make a row lie about its text.
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are to be made visible
  /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/g

/** The text with tabs as four spaces and everything unprintable in caret or code-point notation. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    if (character === "\t") return "    "
    const code = character.charCodeAt(0)
    if (code < 0x20) return `^${String.fromCharCode(code + 64)}`
    if (code === 0x7f) return "^?"
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`
    return `<${code.toString(16).toUpperCase().padStart(4, "0")}>`
  })
}

/** The start of a text, with `ellipsis` at the end where it is longer than `columns`. */
export function cut(text: string, columns: number, ellipsis: string): string {
  if (widthOf(text) <= columns) return text
  const room = columns - widthOf(ellipsis)
  let kept = ""
  let used = 0
  for (const grapheme of splitGraphemes(text)) {
    used += widthOf(grapheme)
    if (used > room) break
    kept += grapheme
  }
  return room < 0 ? "" : kept + ellipsis
}

/** The start of a row, with `ellipsis` at its end where it is wider than `columns`. */
export function cutRow(row: Row, columns: number, ellipsis: string): Row {
  const kept: Span[] = []
  let room = columns
  const isLong = row.reduce((sum, one) => sum + widthOf(one.text), 0) > columns
  for (const one of row) {
    const width = widthOf(one.text)
    if (isLong && width > room - widthOf(ellipsis)) {
      kept.push({ text: cut(one.text.padEnd(one.text.length + columns), room, ellipsis), tone: one.tone })
      break
    }
    kept.push(one)
    room -= width
  }
  return kept
}

/**
 * The rows of a line on a terminal `columns` wide. An empty line is one empty row. A word that is longer than a row is
 * broken, or stays "whole" where whatever shows it goes on in the next row by itself.
 */
export function wrap(line: Line, columns: number, longWords: "broken" | "whole" = "broken"): readonly Row[] {
  const spans = line.spans.map((one) => ({ text: printable(one.text), tone: one.tone }))
  const total = spans.reduce((sum, one) => sum + widthOf(one.text), 0)
  if (total <= columns) return [spans]
  const hang = Math.min(line.hang, Math.max(0, columns - 8))
  const rows: Row[] = []
  let row: Span[] = []
  let used = 0
  const start = () => {
    rows.push(withoutBlankEnd(row))
    row = hang === 0 ? [] : [{ text: " ".repeat(hang), tone: "plain" }]
    used = hang
  }
  const put = (text: string, tone: Tone, width: number) => {
    const last = row.at(-1)
    if (last !== undefined && last.tone === tone) row[row.length - 1] = { text: last.text + text, tone }
    else row.push({ text, tone })
    used += width
  }
  for (const { text, tone } of spans) {
    for (const unit of unitsOf(text)) {
      const width = widthOf(unit)
      if (used + width <= columns) put(unit, tone, width)
      else if (unit.trim() === "") start()
      else if (width <= columns - hang || longWords === "whole") {
        if (used > hang) start()
        put(unit, tone, width)
      } else {
        for (const grapheme of splitGraphemes(unit)) {
          const one = widthOf(grapheme)
          if (used + one > columns) start()
          put(grapheme, tone, one)
        }
      }
    }
  }
  rows.push(row)
  return rows
}

function withoutBlankEnd(row: Row): Span[] {
  return row.map((one, at) => (at === row.length - 1 ? { ...one, text: one.text.trimEnd() } : one))
}
