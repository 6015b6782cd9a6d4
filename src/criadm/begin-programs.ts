// Starts the programs that every look at this node asks, while the rest of criadm is still loaded: they take longer than
// all else.
import { listed } from "../components/known.ts"
import { type Begun, beginLooking } from "../detect/begin-looking.ts"
import { initSystems } from "../init-systems/known.ts"
import type { ReadingMachine } from "../machine/reading.ts"

/** For a look that follows at once; `isUnjudged`: as that look is. */
export async function beginPrograms(node: ReadingMachine, isUnjudged = false): Promise<Begun> {
  const begun = beginLooking(node, initSystems)
  for (const { begin } of listed) {
    const beginAt = await begin?.()
    // What goes wrong here goes wrong again, and is told, when the component looks.
    void beginAt?.({ machine: begun.machine, isUnjudged, ...begun.services }).catch(() => undefined)
  }
  return begun
}
