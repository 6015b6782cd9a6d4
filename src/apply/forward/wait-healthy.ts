// Waits until services that were just started are healthy: active, answering over CRI where they serve it, and still
// the same processes a moment later. Gives up at the deadline, or as soon as a service has failed for good.
import type { ServiceChange } from "../../model/change.ts"
import type { Expectation } from "../../model/plan.ts"
import type { Verified } from "../../model/run.ts"
import type { InitSystemId, ServiceFacts } from "../../model/service.ts"
import { type ApplyContext, initSystemOf, type RunOptions } from "../context.ts"
import { verify } from "../prove/verify.ts"
import type { LogFollower } from "./follow-log.ts"
import { watchFailures } from "./watch-failures.ts"

/** Between two looks. A runtime takes a few hundred milliseconds to start; more often would only load the node. */
const lookAgainMilliseconds = 250

/**
 * How long a service must stay up before it counts, in seconds. A runtime that dislikes a flag or its configuration
 * ends well within two seconds; a kubelet waits for its runtime and for the API server first. In between systemd starts
 * them again and says "active".
 */
const settleSeconds = { runtime: 2, kubelet: 10 }

export interface Wait {
  readonly initSystem: InitSystemId
  readonly services: readonly ServiceChange[]
  readonly expectations: readonly Expectation[]
  readonly timeoutSeconds: number
}

export type Waited =
  /** What was waited for, with what the node answered last. */
  | { readonly is: "healthy"; readonly verified: readonly Verified[] }
  | { readonly is: "interrupted" }
  | { readonly is: "not-healthy"; readonly missing: readonly Verified[]; readonly failedService?: string }

export async function waitHealthy(
  context: ApplyContext,
  wait: Wait,
  log: LogFollower | undefined,
  options: Pick<RunOptions, "onProgress" | "settleSeconds" | "confirmSeconds"> & { readonly interrupted?: AbortSignal },
): Promise<Waited> {
  const { onProgress, interrupted } = options
  const { machine } = context
  // Within the countdown of --confirm: its guard does not wait for what is still being looked at.
  const countdown = options.confirmSeconds ?? Number.POSITIVE_INFINITY
  const settle = Math.min(options.settleSeconds ?? usualSettle(context, wait), countdown) * 1000
  const deadline = machine.sinceBoot() + wait.timeoutSeconds * 1000
  const waitedFor = healthOf(wait)
  const hasFailed = watchFailures()
  let firstLook: number | undefined
  let steady: { readonly processes: string; readonly since: number } | undefined
  for (;;) {
    if (interrupted?.aborted === true) return { is: "interrupted" }
    await log?.follow(onProgress)
    const verified = await verify(context, waitedFor)
    const missing = verified.filter((one) => !one.holds)
    const services = await lookAtServices(context, wait)
    const processes = JSON.stringify(services.map((one) => [one?.name, one?.pid, one?.startedAt]))
    const now = machine.sinceBoot()
    steady = missing.length > 0 ? undefined : steady?.processes === processes ? steady : { processes, since: now }
    firstLook ??= now
    if (steady !== undefined && now - steady.since >= settle) return { is: "healthy", verified }
    const failed = hasFailed(services, now)
    if (failed !== undefined && missing.length > 0) return { is: "not-healthy", missing, failedService: failed }
    if (now >= deadline && missing.length > 0) return { is: "not-healthy", missing }
    // What was healthy in time may show that it stays so; a service that keeps dying begins anew after the deadline.
    if (now >= deadline && (steady?.since ?? 0) > Math.max(deadline, firstLook)) return { is: "not-healthy", missing }
    const first = missing[0]?.expectation ?? waitedFor[0]
    if (first !== undefined) {
      const endpoint = "endpoint" in first ? first.endpoint : ""
      const secondsLeft = Math.max(0, Math.ceil((deadline - now) / 1000))
      onProgress({ event: "waiting", component: first.component, endpoint, secondsLeft })
    }
    await machine.pause(lookAgainMilliseconds)
  }
}

function usualSettle({ components }: ApplyContext, { services }: Wait): number {
  if (!services.some(shallRun)) return 0
  const kubelets = components.filter((component) => component.role === "kubelet").map((component) => component.id)
  return services.some(({ component }) => kubelets.includes(component)) ? settleSeconds.kubelet : settleSeconds.runtime
}

/** What is waited for; the rest of the plan's expectations cannot become true by waiting. */
function healthOf({ services, expectations }: Wait): readonly Expectation[] {
  const promised = expectations.filter((one) => ["cri", "service-active", "kubelet-health"].includes(one.kind))
  const named = new Set(promised.map((one) => (one.kind === "service-active" ? one.service : "")))
  const implied = services
    .filter((change) => !named.has(change.service) && shallRun(change))
    .map(({ component, service }): Expectation => ({ kind: "service-active", component, service }))
  return [...implied, ...promised]
}

/** A service that did not run and is only restarted, such as a kubelet before `kubeadm join`, need not stay up. */
function shallRun({ action, wasActive, back }: ServiceChange): boolean {
  if (action === "stop") return wasActive && back !== undefined
  return wasActive || (action === "start" && back === undefined)
}

async function lookAtServices(context: ApplyContext, wait: Wait): Promise<readonly (ServiceFacts | undefined)[]> {
  const initSystem = initSystemOf(context, wait.initSystem)
  const running = wait.services.filter(shallRun)
  return Promise.all(running.map(async ({ service }) => initSystem?.service(context.machine, service)))
}
