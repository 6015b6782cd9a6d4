// What keys do on any screen: moving, scrolling, opening, searching. Pure; says through an intent what was chosen.

import type { Context } from "../context.ts"
import { focusedId, layBody } from "../drawing/body.ts"
import { furthestScroll, measure, offsetOf } from "../drawing/measure.ts"
import { describe } from "../screens/describe.ts"
import { itemsOf } from "../screens/description.ts"
import { editField, fieldWith } from "./field.ts"
import type { Key } from "./keys.ts"
import { type State, shown, withVisit } from "./state.ts"

/** Everything about the shown screen that moving needs to know. */
function look(state: State, context: Context) {
  const visit = shown(state)
  const description = describe(state, context)
  const measures = measure(description, state, context)
  const body = layBody(description, visit, measures, state, context)
  const furthest = furthestScroll(body, measures)
  const offset = offsetOf(description, visit, body, measures)
  return { visit, description, measures, body, furthest, offset }
}

type View = ReturnType<typeof look>

/** The state with this row of the body first in the window, as far as that is possible. */
function scrollTo(state: State, view: View, offset: number): State {
  const wanted = Math.max(0, Math.min(view.furthest, offset))
  return withVisit(state, { scroll: view.description.followsEnd ? view.furthest - wanted : wanted })
}

function scrollBy(state: State, view: View, rows: number): State {
  return scrollTo(state, view, view.offset + rows)
}

/** Moves to the item so many places further, around the ends, and brings it into view. */
function moveFocus(state: State, view: View, places: number, wraps: boolean): State {
  const items = itemsOf(view.description)
  if (items.length === 0) return scrollBy(state, view, places)
  const at = items.findIndex((item) => item.id === focusedId(view.description, view.visit))
  const next = wraps
    ? (at + places + items.length) % items.length
    : Math.max(0, Math.min(items.length - 1, at + places))
  const id = items[next]?.id
  const moved = withVisit(state, { focus: id })
  const place = id === undefined ? undefined : view.body.items.get(id)
  if (place === undefined) return moved
  const first = [...view.body.items.values()][0]
  // The lines before the first item come into view with it.
  if (place === first && place.to <= view.measures.bodyRows) return scrollTo(moved, view, 0)
  if (place.from < view.offset) return scrollTo(moved, view, place.from)
  const end = view.offset + view.measures.bodyRows
  return place.to > end ? scrollTo(moved, view, Math.min(place.from, place.to - view.measures.bodyRows)) : moved
}

/** On a long text: scrolls, and at its end goes on to the actions below it. */
function moveInPager(state: State, view: View, places: 1 | -1): State {
  const items = itemsOf(view.description)
  const at = items.findIndex((item) => item.id === focusedId(view.description, view.visit))
  if (places > 0) return view.offset < view.furthest ? scrollBy(state, view, 1) : moveFocus(state, view, 1, false)
  return at > 0 ? moveFocus(state, view, -1, false) : scrollBy(state, view, -1)
}

/** Brings an item that was opened into view, its first row at the top if it is long. */
export function showOpened(state: State, context: Context, id: string): State {
  const view = look(state, context)
  const place = view.body.items.get(id)
  if (place === undefined) return scrollTo(state, view, view.offset)
  if (place.from >= view.offset && place.to <= view.offset + view.measures.bodyRows)
    return scrollTo(state, view, view.offset)
  const top = Math.min(place.from, Math.max(view.offset, place.to - view.measures.bodyRows))
  return scrollTo(state, view, top)
}

/** After the terminal got another size: nothing scrolled past its end, the chosen item in view. */
export function fitted(state: State, context: Context): State {
  const view = look(state, context)
  return view.description.isPager
    ? scrollTo(state, view, view.offset)
    : moveFocus(scrollTo(state, view, view.offset), view, 0, false)
}

/** The state after a key that moves; undefined: the key does not move. */
export function moved(state: State, key: Key, context: Context): State | undefined {
  const view = look(state, context)
  const isPager = view.description.isPager
  const page = Math.max(1, view.measures.bodyRows - 1)
  const name = key.key === "character" ? key.character : key.key
  switch (name) {
    case "down":
    case "j":
      return isPager ? moveInPager(state, view, 1) : moveFocus(state, view, 1, true)
    case "up":
    case "k":
      return isPager ? moveInPager(state, view, -1) : moveFocus(state, view, -1, true)
    case "tab":
    case "right":
      return moveFocus(state, view, 1, true)
    case "back-tab":
    case "left":
      return moveFocus(state, view, -1, true)
    case "page-down":
      return scrollBy(state, view, page)
    case "page-up":
      return scrollBy(state, view, -page)
    case "home":
    case "g":
      return scrollTo(state, view, 0)
    case "end":
    case "G":
      return scrollTo(state, view, view.furthest)
    case "space":
      return isPager ? scrollBy(state, view, page) : undefined
    case "/":
      return { ...state, search: { field: fieldWith(""), isTyping: true, origin: view.offset, hit: 0 } }
    default:
      return undefined
  }
}

/** The state after a key while something is searched; undefined: the key is none of the search's. */
export function searchedOn(state: State, key: Key, context: Context): State | undefined {
  const { search } = state
  if (search === undefined) return undefined
  if (key.key === "escape") return { ...state, search: undefined }
  if (search.isTyping) {
    if (key.key === "enter") {
      return search.field.text === ""
        ? { ...state, search: undefined }
        : { ...state, search: { ...search, isTyping: false } }
    }
    const field = editField(search.field, key)
    if (field === search.field) return state
    const typed = { ...state, search: { ...search, field } }
    const { hits } = look(typed, context).body
    return toHit(
      typed,
      context,
      Math.max(
        0,
        hits.findIndex((hit) => hit >= search.origin),
      ),
    )
  }
  if (key.key !== "character") return undefined
  if (key.character === "n") return toHit(state, context, search.hit + 1)
  if (key.character === "N") return toHit(state, context, search.hit - 1)
  return undefined
}

/** Scrolls to a hit by its number, around the ends; an item that has it becomes the chosen one. */
function toHit(state: State, context: Context, number: number): State {
  const view = look(state, context)
  const { hits, items } = view.body
  const hit = hits.length === 0 ? 0 : (number + hits.length) % hits.length
  const target = hits[hit]
  if (state.search === undefined || target === undefined) return state
  const found = { ...state, search: { ...state.search, hit } }
  const isInView = target >= view.offset && target < view.offset + view.measures.bodyRows
  const scrolled = isInView ? found : scrollTo(found, view, target)
  const owner = [...items].find(([, place]) => target >= place.from && target < place.to)
  return owner === undefined || view.description.isPager ? scrolled : withVisit(scrolled, { focus: owner[0] })
}
