// Starts the programs that a look at containerd asks, before the rest of this folder is loaded.
import type { Look } from "../component.ts"
import { placeOf } from "../oci-runtimes/handler-programs.ts"
import { askVersion } from "../oci-runtimes/look.ts"
import { askForDump, findBinaries, programName } from "./programs.ts"

/** Of the handler that containerd has without being told of one. */
const usualOciRuntime = "runc"

/** What takes longest first: each start holds up the next one, and all of them share the processors. */
export async function beginAsking({
  machine,
  service,
  isUnjudged,
}: Pick<Look, "machine" | "service" | "isUnjudged">): Promise<void> {
  const [usual] = findBinaries(machine, undefined)
  if (usual === undefined) return
  let askTheRest: (() => void) | undefined
  const found = service([programName], usual, (command, environment) => {
    if (isUnjudged !== true) void askForDump(machine, command)
    askTheRest = () => {
      const runc = placeOf(machine, { environment }, usualOciRuntime)
      if (runc !== undefined && isUnjudged !== true) void askVersion(machine, runc)
    }
  })
  // By now the init system is asked for the service's state.
  askTheRest?.()
  await found
}
