// Sentences made safe and narrow: texts from files and programs never reach the terminal as control characters.

/** C0 and C1 controls but tab and line feed, and the Unicode marks that reorder text (UAX #9), as visible escapes. */
export function printable(text: string): string {
  return text.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  )
}

/** Breaks at spaces so that no line is longer than `columns`; words longer than that stay whole. */
export function wrap(text: string, columns: number, indent = ""): string {
  const lines: string[] = []
  for (const paragraph of text.split("\n")) {
    let line = ""
    for (const word of paragraph.split(" ")) {
      if (line !== "" && indent.length + line.length + 1 + word.length > columns) {
        lines.push(line)
        line = word
      } else line = line === "" ? word : `${line} ${word}`
    }
    lines.push(line)
  }
  return lines.map((line) => indent + line).join("\n")
}

/** Two columns, the first as wide as its longest cell (at most `most`). */
export function columnsOf(rows: readonly (readonly [string, string])[], columns: number, most = 30): string {
  const width = Math.min(most, Math.max(0, ...rows.map(([left]) => left.length)))
  return rows
    .map(([left, right]) => {
      const body = wrap(right, Math.max(20, columns - width - 4)).split("\n")
      const gap = left.length > width ? `\n${" ".repeat(width + 4)}` : " ".repeat(width - left.length + 2)
      return `  ${left}${gap}${body.join(`\n${" ".repeat(width + 4)}`)}`
    })
    .join("\n")
}
