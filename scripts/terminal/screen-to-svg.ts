// The cells of a terminal as a picture: one rectangle for the background, one text per run of equal cells. Colours are
// those of a common dark and a common light palette, so that the picture shows what operators see.
import type { Pty } from "./pty.ts"

/** What a picture is made of: a terminal, or one that was played. */
export type Cells = Pick<Pty, "cell">

export interface Palette {
  readonly background: string
  readonly foreground: string
  /** The sixteen colours of the terminal, in their order. */
  readonly colors: readonly string[]
}

export const darkPalette: Palette = {
  background: "#16181d",
  foreground: "#d6d9e0",
  colors: [
    ..."#16181d #f07178 #8fc978 #e6b450 #6cb6ff #d2a6ff #5ccfe6 #d6d9e0".split(" "),
    ..."#5c6773 #f07178 #8fc978 #e6b450 #6cb6ff #d2a6ff #5ccfe6 #ffffff".split(" "),
  ],
}

export const lightPalette: Palette = {
  background: "#fbfbfa",
  foreground: "#24292f",
  colors: [
    ..."#24292f #cf222e #1a7f37 #9a6700 #0969da #8250df #1b7c83 #6e7781".split(" "),
    ..."#57606a #a40e26 #2da44e #bf8700 #218bff #a475f9 #3192aa #8c959f".split(" "),
  ],
}

/** Points per column and row of a 15 point monospaced face. */
const [cellWidth, cellHeight, fontSize] = [9, 20, 15] as const
const padding = 16

type Cell = ReturnType<Pty["cell"]>

export function screenToSvg(screen: Cells, columns: number, rows: number, palette: Palette): string {
  const width = columns * cellWidth + 2 * padding
  const height = rows * cellHeight + 2 * padding
  const texts = Array.from({ length: rows }, (_, y) => rowToSvg(screen, columns, y, palette)).join("")
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${palette.background}"/>`,
    `<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${fontSize}" xml:space="preserve">`,
    texts,
    "</g></svg>\n",
  ].join("\n")
}

function rowToSvg(screen: Cells, columns: number, y: number, palette: Palette): string {
  let svg = ""
  for (let x = 0; x < columns; ) {
    const first = screen.cell(x, y)
    let text = ""
    let end = x
    // Wide characters stand alone: fonts do not agree on their width.
    while (end < columns) {
      const cell = screen.cell(end, y)
      if (text !== "" && (!isAlike(cell, first) || first.width !== 1 || cell.width !== 1)) break
      text += cell.text === "" ? " " : cell.text
      end += Math.max(1, cell.width)
    }
    if (text.trim() !== "" || first.isInverse) svg += runToSvg(first, text, x, y, end - x, palette)
    x = end
  }
  return svg
}

function isAlike(a: Cell, b: Cell): boolean {
  return a.color === b.color && a.isBold === b.isBold && a.isDim === b.isDim && a.isInverse === b.isInverse
}

function runToSvg(cell: Cell, text: string, x: number, y: number, columns: number, palette: Palette): string {
  const own = cell.color === undefined ? palette.foreground : (palette.colors[cell.color] ?? palette.foreground)
  const [ink, paper] = cell.isInverse ? [palette.background, own] : [own, undefined]
  const left = padding + x * cellWidth
  const top = padding + y * cellHeight
  const width = columns * cellWidth
  const trimmed = text.trimEnd()
  const behind =
    paper === undefined
      ? ""
      : `<rect x="${left}" y="${top}" width="${width}" height="${cellHeight}" fill="${paper}"/>\n`
  const style = `${cell.isBold ? ' font-weight="bold"' : ""}${cell.isDim ? ' opacity="0.6"' : ""}`
  const length = trimmed.length > 1 ? ` textLength="${trimmed.length * cellWidth}"` : ""
  return `${behind}<text x="${left}" y="${top + 15}" fill="${ink}"${style}${length}>${escaped(trimmed)}</text>\n`
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}
