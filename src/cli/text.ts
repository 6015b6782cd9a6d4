// Sentences made safe and narrow: texts from files and programs never reach the terminal as control characters.
import { unitsOf, widthOf } from "../messages/line-breaks.ts"

/** C0 and C1 controls but tab and line feed, and the Unicode marks that reorder text (UAX #9), as visible escapes. */
export function printable(text: string): string {
  return withOddBytes(text).replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  )
}

/** Bytes of names that are no UTF-8, as machine/names.ts has them in text, as escapes too. */
function withOddBytes(text: string): string {
  if (text.isWellFormed()) return text
  return [...text]
    .map((one) => (/^[\udc80-\udcff]$/.test(one) ? `\\x${(one.charCodeAt(0) - 0xdc00).toString(16)}` : one))
    .join("")
}

/** Breaks where the text allows it so that no line is wider than `columns`; words longer than that stay whole. */
export function wrap(text: string, columns: number, indent = ""): string {
  const room = columns - indent.length
  const lines: string[] = []
  for (const paragraph of text.split("\n")) {
    let line = ""
    let width = 0
    let blank = ""
    for (const unit of unitsOf(paragraph)) {
      if (unit.startsWith(" ")) {
        blank = line === "" ? "" : unit
        continue
      }
      const more = blank.length + widthOf(unit)
      if (line !== "" && width + more > room) {
        lines.push(line)
        line = unit
        width = widthOf(unit)
      } else {
        line += blank + unit
        width += more
      }
      blank = ""
    }
    lines.push(line)
  }
  return lines.map((line) => indent + line).join("\n")
}

/** Two columns, the first as wide as its longest cell (at most `most`). */
export function columnsOf(rows: readonly (readonly [string, string])[], columns: number, most = 30): string {
  const width = Math.min(most, Math.max(0, ...rows.map(([left]) => widthOf(left))))
  return rows
    .map(([left, right]) => {
      const body = wrap(right, Math.max(20, columns - width - 4)).split("\n")
      const spare = width - widthOf(left)
      const gap = spare < 0 ? `\n${" ".repeat(width + 4)}` : " ".repeat(spare + 2)
      return `  ${left}${gap}${body.join(`\n${" ".repeat(width + 4)}`)}`
    })
    .join("\n")
}
