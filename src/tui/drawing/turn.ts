// Keeps turning what turns, between two frames of Ink: a frame of the whole screen for every frame of a spinner would
// cost ten times as much. Writes over cells that are drawn already and nowhere else, and leaves the cursor where it was.
import { widthOf } from "../../messages/line-breaks.ts"
import { frameMilliseconds, spinnerGlyph } from "../lines/spinner.ts"
import type { Frame } from "./frame.ts"
import { type Theme, toAscii } from "./theme.ts"

/** 1-based, as CUP (ECMA-48, 8.3.21) counts. */
interface Cell {
  readonly row: number
  readonly column: number
}

/** Where something turns in a frame: nothing does outside its body. */
function turningCells({ body, bodyAt, margin }: Frame): readonly Cell[] {
  return body.flatMap((row, at) => {
    let column = margin + 1
    return row.flatMap(({ text, tone }): readonly Cell[] => {
      const cell = { row: bodyAt + at + 1, column }
      column += widthOf(text)
      return tone === "turning" ? [cell] : []
    })
  })
}

/** Select Graphic Rendition (ECMA-48, 8.3.117): the foreground in one of the first eight colours. */
const foreground = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const

/** The cells with the frame of this moment. Saves and restores the cursor with its colours (DECSC, DECRC). */
function paintTurning(cells: readonly Cell[], now: number, theme: Theme): string {
  const { color } = theme.looks.turning
  const glyph = spinnerGlyph(now, theme)
  const shown = theme.isUnicode ? glyph : toAscii(glyph)
  const painted = color === undefined ? shown : `\u001b[${foreground[color]}m${shown}`
  return `\u001b7${cells.map(({ row, column }) => `\u001b[${row};${column}H${painted}`).join("")}\u001b8`
}

export interface Turner {
  /** What is on the terminal from now on. */
  readonly drawn: (frame: Frame) => void
  readonly stop: () => void
}

export function startTurning(write: (text: string) => void, theme: Theme): Turner {
  let cells: readonly Cell[] = []
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  return {
    drawn(frame) {
      cells = turningCells(frame)
      if (cells.length === 0) stop()
      else timer ??= setInterval(() => write(paintTurning(cells, Date.now(), theme)), frameMilliseconds)
    },
    stop,
  }
}
