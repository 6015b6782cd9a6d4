// The parts of a screen on this terminal, each as rows: where one is, the title, the window over the body, what is
// pinned below it, the hints. Pure; no row is wider than the terminal. Ink puts the parts below each other.
import { splitGraphemes, widthOf } from "../../messages/line-breaks.ts"
import { type Span, span } from "../../pages/lines.ts"
import { cut, printable, type Row, wrap } from "../../pages/wrap.ts"
import type { Context } from "../context.ts"
import type { Description } from "../screens/description.ts"
import type { State, Visit } from "../state/state.ts"
import { type Body, layBody } from "./body.ts"
import { hintSpans } from "./hints.ts"
import { measure, offsetOf } from "./measure.ts"
import { pinnedRows } from "./pinned.ts"
import { stepBar } from "./step-bar.ts"
import { titleRows } from "./title.ts"

export interface Frame {
  /** Columns left of every row. */
  readonly margin: number
  /** Where one is on the way. */
  readonly steps: readonly Row[]
  /** Rows left free between that and the title. */
  readonly gap: number
  readonly title: readonly Row[]
  /** The window, between a row that says what is above it and one that says what is below. */
  readonly body: readonly Row[]
  /** Rows of the terminal above the body. */
  readonly bodyAt: number
  /** The field, the actions, what was just said. */
  readonly pinned: readonly Row[]
  /** In the last row of the terminal. */
  readonly hints: readonly Row[]
  /** Where the cursor stands when something is typed; 0-based. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined
}

/** Below this a screen says that it is too small. */
const smallest = { columns: 40, rows: 12 } as const

const nothing = { margin: 0, steps: [], gap: 0, title: [], bodyAt: 0, pinned: [], hints: [], cursor: undefined }

export function layFrame(description: Description, visit: Visit, state: State, context: Context): Frame {
  const { columns, rows } = state.size
  const texts = context.catalogue.screens
  if (columns < smallest.columns || rows < smallest.rows) {
    const said = wrap({ spans: [span(texts.tooSmall(columns, rows), "warn")], hang: 0 }, Math.max(1, columns))
    return { ...nothing, body: said.slice(0, rows) }
  }
  const measures = measure(description, state, context)
  const { margin, width } = measures
  const laid = layBody(description, visit, measures, state, context)
  const body = windowOver(laid, offsetOf(description, visit, laid, measures), measures.bodyRows, context)
  const title = titleRows(description, width, context)
  const gap = measures.isRoomy ? 1 : 0
  const bodyAt = 1 + gap + title.length
  const pinned = pinnedRows(description, state, width, context)
  const typedAt = pinned.findIndex(({ cursor }) => cursor !== undefined)
  const typedInField =
    typedAt < 0 ? undefined : { x: margin + (pinned[typedAt]?.cursor ?? 0), y: bodyAt + body.length + typedAt }
  return {
    margin,
    steps: [stepBar(description, width, context)],
    gap,
    title,
    body,
    bodyAt,
    pinned: [...pinned.map(({ row }) => row), ...noticeRows(state, width, context)],
    hints: [searchOrHints(description, laid, state, width, context)],
    cursor:
      state.search?.isTyping === true ? { x: margin + searchCursor(state, width, context), y: rows - 1 } : typedInField,
  }
}

function windowOver({ rows }: Body, offset: number, count: number, { catalogue, theme }: Context): readonly Row[] {
  const { above, below } = catalogue.screens
  const { up, down } = theme.glyphs
  const window = rows.slice(offset, offset + count)
  const left = rows.length - offset - window.length
  return [
    offset === 0 ? [] : [span(`${up} ${above(offset)}`, "quiet")],
    ...window,
    left === 0 ? [] : [span(`${down} ${below(left)}`, "quiet")],
  ]
}

function noticeRows({ notice }: State, width: number, { theme: { glyphs } }: Context): readonly Row[] {
  if (notice === undefined) return []
  const text = `${notice.tone === "ok" ? glyphs.ok : glyphs.fault} ${printable(notice.text)}`
  return [[span(cut(text, width, glyphs.ellipsis), notice.tone)]]
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
