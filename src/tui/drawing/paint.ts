// The rows of a frame as text with colours. One string per row is far less work for Ink than one element per span, and
// the first frame needs no Ink at all: loading it takes longer than everything before it together.
import type { Frame } from "./frame.ts"
import { type Theme, toAscii } from "./theme.ts"
import type { Row } from "./wrap.ts"

/** Select Graphic Rendition (ECMA-48, 8.3.117) around what has a tone. */
export function paintRow(row: Row, theme: Theme): string {
  return row
    .map(({ text, tone }) => {
      const shown = theme.isUnicode ? text : toAscii(text)
      const codes = theme.codes[tone]
      return codes === "" ? shown : `\u001b[${codes}m${shown}\u001b[0m`
    })
    .join("")
}

/** The whole frame from the top left of the screen, the cursor hidden (DECTCEM) and back there afterwards. */
export function paintFrame(frame: Frame, theme: Theme): string {
  return `\u001b[?25l${frame.rows.map((row) => paintRow(row, theme)).join("\r\n")}\u001b[H`
}
