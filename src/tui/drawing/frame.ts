// The rows of the whole terminal: where one is, the title, the window over the body, what is pinned below it, the
// hints. Pure; never more rows than the terminal has, none wider than it is.
import { splitGraphemes, widthOf } from "../../messages/line-breaks.ts"
import { type Span, span } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import type { Description } from "../screens/description.ts"
import type { State, Visit } from "../state/state.ts"
import { type Body, layBody } from "./body.ts"
import { hintSpans } from "./hints.ts"
import { measure, offsetOf } from "./measure.ts"
import { pinnedRows } from "./pinned.ts"
import { stepBar } from "./step-bar.ts"
import { titleRows } from "./title.ts"
import { cut, printable, type Row, wrap } from "./wrap.ts"

export interface Frame {
  readonly rows: readonly Row[]
  /** Where the cursor stands when something is typed; 0-based. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined
}

/** Below this a screen says that it is too small. */
const smallest = { columns: 40, rows: 12 } as const

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
  const body = layBody(description, visit, measures, state, context)
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
    placed(stepBar(description, width, context)),
    ...(isRoomy ? [blank] : []),
    ...titleRows(description, width, context).map(placed),
    scrollWord(offset, texts.above(offset), glyphs.up),
    ...window.map(placed),
    scrollWord(below, texts.below(below), glyphs.down),
  ]
  const notice = state.notice
  const middle: readonly Row[] = [
    ...pinned.map((one) => placed(one.row)),
    ...(notice === undefined
      ? []
      : [
          placed([
            span(
              cut(
                `${notice.tone === "ok" ? glyphs.ok : glyphs.fault} ${printable(notice.text)}`,
                width,
                glyphs.ellipsis,
              ),
              notice.tone,
            ),
          ]),
        ]),
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

function searchCursor(state: State, width: number, context: Context): number {
  const { prompt } = context.catalogue.screens.search
  const field = state.search?.field
  const before = splitGraphemes(field?.text ?? "")
    .slice(0, field?.cursor ?? 0)
    .join("")
  return Math.min(width - 1, widthOf(prompt) + widthOf(before))
}

function searchOrHints(description: Description, body: Body, state: State, width: number, context: Context): Row {
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
  const typed = cut(printable(search.field.text), Math.max(1, width - widthOf(texts.search.prompt) - 1), "")
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
