// Ticks once a second while something on the screen counts: an apply, a countdown. Quiet otherwise.
import { type State, shown } from "./state/state.ts"
import type { Store } from "./store.ts"

/** Milliseconds since the epoch, as the time of day was at first: a countdown does not follow a clock that is set. */
export function steadyClock(): () => number {
  const began = Date.now() - performance.now()
  return () => Math.round(began + performance.now())
}

/** Returns how to stop it. */
export function startClock(store: Store, now: () => number): () => void {
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  const unsubscribe = store.subscribe(() => {
    if (!counts(store.state())) stop()
    else if (timer === undefined) timer = setInterval(() => store.send({ event: "tick", now: now() }), 1000)
  })
  return () => {
    unsubscribe()
    stop()
  }
}

function counts(state: State): boolean {
  return (
    state.visits.some(({ screen }) => screen.name === "run" || screen.name === "keep") &&
    shown(state).screen.name !== "end"
  )
}
