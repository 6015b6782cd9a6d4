// Pods that run under the old cgroup driver cannot be managed under the new one, so a change of the driver with pods
// running is refused. See kubernetes.io, "Configuring a cgroup driver": drain the node first.
import type { CriFailure } from "../../model/facts/cri-report.ts"
import type { Fault } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"
import type { ApplyContext } from "../context.ts"

/** A runtime that is not there, or serves no CRI, has no pods of Kubernetes that it could list. */
const nobodyThere: readonly CriFailure["cause"][] = ["no-socket", "refused", "not-a-socket", "unimplemented"]

/** Pods of a runtime that is about to be removed. */
export async function podsThatWouldEnd(context: ApplyContext, { changes }: Plan): Promise<Fault | undefined> {
  for (const change of changes) {
    if (change.kind !== "packages" && change.kind !== "tree") continue
    if (change.remove === undefined || change.endpoint === undefined) continue
    const listed = await context.cri.listSandboxes(context.machine, change.endpoint)
    const ready = listed.ok ? listed.value.filter((pod) => pod.state === "ready") : []
    const pods = ready.map((pod) => `${pod.namespace}/${pod.name}`)
    const packages = change.kind === "tree" ? change.archives.map(({ project }) => project) : change.requested
    if (pods.length > 0) {
      return { code: "pods-would-end", args: { pods, packages } }
    }
  }
  return undefined
}

export async function runningPods(context: ApplyContext, { driverChange }: Plan): Promise<Fault | undefined> {
  if (driverChange === undefined) return undefined
  const { endpoint, from, to } = driverChange
  const listed = await context.cri.listSandboxes(context.machine, endpoint)
  if (!listed.ok) {
    const { cause, message } = listed.failure
    if (nobodyThere.includes(cause)) return undefined
    return { code: "pods-unknown", args: { endpoint, why: message } }
  }
  const pods = listed.value.filter((pod) => pod.state === "ready").map((pod) => `${pod.namespace}/${pod.name}`)
  return pods.length === 0 ? undefined : { code: "pods-running", args: { pods, from, to } }
}
