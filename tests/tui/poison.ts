// What the wizard is told, with a name that no terminal should get in place of every name: for tests of what is printed.
import type { Event } from "../../src/tui/state/event.ts"

/** A clear of the screen, a line break, a separator of lines, a turn of the direction, a byte that is no UTF-8. */
export const poison = "\u001b[2J\n\u2028\u202e\udc9b"

/** Words of the program's own, of which nothing on a node decides. */
const ownWords = new Set(
  [
    "event",
    "code",
    "kind",
    "state",
    "severity",
    "setting",
    "id",
    "ids",
    "verdict",
    "action",
    "who",
    "by",
    "direction",
  ].concat(
    ["initSystem", "cause", "manager", "cgroupDriver", "driver", "runtime", "label", "outcome", "what", "language"],
    ["component", "platform", "values", "chosenBy", "place", "node"],
  ),
)

/** Events that come from the node; keys come from a person. */
export function poisoned(event: Event): Event {
  const isTold = ["looked", "planned", "progress", "ended", "proven", "sandbox-proven"].includes(event.event)
  return isTold ? (deep(event) as Event) : event
}

function deep(value: unknown): unknown {
  if (typeof value === "string") return `${value}${poison}`
  if (Array.isArray(value)) return value.map(deep)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => [key, ownWords.has(key) ? own : deep(own)] as const),
  )
}
