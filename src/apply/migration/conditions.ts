// What the running node shows of the conditions of a step. Looks only; whoever has just acted waits for it.
import type { Fault } from "../../model/fault.ts"
import type { Condition } from "../../model/migration/step.ts"
import type { CgroupDriver } from "../../model/setting.ts"
import { isPatchOf, parseVersion } from "../../model/version.ts"
import type { ApplyContext, Sandbox } from "../context.ts"
import { sandboxCgroup } from "../prove/sandbox-cgroup.ts"
import { observeHealth } from "../prove/verify.ts"

/** Between two looks, in milliseconds. */
const lookAgainMilliseconds = 500

/** Of a runtime that is up; in milliseconds. */
const criMilliseconds = 5000

/** Undefined: they all hold. `node`: its name in the cluster. */
export async function whyNotMet(
  context: ApplyContext,
  conditions: readonly Condition[],
  node: string,
): Promise<Fault | undefined> {
  for (const condition of conditions) {
    const fault = await whyNot(context, condition, node)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** The same, looked at again until it holds or the time is over; a first pod takes a while. */
export async function waitUntilMet(
  context: ApplyContext,
  conditions: readonly Condition[],
  node: string,
  how: { readonly timeoutSeconds: number; readonly interrupted: AbortSignal },
): Promise<Fault | undefined> {
  const { machine } = context
  const deadline = machine.sinceBoot() + how.timeoutSeconds * 1000
  for (;;) {
    const fault = await whyNotMet(context, conditions, node)
    if (fault === undefined || how.interrupted.aborted || machine.sinceBoot() >= deadline) return fault
    await machine.pause(lookAgainMilliseconds)
  }
}

async function whyNot(context: ApplyContext, condition: Condition, node: string): Promise<Fault | undefined> {
  const { machine, cri } = context
  switch (condition.is) {
    case "service": {
      const { service, state: wanted } = condition
      const found = (await serviceState(context, service)) ?? "inactive"
      const holds = wanted === "active" ? found === "active" : found !== "active"
      return holds ? undefined : { code: "node-shows-service", args: { service, found, wanted } }
    }
    case "drained":
      return podsLeft(context, condition.endpoint, node, ({ leftByDrain }) => leftByDrain === undefined)
    case "no-pods":
      return podsLeft(context, condition.endpoint, node, () => true)
    case "driver": {
      const { endpoint, driver: wanted } = condition
      const { cgroupDriver } = await cri.askCri(machine, endpoint, criMilliseconds)
      // What cannot be asked was proven by the run itself, from the effective configuration.
      if (!cgroupDriver.ok && cgroupDriver.failure.cause === "unimplemented") return undefined
      const found = cgroupDriver.ok ? (cgroupDriver.value ?? "") : ""
      return found === wanted ? undefined : { code: "node-shows-driver", args: { endpoint, found, wanted } }
    }
    case "release": {
      const { endpoint, release: wanted } = condition
      const { version } = await cri.askCri(machine, endpoint, criMilliseconds)
      const found = version.ok ? (parseVersion(version.value.runtimeVersion)?.text ?? "") : ""
      // Package sources move on, so a later patch is as good.
      return isPatchOf(found, wanted) ? undefined : { code: "node-shows-release", args: { endpoint, found, wanted } }
    }
    case "healthy":
      return (await observeHealth(machine, condition.url)).holds
        ? undefined
        : { code: "node-not-healthy", args: { url: condition.url } }
    case "pods-under":
      return podElsewhere(context, condition)
  }
}

async function serviceState({ machine, initSystems }: ApplyContext, service: string): Promise<string | undefined> {
  const initSystem = initSystems.find((one) => one.recognise(machine) !== undefined)
  return (await initSystem?.service(machine, service))?.state
}

async function podsLeft(
  { machine, cri }: ApplyContext,
  endpoint: string,
  node: string,
  counts: (pod: Sandbox) => boolean,
): Promise<Fault | undefined> {
  const listed = await cri.listSandboxes(machine, endpoint)
  if (!listed.ok) return { code: "pods-not-listed", args: { endpoint, why: listed.failure.message } }
  const pods = listed.value.filter((pod) => pod.state === "ready" && counts(pod)).map(nameOf)
  return pods.length === 0 ? undefined : { code: "node-shows-pods", args: { pods, node } }
}

async function podElsewhere(
  { machine, cri }: ApplyContext,
  { endpoint, driver, atLeast }: Extract<Condition, { is: "pods-under" }>,
): Promise<Fault | undefined> {
  const listed = await cri.listSandboxes(machine, endpoint)
  if (!listed.ok) return { code: "pods-not-listed", args: { endpoint, why: listed.failure.message } }
  const ready = listed.value.filter(({ state }) => state === "ready")
  if (ready.length < atLeast) return { code: "no-pod-yet", args: { endpoint } }
  for (const pod of ready) {
    const status = await cri.sandboxStatus(machine, endpoint, pod.id)
    const cgroup = status.ok ? sandboxCgroup(machine, pod.id, status.value.info) : undefined
    if (cgroup !== undefined && !isPlaceOf(driver, cgroup)) {
      return { code: "pod-lies-elsewhere", args: { pod: nameOf(pod), cgroup, driver } }
    }
  }
  return undefined
}

const nameOf = ({ namespace, name }: Sandbox) => `${namespace}/${name}`

/** systemd puts a pod's scopes below a slice of its own; cgroupfs makes paths without slices below "kubepods". */
function isPlaceOf(driver: CgroupDriver, cgroup: string): boolean {
  const isOfPod = /(?:^|\/)[^/]*pod[^/]*\.slice\//.test(cgroup)
  return driver === "systemd" ? isOfPod : !isOfPod
}
