// (state, event) → state, for everything that can happen to the wizard. Pure: what shall be done in the world is left
// in the state's outbox. Keys become moves or intents here; what an intent means is in intents.ts, what the end of a
// piece of work means in work-ended.ts.
import { exitCode } from "../../model/exit-code.ts"
import type { Context } from "../context.ts"
import { focusedId } from "../drawing/body.ts"
import { describe } from "../screens/describe.ts"
import { itemsOf } from "../screens/description.ts"
import type { Event, Intent } from "./event.ts"
import { editField, editOffered, fieldWith, typeText } from "./field.ts"
import { goBack, leaveWith, perform, putBack } from "./intents.ts"
import type { Key } from "./keys.ts"
import { isMigrating, whenMigrating } from "./migrating.ts"
import { fitted, moved, searchedOn, showOpened } from "./moving.ts"
import { withProgress } from "./progress.ts"
import { goTo, type State, shown, underHelp, withVisit } from "./state.ts"
import { typed } from "./typing.ts"
import {
  proven,
  registriesLooked,
  sandboxProven,
  savedTo,
  whenEnded,
  whenFetched,
  whenKept,
  whenLooked,
  whenPlanned,
} from "./work-ended.ts"

export function reduce(before: State, event: Event, context: Context): State {
  const state: State = { ...before, outbox: [] }
  switch (event.event) {
    case "key":
      return whenKey(state, event.key, context)
    case "paste":
      return whenPasted(state, event.text, context)
    case "intent":
      return state.isKeeping ? state : chosen(state, event.intent, context)
    case "typed":
      return typed(withVisit(state, { field: fieldWith(event.text) }), context)
    case "resized":
      return fitted({ ...state, size: { columns: event.columns, rows: event.rows } }, context)
    case "tick":
      return whenTick({ ...state, now: event.now })
    case "interrupted":
      return whenInterrupted(state)
    case "progress":
      return whenProgress(state, event.progress)
    case "looked":
      return whenLooked(state, event.looked, context)
    case "registries":
      return registriesLooked(state, event.registries)
    case "fetched":
      return whenFetched(state, event.fetched)
    case "planned":
      return whenPlanned(state, event.resolved, event.planned, context)
    case "proven":
      return proven(state, event.verified)
    case "sandbox-proven":
      return sandboxProven(state, event.asked)
    case "ended":
      return whenEnded({ ...state, now: event.now }, event.outcome, context)
    case "kept":
      return whenKept(state, event.kept, context)
    case "migration-made":
    case "migration-went-on":
    case "migration-waits":
    case "migration-notes":
    case "migration-ended":
      return whenMigrating(state, event)
    case "saved":
      return savedTo(state, event.what, event.saved, context)
  }
}

function whenKey(before: State, key: Key, context: Context): State {
  if (key.key === "interrupt") return leaveWith(before)
  const searching = searchedOn(before, key, context)
  if (searching !== undefined) return searching
  // A short word about the last thing done has been read once another key is pressed.
  const state: State = { ...before, notice: undefined }
  const visit = shown(state)
  const character = key.key === "character" ? key.character : undefined
  if (visit.screen.name === "help" && (character === "?" || character === "q")) return goBack(state)
  if (character === "?") return goTo(state, { name: "help" })
  if (key.key === "escape") return goBack(state)
  if (state.isKeeping && character !== "q") return moved(state, key, context) ?? state
  const description = describe(state, context)
  if (description.field !== undefined) {
    if (key.key === "enter") return typed(state, context)
    const field = visit.field === undefined ? editOffered(description.field.offered, key) : editField(visit.field, key)
    return field === visit.field ? state : withVisit(state, { field, problem: undefined })
  }
  if (character === "q") return leaveWith(state)
  const focused = itemsOf(description).find((item) => item.id === focusedId(description, visit))
  if (key.key === "enter") {
    if (focused !== undefined) return chosen(state, focused.intent, context)
    // Enter while the node is still being looked at is not lost: the way goes on as soon as that is done.
    return visit.screen.name === "node" ? { ...state, goesOnWhenLooked: true } : state
  }
  if (key.key === "space" && focused !== undefined && isSwitch(focused.intent))
    return chosen(state, focused.intent, context)
  return moved(state, key, context) ?? state
}

/** What Space may do: open, close and switch, but never go on. */
function isSwitch(intent: Intent): boolean {
  return intent.intent === "toggle" || intent.intent === "switch-keep"
}

function chosen(state: State, intent: Intent, context: Context): State {
  const next = perform(state, intent, context)
  return intent.intent === "toggle" ? showOpened(next, context, intent.item) : next
}

function whenPasted(state: State, text: string, context: Context): State {
  if (state.search?.isTyping === true) {
    return { ...state, search: { ...state.search, field: typeText(state.search.field, text) } }
  }
  const { field } = describe(state, context)
  if (field === undefined) return state
  return withVisit(state, { field: typeText(shown(state).field ?? fieldWith(""), text), problem: undefined })
}

/** While it is being kept, whoever records that knows whether the time is over. */
function whenTick(state: State): State {
  const isLate =
    !state.isKeeping &&
    underHelp(state).screen.name === "keep" &&
    state.keepBefore !== undefined &&
    state.now >= state.keepBefore
  return isLate ? putBack(state, state.outcome?.run, "no-answer") : state
}

/** A signal, or the end of the input: nobody is there who could answer. */
function whenInterrupted(state: State): State {
  if (state.isKeeping || isMigrating(state) || underHelp(state).screen.name === "run")
    return leaveWith({ ...state, isLeaving: true })
  // During the countdown the guard is told nothing: it puts the node back in its time unless somebody confirms.
  const isUnconfirmed = underHelp(state).screen.name === "keep"
  const code = isUnconfirmed ? exitCode.interrupted : (state.endedWith ?? exitCode.interrupted)
  return { ...state, outbox: [{ effect: "leave", code }] }
}

function whenProgress(state: State, progress: Parameters<typeof withProgress>[1]): State {
  if (progress.event === "detected") return { ...state, detected: progress.essentials }
  if (progress.event === "downloading") {
    const { name, bytes, totalBytes } = progress
    const beganAt = state.download?.name === name ? state.download.beganAt : state.now
    return { ...state, download: { name, bytes, totalBytes, beganAt } }
  }
  const kept = { ...state, progress: [...state.progress, progress] }
  return state.run === undefined ? kept : { ...kept, run: withProgress(state.run, progress, state.now) }
}
