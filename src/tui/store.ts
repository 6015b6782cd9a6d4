// Holds the state outside the components: every event goes through the reducer before the next one is looked at, so
// keys that arrive together see the state that the key before them made. Effects begin after the state is settled.
import type { Effect } from "./state/effect.ts"
import type { Event } from "./state/event.ts"
import type { State } from "./state/state.ts"

export interface Store {
  readonly state: () => State
  /** Events are taken in order; listeners are told once, after the last of them. */
  readonly send: (...events: readonly Event[]) => void
  /** Returns how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void
}

export function createStore(
  initial: State,
  reduce: (state: State, event: Event) => State,
  begin: (effect: Effect) => void,
): Store {
  let state = initial
  let isSending = false
  const waiting: Event[] = []
  const listeners = new Set<() => void>()
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    send(...events) {
      waiting.push(...events)
      if (isSending) return
      isSending = true
      const begun: Effect[] = []
      const before = state
      try {
        for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
          state = reduce(state, event)
          begun.push(...state.outbox)
        }
      } finally {
        isSending = false
      }
      if (state !== before) for (const listener of listeners) listener()
      for (const effect of begun) begin(effect)
    },
  }
}
