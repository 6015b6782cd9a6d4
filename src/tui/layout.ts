// From a description to the rows of a terminal: pure, so that the reducer can ask how far a text can be scrolled and
// where an item stands. Every row is as wide as the terminal at most; there are never more rows than the terminal has.
import type { Context } from "./context.ts"
import type { Field } from "./field.ts"
import { hintSpans } from "./hints.ts"
import { type Line, type Span, span, textOf } from "./lines.ts"
import type { Description, Item, StepName } from "./screens/description.ts"
import type { Search, State, Visit } from "./state.ts"
import { cut, cutRow, printable, type Row, splitGraphemes, widthOf, wrap } from "./wrap.ts"

export interface Measures {
  readonly margin: number
  /** Columns for text. */
  readonly width: number
  /** Rows for the body at most. */
  readonly bodyRows: number
  readonly isRoomy: boolean
}

/** The body before the window is put over it. */
export interface Body {
  readonly rows: readonly Row[]
  /** First row and row after the last, per item id. */
  readonly items: ReadonlyMap<string, { readonly from: number; readonly to: number }>
  /** Rows that begin a line with a hit of the search. */
  readonly hits: readonly number[]
}

export interface Frame {
  readonly rows: readonly Row[]
  /** Where the cursor stands when something is typed; 0-based. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined
}

/** Long lines are hard to read; diffs and log lines get more room than prose needs. */
const widest = 120
export const smallest = { columns: 40, rows: 12 } as const

export function measure(description: Description, state: State, context: Context): Measures {
  const { columns, rows } = state.size
  const margin = columns >= 80 ? 2 : 1
  const width = Math.max(1, Math.min(widest, columns - 2 * margin))
  const isRoomy = rows >= 18
  const pinned = pinnedRows(description, state, width, context).length
  // Header, title, the row above and the row below the body, hints; with room also a row after header and actions.
  const fixed = (isRoomy ? 7 : 5) + pinned + (state.notice === undefined ? 0 : 1)
  return { margin, width, bodyRows: Math.max(1, rows - fixed), isRoomy }
}

/** The item that Enter chooses. */
export function focusedId(description: Description, visit: Visit): string | undefined {
  const items = [...description.blocks.flatMap((one) => (one.block === "item" ? [one.item] : [])), ...description.actions]
  const isThere = items.some((item) => item.id === visit.focus)
  return isThere ? visit.focus : description.preferred
}

export function layBody(description: Description, visit: Visit, width: number, state: State, context: Context): Body {
  const rows: Row[] = []
  const hits: number[] = []
  const items = new Map<string, { from: number; to: number }>()
  const focus = focusedId(description, visit)
  const wanted = searched(state.search)
  const put = (line: Line, before: readonly Span[] = []) => {
    const isHit = wanted !== "" && textOf(line).toLowerCase().includes(wanted)
    if (isHit) hits.push(rows.length)
    const indent = before.reduce((sum, one) => sum + widthOf(one.text), 0)
    const room = Math.max(1, width - indent)
    const { ellipsis } = context.theme.glyphs
    const laid = line.isCut
      ? [cutRow(context.wrap(line, Number.POSITIVE_INFINITY)[0] ?? [], room, ellipsis)]
      : context.wrap(line, room)
    for (const [at, row] of laid.entries()) {
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
      put({ ...line, spans }, [at === 0 ? pointer : span("    ")])
    }
    if (item.detail !== undefined && visit.opened.includes(item.id)) {
      for (const line of item.detail) put(line, [span("    ")])
      rows.push([])
    }
    items.set(item.id, { from, to: rows.length })
  }
  return { rows, items, hits }
}

/** The text looked for, in lower case; empty when nothing is. */
export function searched(search: Search | undefined): string {
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

export function furthestScroll(body: Body, measures: Measures): number {
  return Math.max(0, body.rows.length - measures.bodyRows)
}

/** Rows above the window; a screen that follows its end counts from there. */
export function offsetOf(description: Description, visit: Visit, body: Body, measures: Measures): number {
  const furthest = furthestScroll(body, measures)
  const scroll = Math.min(visit.scroll, furthest)
  return description.followsEnd ? furthest - scroll : scroll
}

export function layFrame(description: Description, visit: Visit, state: State, context: Context): Frame {
  const { columns, rows } = state.size
  const texts = context.catalogue.screens
  const { glyphs } = context.theme
  if (columns < smallest.columns || rows < smallest.rows) {
    const said = wrap({ spans: [span(texts.tooSmall(columns, rows), "warn")], hang: 0 }, Math.max(1, columns))
    return { rows: said.slice(0, rows), cursor: undefined }
  }
  const measures = measure(description, state, context)
  const { margin, width, isRoomy } = measures
  const body = layBody(description, visit, width, state, context)
  const offset = offsetOf(description, visit, body, measures)
  const window = body.rows.slice(offset, offset + measures.bodyRows)
  const below = body.rows.length - offset - window.length
  const blank: Row = []
  const indent = span(" ".repeat(margin))
  const placed = (row: Row): Row => (row.length === 0 ? row : [indent, ...row])
  const scrollWord = (count: number, text: string, glyph: string): Row =>
    count === 0 ? blank : placed([span(`${glyph} ${text}`, "quiet")])

  const pinned = pinnedRows(description, state, width, context)
  const top: readonly Row[] = [
    placed(headerRow(description.step, width, context)),
    ...(isRoomy ? [blank] : []),
    placed(titleRow(description, width, context)),
    scrollWord(offset, texts.above(offset), glyphs.up),
    ...window.map(placed),
    scrollWord(below, texts.below(below), glyphs.down),
  ]
  const notice = state.notice
  const middle: readonly Row[] = [
    ...pinned.map((one) => placed(one.row)),
    ...(notice === undefined
      ? []
      : [placed([span(cut(`${notice.tone === "ok" ? glyphs.ok : glyphs.fault} ${printable(notice.text)}`, width, glyphs.ellipsis), notice.tone)])]),
  ]
  const filler = Array.from({ length: Math.max(0, rows - top.length - middle.length - 1) }, () => blank)
  const hints = placed(searchOrHints(description, body, state, width, context))
  const cursorAt = pinned.findIndex((one) => one.cursor !== undefined)
  const isSearching = state.search?.isTyping === true
  return {
    rows: [...top, ...middle, ...filler, hints],
    cursor: isSearching
      ? { x: margin + searchCursor(state, width, context), y: rows - 1 }
      : cursorAt < 0
        ? undefined
        : { x: margin + (pinned[cursorAt]?.cursor ?? 0), y: top.length + cursorAt },
  }
}

function pointerSpan(isFocused: boolean, { theme: { glyphs } }: Context): Span {
  return isFocused ? span(`${glyphs.pointer} `, "focus") : span("  ")
}

/** "criadm" and where on the way one is; the steps left out where there is no room. */
function headerRow(step: StepName, width: number, { catalogue, theme: { glyphs } }: Context): Row {
  const { steps } = catalogue.screens
  const names = Object.entries(steps) as readonly (readonly [StepName, string])[]
  const all: Span[] = [span("criadm", "strong"), span("   ")]
  const here = names.findIndex(([name]) => name === step)
  for (const [at, [, text]] of names.entries()) {
    if (at > 0) all.push(span(` ${glyphs.rule} `, "quiet"))
    all.push(span(text, at === here ? "focus" : "quiet"))
  }
  const total = all.reduce((sum, one) => sum + widthOf(one.text), 0)
  return total <= width ? all : all.slice(0, 1)
}

function titleRow(description: Description, width: number, { theme: { glyphs } }: Context): Row {
  const aside = description.aside ?? ""
  const room = width - (aside === "" ? 0 : widthOf(aside) + 2)
  const title = cut(printable(description.title), room, glyphs.ellipsis)
  if (aside === "") return [span(title, titleTone(description))]
  const gap = " ".repeat(Math.max(2, Math.min(width, 76) - widthOf(title) - widthOf(aside)))
  return [span(title, titleTone(description)), span(gap), span(aside, "quiet")]
}

function titleTone({ tone }: Description): Span["tone"] {
  return tone === "plain" ? "strong" : tone
}

interface Pinned {
  readonly row: Row
  readonly cursor?: number
}

/** What is always in view below the body: the field, the actions. */
function pinnedRows(description: Description, state: State, width: number, context: Context): readonly Pinned[] {
  const visit = state.visits.at(-1)
  if (visit === undefined) return []
  const focus = focusedId(description, visit)
  const field = description.field === undefined ? [] : [fieldRow(description.field.label, visit.field, width, context)]
  return [...field, ...description.actions.flatMap((item) => actionRows(item, item.id === focus, width, context))]
}

function actionRows(item: Item, isFocused: boolean, width: number, context: Context): readonly Pinned[] {
  return item.lines.flatMap((line, at) => {
    const before = at === 0 ? pointerSpan(isFocused, context) : span("    ")
    const indent = span(" ".repeat(widthOf(before.text)))
    return wrap(line, Math.max(1, width - widthOf(before.text))).map((row, wrapped) => ({
      row: [wrapped === 0 ? before : indent, ...(isFocused ? focusedSpans(row) : plainSpans(row))],
    }))
  })
}

function focusedSpans(row: Row): Row {
  return row.map((one) => (one.tone === "strong" ? span(one.text, "focus") : one))
}

function plainSpans(row: Row): Row {
  return row.map((one) => (one.tone === "strong" ? span(one.text, "plain") : one))
}

/** The field with its label; the start of the text is cut off where the cursor would leave the row. */
function fieldRow(label: string, field: Field | undefined, width: number, context: Context): Pinned {
  const text = field?.text ?? ""
  const graphemes = splitGraphemes(printable(text))
  const room = Math.max(4, width - widthOf(label) - 3)
  let from = 0
  const at = field?.cursor ?? 0
  while (widthOf(graphemes.slice(from, at).join("")) > room) from++
  const shownText = cut(graphemes.slice(from).join(""), room + 1, "")
  const cursor = 2 + widthOf(label) + widthOf(graphemes.slice(from, at).join(""))
  return { row: [pointerSpan(true, context), span(label, "quiet"), span(shownText, "strong")], cursor }
}

function searchCursor(state: State, width: number, context: Context): number {
  const { prompt } = context.catalogue.screens.search
  const field = state.search?.field
  const before = splitGraphemes(field?.text ?? "").slice(0, field?.cursor ?? 0).join("")
  return Math.min(width - 1, widthOf(prompt) + widthOf(before))
}

function searchOrHints(
  description: Description,
  body: Body,
  state: State,
  width: number,
  context: Context,
): Row {
  const { search } = state
  if (search === undefined) return hintSpans(description, state, body.rows.length, width, context)
  const texts = context.catalogue.screens
  const count =
    search.field.text === ""
      ? ""
      : body.hits.length === 0
        ? texts.search.none
        : texts.search.hits(search.hit + 1, body.hits.length)
  const keys = search.isTyping
    ? `${texts.hints.enter} ${texts.hints.done}`
    : `n ${texts.hints.nextHit}   N ${texts.hints.previousHit}   ${texts.hints.escape} ${texts.hints.done}`
  const typed = cut(search.field.text, Math.max(1, width - widthOf(texts.search.prompt) - 1), "")
  const spans: readonly Span[] = [
    span(texts.search.prompt, "focus"),
    span(typed, "strong"),
    span(count === "" ? "" : `   ${count}`, body.hits.length === 0 ? "warn" : "quiet"),
    span(`   ${keys}`, "quiet"),
  ]
  let used = 0
  return spans.filter((one) => {
    used += widthOf(one.text)
    return used <= width
  })
}
