// Starts the programs that every look at this node asks, while the rest of criadm is still loaded: they take longer than
// all else.
import { type BeginningLook, listed } from "../components/known.ts"
import { askOnce } from "../cri/asking.ts"
import { type Begun, beginLooking } from "../detect/begin-looking.ts"
import { servedVersion } from "../detect/running.ts"
import { initSystems } from "../init-systems/known.ts"
import type { ReadingMachine } from "../machine/reading.ts"

/** For a look that follows at once: whether it is unjudged, and whether the node is verified after it. */
export async function beginPrograms(
  node: ReadingMachine,
  { isUnjudged, isToBeVerified }: Required<Pick<BeginningLook, "isUnjudged" | "isToBeVerified">>,
): Promise<Begun> {
  const begun = beginLooking(node, initSystems)
  const tell = async (endpoint: string, name: string) =>
    servedVersion(await askOnce(begun.machine, begun.asked, endpoint), name)
  const look = { machine: begun.machine, ...begun.services, servedVersion: tell, isUnjudged, isToBeVerified }
  for (const { begin } of listed) {
    const beginAt = await begin?.()
    // What goes wrong here goes wrong again, and is told, when the component looks.
    void beginAt?.(look).catch(() => undefined)
  }
  return begun
}
