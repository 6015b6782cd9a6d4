// How much room a screen has on this terminal, and how far its body can be scrolled. Pure.

import type { Context } from "../context.ts"
import type { Description } from "../screens/description.ts"
import type { State, Visit } from "../state/state.ts"
import type { Body } from "./body.ts"
import { pinnedRows } from "./pinned.ts"
import { titleRows } from "./title.ts"

export interface Measures {
  readonly margin: number
  /** Columns for text. */
  readonly width: number
  /** Rows for the body at most. */
  readonly bodyRows: number
  readonly isRoomy: boolean
}

/** Columns; long lines are hard to read. Diffs and log lines set the measure, prose would need less. */
const widest = 120

export function measure(description: Description, state: State, context: Context): Measures {
  const { columns, rows } = state.size
  const margin = columns >= 80 ? 2 : 1
  const width = Math.max(1, Math.min(widest, columns - 2 * margin))
  const isRoomy = rows >= 18
  const pinned = pinnedRows(description, state, width, context).length
  // Header, title, the row above and the row below the body, hints; with room also a row after header and actions.
  const fixed =
    (isRoomy ? 6 : 4) + titleRows(description, width, context).length + pinned + (state.notice === undefined ? 0 : 1)
  return { margin, width, bodyRows: Math.max(1, rows - fixed), isRoomy }
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
