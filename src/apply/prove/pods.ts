// Whether pods start since kubelet and runtime were last started. A kubelet whose cgroup driver is not the runtime's, or
// whose sandbox image is missing, stays active and answers its healthz; only its sandboxes tell.
import type { Expectation, Plan } from "../../model/plan.ts"
import type { Verified } from "../../model/run.ts"
import type { ApplyContext, Sandbox } from "../context.ts"
import type { Observation } from "./observation.ts"

/** Init systems tell the time of a start in whole seconds, cut off. In milliseconds. */
const coarseness = 1000

/** How far back the runtime's log is read; a kubelet asks again for a sandbox about every ten seconds. */
const longestLook = 200

/** Undefined: no kubelet runs here that would ask for a sandbox, or nobody knows since when. */
export async function provePods(context: ApplyContext, plan: Plan): Promise<Verified | undefined> {
  const { machine, cri, components, initSystems } = context
  const kubelets = components.filter((component) => component.role === "kubelet").map((component) => component.id)
  const services = plan.expectations.filter((one) => one.kind === "service-active")
  const runtime = plan.expectations.find((one) => one.kind === "cri")
  const kubelet = services.find((one) => kubelets.includes(one.component))
  if (!machine.isLive || runtime === undefined || kubelet === undefined) return undefined
  const own = services.find((one) => one.component === runtime.component)
  const initSystem = initSystems.find((one) => one.recognise(machine) !== undefined)
  const startedAt = async (one: Extract<Expectation, { kind: "service-active" }> | undefined) =>
    one === undefined ? undefined : (await initSystem?.service(machine, one.service))?.startedAt
  const kubeletStart = await startedAt(kubelet)
  if (kubeletStart === undefined) return undefined
  const since = Math.max(kubeletStart, (await startedAt(own)) ?? 0) - coarseness
  const sandboxes = await cri.listSandboxes(machine, runtime.endpoint)
  if (!sandboxes.ok) return undefined
  const fresh = sandboxes.value.filter(({ createdAt = 0 }) => createdAt >= since)
  const log = own === undefined ? [] : ((await initSystem?.recentLog(machine, own.service, longestLook)) ?? [])
  const { component, endpoint } = runtime
  return { expectation: { kind: "pods-start", component, endpoint }, ...judged(fresh, failuresSince(log, since)) }
}

function judged(fresh: readonly Sandbox[], failures: readonly string[]): Observation {
  const ready = fresh.find((one) => one.state === "ready")
  if (ready !== undefined) {
    return { holds: true, observed: { code: "observed-pod-ready", args: { pod: `${ready.namespace}/${ready.name}` } } }
  }
  const last = failures.at(-1)
  if (last !== undefined) return { holds: false, observed: { code: "observed-pod-fails", args: { line: last } } }
  return { holds: true, observed: { code: "observed-no-pod-yet", args: {} } }
}

/**
 * Lines in which a runtime says that it could not run a sandbox: containerd's "RunPodSandbox for ... failed", with
 * logrus' time in front (internal/cri/instrument/instrumented_service.go of containerd 2.x, pkg/cri/instrument of 1.7).
 */
function failuresSince(log: readonly string[], since: number): readonly string[] {
  return log.flatMap((line) => {
    const time = /^time="([^"]+)"/.exec(line)?.[1]
    const isFailure = /RunPodSandbox for .* failed/.test(line)
    return isFailure && time !== undefined && Date.parse(time) >= since ? [whyIn(line)] : []
  })
}

/** A sentence, not a page. In characters. */
const longestWhy = 400

/** The error alone: error="..." with logrus' escapes. */
function whyIn(line: string): string {
  const error = / error="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]
  return (error ?? line).replaceAll(/\\(.)/g, "$1").slice(0, longestWhy)
}
