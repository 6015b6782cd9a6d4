// Keeps turning what turns, between two frames of Ink: a frame of the whole screen for every frame of a spinner would
// cost ten times as much. Writes over cells that are drawn already and nowhere else, and leaves the cursor where it was.
import { widthOf } from "../../messages/line-breaks.ts"
import { frameMilliseconds, spinnerGlyph } from "../lines/spinner.ts"
import type { Frame } from "./frame.ts"
import { paintRow } from "./paint.ts"
import type { Theme } from "./theme.ts"

/** 1-based, as CUP (ECMA-48, 8.3.21) counts. */
interface Cell {
  readonly row: number
  readonly column: number
}

/** Where something turns in a frame. */
export function turningCells({ rows }: Frame): readonly Cell[] {
  return rows.flatMap((row, at) => {
    let column = 1
    return row.flatMap(({ text, tone }): readonly Cell[] => {
      const cell = { row: at + 1, column }
      column += widthOf(text)
      return tone === "turning" ? [cell] : []
    })
  })
}

/** The cells with the frame of this moment. Saves and restores the cursor (DECSC, DECRC). */
export function paintTurning(cells: readonly Cell[], now: number, theme: Theme): string {
  const glyph = paintRow([{ text: spinnerGlyph(now, theme), tone: "turning" }], theme)
  return `\u001b7${cells.map(({ row, column }) => `\u001b[${row};${column}H${glyph}`).join("")}\u001b8`
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
