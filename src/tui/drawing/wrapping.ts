// Remembers the rows of lines that were wrapped before: a review may have thousands, and every key lays it out again.
import type { Line } from "../../pages/lines.ts"
import { type Row, wrap } from "../../pages/wrap.ts"

export type Wrapping = (line: Line, columns: number) => readonly Row[]

/** Lines never change, so a line and a width decide the rows; of each line the last width is kept. */
export function rememberedWrapping(): Wrapping {
  const known = new WeakMap<Line, { readonly columns: number; readonly rows: readonly Row[] }>()
  return (line, columns) => {
    const before = known.get(line)
    if (before?.columns === columns) return before.rows
    const rows = wrap(line, columns)
    known.set(line, { columns, rows })
    return rows
  }
}
