// The body of a screen as rows, before the window is put over it: lines wrapped, items with their pointer and their
// opened details, hits of the search marked. Pure.
import { widthOf } from "../../messages/line-breaks.ts"
import { type Line, type Span, span, textOf } from "../../pages/lines.ts"
import { cutRow, type Row } from "../../pages/wrap.ts"
import type { Context } from "../context.ts"
import { type Description, itemsOf } from "../screens/description.ts"
import type { Search, State, Visit } from "../state/state.ts"

/** The body before the window is put over it. */
export interface Body {
  readonly rows: readonly Row[]
  /** First row and row after the last, per item id. */
  readonly items: ReadonlyMap<string, { readonly from: number; readonly to: number }>
  /** Rows that begin a line with a hit of the search. */
  readonly hits: readonly number[]
}

/** The item that Enter chooses. */
export function focusedId(description: Description, visit: Visit): string | undefined {
  const isThere = itemsOf(description).some((item) => item.id === visit.focus)
  return isThere ? visit.focus : description.preferred
}

/** What may be cut to one row is cut only where the whole has no room, and never where it is chosen. */
export function layBody(
  description: Description,
  visit: Visit,
  room: { readonly width: number; readonly bodyRows: number },
  state: State,
  context: Context,
): Body {
  const whole = layRows(description, visit, room.width, false, state, context)
  return whole.rows.length <= room.bodyRows ? whole : layRows(description, visit, room.width, true, state, context)
}

function layRows(
  description: Description,
  visit: Visit,
  width: number,
  cuts: boolean,
  state: State,
  context: Context,
): Body {
  const rows: Row[] = []
  const hits: number[] = []
  const items = new Map<string, { from: number; to: number }>()
  const focus = focusedId(description, visit)
  const wanted = searched(state.search)
  const put = (line: Line, before: readonly Span[] = [], isFocused = false) => {
    const isHit = wanted !== "" && textOf(line).toLowerCase().includes(wanted)
    if (isHit) hits.push(rows.length)
    const indent = before.reduce((sum, one) => sum + widthOf(one.text), 0)
    const room = Math.max(1, width - indent)
    const { ellipsis } = context.theme.glyphs
    const laid =
      cuts && line.isCut && !isFocused
        ? [cutRow(context.wrap(line, Number.POSITIVE_INFINITY)[0] ?? [], room, ellipsis)]
        : line.isCommand
          ? pasteable(context.wrap(line, room), context.wrap(line, Math.max(1, room - 2)))
          : context.wrap(line, room)
    for (const [at, row] of withRight(laid, line.right, room).entries()) {
      const own = isHit ? marked(row, wanted) : row
      rows.push(at === 0 ? [...before, ...own] : [span(" ".repeat(indent)), ...own])
    }
  }
  for (const block of description.blocks) {
    if (block.block === "lines") {
      for (const line of block.lines) put(line)
      continue
    }
    const { item } = block
    const from = rows.length
    const pointer = pointerSpan(item.id === focus, context)
    for (const [at, line] of item.lines.entries()) {
      const spans = item.id === focus ? focusedSpans(line.spans) : plainSpans(line.spans)
      put({ ...line, spans }, [at === 0 ? pointer : span("    ")], item.id === focus)
    }
    if (item.detail !== undefined && visit.opened.includes(item.id)) {
      for (const line of item.detail) put(line, [span("    ")])
      rows.push([])
    }
    items.set(item.id, { from, to: rows.length })
  }
  return { rows, items, hits }
}

/** `whole` where one row is enough; else the narrower rows, continued as a shell reads them. */
function pasteable(whole: readonly Row[], narrower: readonly Row[]): readonly Row[] {
  if (whole.length === 1) return whole
  return narrower.map((row, at) => {
    if (at === narrower.length - 1) return row
    const last = row.at(-1)
    const before = last === undefined ? row : [...row.slice(0, -1), { ...last, text: last.text.trimEnd() }]
    return [...before, span(" \\", "quiet")]
  })
}

/** The word at the right edge in the last row where it has room there, else in a row of its own. */
function withRight(rows: readonly Row[], right: Span | undefined, width: number): readonly Row[] {
  if (right === undefined) return rows
  const last = rows.at(-1) ?? []
  const used = last.reduce((sum, one) => sum + widthOf(one.text), 0)
  const own = widthOf(right.text)
  const gap = (columns: number) => span(" ".repeat(Math.max(0, columns)))
  if (used + 2 + own <= width) return [...rows.slice(0, -1), [...last, gap(width - used - own), right]]
  return [...rows, [gap(width - own), right]]
}

/** The text looked for, in lower case; empty when nothing is. */
function searched(search: Search | undefined): string {
  return search?.field.text.toLowerCase() ?? ""
}

function marked(row: Row, wanted: string): Row {
  return row.flatMap((one): readonly Span[] => {
    const at = one.text.toLowerCase().indexOf(wanted)
    if (at < 0) return [one]
    const end = at + wanted.length
    const rest = marked([{ text: one.text.slice(end), tone: one.tone }], wanted)
    return [{ text: one.text.slice(0, at), tone: one.tone }, span(one.text.slice(at, end), "mark"), ...rest]
  })
}

export function pointerSpan(isFocused: boolean, { theme: { glyphs } }: Context): Span {
  return isFocused ? span(`${glyphs.pointer} `, "focus") : span("  ")
}

export function focusedSpans(row: Row): Row {
  return row.map((one) => (one.tone === "strong" ? span(one.text, "focus") : one))
}

export function plainSpans(row: Row): Row {
  return row.map((one) => (one.tone === "strong" ? span(one.text, "plain") : one))
}
