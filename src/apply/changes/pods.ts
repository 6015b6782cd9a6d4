// Ends every pod sandbox of a runtime, while that runtime still knows where their cgroups lie. First the pods with a
// network of their own: what takes it down is itself a pod on the host's network as a rule.
import type { PodsChange } from "../../model/change.ts"
import type { Cri } from "../../model/facts/cri-report.ts"
import type { Fault } from "../../model/fault.ts"
import type { ApplyContext } from "../context.ts"
import type { ChangeKind } from "./change-kind.ts"

/** A runtime may say no once while it is still busy with a sandbox. */
const rounds = 3

/** Between two rounds, in milliseconds. */
const lookAgainMilliseconds = 1000

export const pods: ChangeKind<PodsChange> = {
  perform: endPods,
  inverse: (change) => change,
  // The kubelet asks for its pods anew, which nobody has to type.
  stepBack: () => "never",
  subject: ({ endpoint }) => endpoint,
  byHand: () => [],
}

/** Undefined: the runtime lists no sandbox any more, neither ready nor stopped. */
async function endPods({ machine, cri }: ApplyContext, { endpoint }: PodsChange): Promise<Fault | undefined> {
  let fault: Fault | undefined
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await machine.pause(lookAgainMilliseconds)
    const listed = await cri.listSandboxes(machine, endpoint)
    if (!listed.ok) return { code: "pods-not-listed", args: { endpoint, why: listed.failure.message } }
    if (listed.value.length === 0) return undefined
    const statuses = await Promise.all(listed.value.map(({ id }) => cri.sandboxStatus(machine, endpoint, id)))
    const isOnHost = new Map(listed.value.map(({ id }, index) => [id, isOfHost(statuses[index])]))
    const ordered = listed.value.toSorted((a, b) => Number(isOnHost.get(a.id)) - Number(isOnHost.get(b.id)))
    for (const { id, namespace, name } of ordered) {
      const ended = await cri.endSandbox(machine, endpoint, id)
      if (!ended.ok) {
        fault = { code: "pod-not-ended", args: { pod: `${namespace}/${name}`, why: ended.failure.message } }
      }
    }
  }
  const left = await cri.listSandboxes(machine, endpoint)
  if (!left.ok) return { code: "pods-not-listed", args: { endpoint, why: left.failure.message } }
  const [first] = left.value
  if (first === undefined) return undefined
  // It said that they are removed, and lists one all the same: somebody makes them again.
  return fault ?? { code: "pod-not-ended", args: { pod: `${first.namespace}/${first.name}`, why: "" } }
}

function isOfHost(status: Cri<{ readonly isOnHost: boolean }> | undefined): boolean {
  return status?.ok === true && status.value.isOnHost
}
