// Starts the programs that a look at containerd asks, before the rest of this folder is loaded.
import type { Look } from "../component.ts"
import { placeOf } from "../oci-runtimes/handler-programs.ts"
import { askVersion } from "../oci-runtimes/look.ts"
import { askAbout, findBinaries, programName } from "./programs.ts"

/** Of the handler that containerd has without being told of one. */
const usualOciRuntime = "runc"

export async function beginAsking({ machine, service }: Pick<Look, "machine" | "service">): Promise<void> {
  const [usual] = findBinaries(machine, undefined)
  if (usual === undefined) return
  await service([programName], usual, (command, environment) => {
    void askAbout(machine, command)
    const runc = placeOf(machine, { environment }, usualOciRuntime)
    if (runc !== undefined) void askVersion(machine, runc)
  })
}
