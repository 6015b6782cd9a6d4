// On every screen, also while something is under way: a key that is pressed twice or three times, pasted, or pressed
// around a change of the terminal's size acts once. Keys that arrive in one read are taken before anything has begun.
import { describe, expect, test } from "bun:test"
import type { Event } from "../../src/tui/state/event.ts"
import { reduce } from "../../src/tui/state/reducer.ts"
import { type State, shown } from "../../src/tui/state/state.ts"
import { context } from "./driven.ts"
import { scenarios } from "./fake-criadm.ts"
import { visited } from "./visited.ts"

/** Effects that change something, or begin work. */
const acts = new Set(["apply", "keep", "put-back", "prove-sandbox", "save-answers", "save-plan", "look", "fetch"])

const keys: readonly Event[] = [
  { event: "key", key: { key: "enter" } },
  { event: "key", key: { key: "space" } },
  { event: "key", key: { key: "interrupt" } },
  { event: "key", key: { key: "character", character: "q" } },
  { event: "paste", text: "\r\rq\u0003" },
]
const resized: Event = { event: "resized", columns: 50, rows: 15 }

/** What is begun by these events, none of which waits for what the one before began. */
function begun(state: State, events: readonly Event[]): readonly string[] {
  let now = state
  return events.flatMap((event) => {
    now = reduce(now, event, context)
    return now.outbox.map(({ effect }) => effect).filter((effect) => acts.has(effect))
  })
}

/** The state with the marked item on each of the screen's items in turn. */
function everyFocus(state: State): readonly State[] {
  const tab: Event = { event: "key", key: { key: "tab" } }
  const seen = new Map<string | undefined, State>()
  for (let now = state; !seen.has(shown(now).focus); now = reduce(now, tab, context)) seen.set(shown(now).focus, now)
  return [...seen.values()]
}

describe("on the node", () => {
  test.each(scenarios)("%s no key acts twice", async (scenario) => {
    for (const visit of await visited(scenario, { columns: 80, rows: 24 })) {
      for (const state of everyFocus({ ...visit, outbox: [] })) {
        for (const key of keys) {
          const once = begun(state, [key])
          const { name } = shown(state).screen
          for (const events of [
            [key, key],
            [key, key, key],
            [key, resized, key],
          ]) {
            const all = begun(state, events)
            expect([name, key, new Set(all).size, ...all]).toEqual([name, key, all.length, ...all])
            // What the first press began is not begun again by another way.
            if (once.length > 0) expect([name, key, ...all]).toEqual([name, key, ...once])
          }
        }
      }
    }
  })
})
