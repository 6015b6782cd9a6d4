// Starts the programs that a look at containerd asks, before the rest of this folder is loaded.

import type { ReadingMachine } from "../../machine/reading.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { BeginningLook } from "../known.ts"
import { placeOf } from "../oci-runtimes/handler-programs.ts"
import { askVersion } from "../oci-runtimes/look.ts"
import { beginDump, endpointNamedBy, findBinaries, programName } from "./programs.ts"
import { releaseOf } from "./tables/releases.ts"

/** Of the handler that containerd has without being told of one. */
const usualOciRuntime = "runc"

/** What takes longest first: each start holds up the next one, and all of them share the processors. */
export async function beginAsking({
  machine,
  service,
  servedVersion,
  isUnjudged,
  isToBeVerified,
}: BeginningLook): Promise<void> {
  const [usual] = findBinaries(machine, undefined)
  if (usual === undefined) return
  let askTheRest: (() => void) | undefined
  const found = service([programName], usual, (command, environment) => {
    if (isUnjudged !== true) beginDump(machine, command)
    else if (isToBeVerified) void askForDumpIfNeeded(machine, command, servedVersion)
    askTheRest = () => {
      const runc = placeOf(machine, { environment }, usualOciRuntime)
      if (runc !== undefined && isUnjudged !== true) void askVersion(machine, runc)
    }
  })
  // By now the init system is asked for the service's state.
  askTheRest?.()
  await found
}

/** Where the running daemon tells a release whose answers do not show the sandbox image, its program has to be asked. */
async function askForDumpIfNeeded(
  machine: ReadingMachine,
  command: readonly string[],
  servedVersion: BeginningLook["servedVersion"],
): Promise<void> {
  const told = await servedVersion(endpointNamedBy(machine, command), programName)
  const release = told === undefined ? undefined : releaseOf(knownValue(told) ?? "", machine.platform)
  if (release?.tellsSandboxImage === false) beginDump(machine, command)
}
