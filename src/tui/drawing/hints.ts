// The last row: the keys that mean something on this screen. Where there is no room the least needed are left out.

import { widthOf } from "../../messages/line-breaks.ts"
import { type Span, span } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import { type Description, itemsOf } from "../screens/description.ts"
import { type State, shown } from "../state/state.ts"

interface Hint {
  readonly key: string
  readonly does: string
  /** The higher, the sooner it is left out. */
  readonly rank: number
}

export function hintSpans(
  description: Description,
  state: State,
  bodyRows: number,
  width: number,
  context: Context,
): readonly Span[] {
  const kept = [...hintsOf(description, state, bodyRows, context)]
  const total = () => kept.reduce((sum, one) => sum + widthOf(`${one.key} ${one.does}`) + 3, -3)
  while (total() > width && kept.length > 1) {
    const worst = Math.max(...kept.map((one) => one.rank))
    kept.splice(
      kept.findIndex((one) => one.rank === worst),
      1,
    )
  }
  return kept.flatMap((one, at) => [
    ...(at === 0 ? [] : [span("   ")]),
    span(one.key, "plain"),
    span(` ${one.does}`, "quiet"),
  ])
}

/** What goes back cannot be stopped. */
function isGoingBack({ run }: State): boolean {
  return run !== undefined && (run.isGoingBack || run.isInterrupted || run.purpose === "put-back")
}

function hintsOf(description: Description, state: State, bodyRows: number, context: Context): readonly Hint[] {
  const { hints } = context.catalogue.screens
  const { glyphs } = context.theme
  const arrows = glyphs.up === "^" ? hints.arrows : `${glyphs.up}${glyphs.down}`
  const name = shown(state).screen.name
  const isWorking = name === "run"
  const items = itemsOf(description)
  const leaving = isWorking ? hints.stop : name === "keep" ? hints.putBack : hints.leave
  const leave: Hint = { key: "q", does: leaving, rank: 2 }
  const help: Hint = { key: "?", does: hints.help, rank: 3 }
  const back: readonly Hint[] =
    state.visits.length > 1 && !isWorking && name !== "keep" ? [{ key: hints.escape, does: hints.back, rank: 1 }] : []
  if (description.field !== undefined) {
    return [
      { key: hints.enter, does: hints.done, rank: 0 },
      ...back,
      help,
      { key: "Ctrl-C", does: hints.leave, rank: 4 },
    ]
  }
  const canOpen = items.some((item) => item.detail !== undefined)
  return [
    ...(description.isPager
      ? bodyRows > state.size.rows - 8
        ? [{ key: arrows, does: hints.scroll, rank: 4 }]
        : items.length > 1
          ? [{ key: arrows, does: hints.move, rank: 4 }]
          : []
      : items.length > 1
        ? [{ key: arrows, does: hints.move, rank: 4 }]
        : []),
    ...(items.length > 0 ? [{ key: hints.enter, does: hints.choose, rank: 0 }] : []),
    ...(canOpen ? [{ key: hints.space, does: hints.open, rank: 6 }] : []),
    ...back,
    ...(isWorking ? [] : [{ key: "/", does: hints.search, rank: 5 }]),
    help,
    ...((isWorking && isGoingBack(state)) || state.isKeeping ? [] : [leave]),
  ]
}
