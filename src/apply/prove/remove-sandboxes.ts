// Stops and removes the test sandbox, whoever started it: this criadm, or one that was killed before it could. Done
// means that the runtime lists it no more, not that it said yes to its removal.
import { listSandboxes, removeSandbox, stopSandbox } from "../../cri/client.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Reason } from "../../model/message.ts"

/** The test pod's name, uid and namespace; nobody else's pods lie in a namespace of this name. */
export const testPodName = "criadm-verify"

/** Between two looks; a runtime ends a sandbox within this time on a quiet node. */
const lookAgainMilliseconds = 1000

export interface Looks {
  /** So often even if nothing is there: a call that was given up may still be coming to its end in the runtime. */
  readonly least: number
  /** After so many it is left, and said. */
  readonly most: number
}

/** Undefined: the runtime lists none of ours; else why one may still be there. */
export async function removeSandboxes(
  machine: WritingMachine,
  endpoint: string,
  { least, most }: Looks,
): Promise<Reason | undefined> {
  for (let look = 1; ; look += 1) {
    const trouble = await removeOnce(machine, endpoint)
    if (trouble === undefined && look >= least) return undefined
    if (look >= most) return trouble
    await machine.pause(lookAgainMilliseconds)
  }
}

async function removeOnce(machine: WritingMachine, endpoint: string): Promise<Reason | undefined> {
  const listed = await listSandboxes(machine, endpoint)
  if (!listed.ok) {
    const { message } = listed.failure
    return { code: "observed-sandboxes-unknown", args: { namespace: testPodName, message, endpoint } }
  }
  const ours = listed.value.filter((one) => one.name === testPodName && one.namespace === testPodName)
  let trouble: Reason | undefined
  for (const { id } of ours) {
    const stopped = await stopSandbox(machine, endpoint, id)
    // Also after a stop that failed: removing stops by force (api.proto, RemovePodSandbox).
    const removed = await removeSandbox(machine, endpoint, id)
    const failure = removed.ok ? undefined : stopped.ok ? removed.failure : stopped.failure
    const message = failure?.message ?? ""
    // Even after a yes: the next look shows whether it is gone.
    trouble = { code: "observed-sandbox-left", args: { sandbox: id, message, endpoint } }
  }
  return trouble
}
