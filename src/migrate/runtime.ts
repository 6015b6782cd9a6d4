// Another container runtime under the kubelet of a node that has joined: kubernetes.io, "Changing the Container Runtime on
// a Node from Docker Engine to containerd", with what that page leaves out: images, the cgroup driver, the sandbox image,
// and where kubeadm of this release keeps the endpoint. The old runtime is left as it is.
import type { Component, Summary } from "../components/component.ts"
import { isSameEndpoint } from "../components/kubelet/endpoint.ts"
import { disableCommands, enableCommands } from "../decide/restart-command.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { Reason } from "../model/message.ts"
import type { Migration } from "../model/migration/migration.ts"
import type { Condition, RuntimeAt, Step } from "../model/migration/step.ts"
import type { CgroupDriver } from "../model/setting.ts"
import {
  controlPlaneSteps,
  drainSteps,
  joinedNode,
  type Kubelet,
  kubeletService,
  nothing,
  startKubeletStep,
  stopKubeletStep,
  uncordonCommand,
} from "./joined.ts"
import type { Wish } from "./known.ts"

export function runtimes(components: readonly Component[]): readonly string[] {
  return components.filter(({ role }) => role === "runtime").map(({ id }) => id)
}

interface Runtime extends RuntimeAt {
  readonly name: string
  readonly summary: Summary
}

/** Undefined: the kubelet uses that runtime already. */
export function runtimeMigration(
  node: NodeFacts,
  components: readonly Component[],
  wish: Wish,
): Result<Migration | undefined> {
  const { to: id = "" } = wish
  const joined = joinedNode(node, components, `criadm apply --runtime ${id}`)
  if (!joined.ok) return joined
  const { kubelet, runtime: old, endpoint: oldEndpoint, nodeName } = joined.value
  if (old.id === id) return ok(undefined)
  const young = components.find((one) => one.id === id)
  const summary = young?.summarize(node)
  if (young === undefined || summary?.isInstalled !== true) {
    const installed = components.filter(({ role, summarize }) => role === "runtime" && summarize(node).isInstalled)
    return failed({ code: "runtime-not-installed", args: { runtime: id, installed: installed.map((one) => one.id) } })
  }
  const from = { component: old.id, name: old.name, endpoint: oldEndpoint, summary: old.summarize(node) }
  const endpoint = summary.endpoint ?? young.runtime?.usualEndpoints[0] ?? ""
  const to = { component: young.id, name: young.name, endpoint, summary }
  const isCarried = old.runtime?.images.saveTo !== undefined && young.runtime !== undefined
  const companions = components.flatMap(({ role, summarize }) => {
    const { endpoint: served, service } = summarize(node)
    const isOfOld = role === "companion" && served !== undefined && isSameEndpoint(served, oldEndpoint)
    return isOfOld && service !== undefined ? [service] : []
  })
  const services = [...companions, ...(from.summary.service === undefined ? [] : [from.summary.service])]
  const isNeeded = components.some(
    ({ runtime, summarize }) => runtime?.startsContainersBy === old.id && summarize(node).isInstalled,
  )
  const left = {
    services: services.map(({ name }) => name),
    disable: isNeeded ? [] : services.flatMap((each) => disableCommands(node, each)),
    // A companion asks its runtime when it starts.
    enable: services.toReversed().flatMap((each) => enableCommands(node, each)),
  }
  const notes: readonly Reason[] = [
    ...(isCarried ? [] : [{ code: "migrate-images-pulled", args: { from: from.name, to: to.name } } as const]),
    ...(wish.stopPods ? [{ code: "migrate-pods-ended-by-us", args: {} } as const] : []),
    { code: "migrate-logs-move", args: {} },
  ]
  return ok({
    kind: "Migration",
    version: 1,
    name: "runtime",
    to: id,
    node: nodeName,
    steps: stepsTo({ node: nodeName, kubelet, from, to, wish, isCarried, left }),
    notes,
  })
}

interface Parts {
  readonly node: string
  readonly kubelet: Kubelet
  readonly from: Runtime
  readonly to: Runtime
  readonly wish: Wish
  readonly isCarried: boolean
  /**
   * The services of the old runtime, with the commands that stop them for good and that take that back. None stop it while
   * another engine on the node works with it.
   */
  readonly left: {
    readonly services: readonly string[]
    readonly disable: readonly string[]
    readonly enable: readonly string[]
  }
}

function stepsTo({ node, kubelet, from, to, wish, isCarried, left }: Parts): readonly Step[] {
  const { stop, isStopped } = kubeletService(kubelet)
  const driver = kubelet.summary.cgroupDriver ?? from.summary.cgroupDriver
  const drained = (endpoint: string) => ({ is: "drained", endpoint }) as const
  const isEmpty = { is: "no-pods", endpoint: from.endpoint } as const
  const endPods = ({ component, endpoint }: RuntimeAt) => ({ do: "end-pods", component, endpoint }) as const
  const at = ({ component, endpoint }: RuntimeAt): RuntimeAt => ({ component, endpoint })
  const names = { from: from.name, to: to.name }
  const isKept = wish.pods.some(({ leftByDrain }) => leftByDrain !== undefined)
  const uncordon = uncordonCommand(node)
  const isAnnotated = kubelet.summary.isAnnotated === true
  const annotate = ({ endpoint }: RuntimeAt) =>
    `kubectl annotate node ${node} --overwrite kubeadm.alpha.kubernetes.io/cri-socket=${endpoint}`
  const podsUnder: readonly Condition[] =
    driver === undefined ? [] : [{ is: "pods-under", endpoint: to.endpoint, driver, atLeast: isKept ? 1 : 0 }]
  const isServed = left.services.map((service): Condition => ({ is: "service", service, state: "active" }))
  return [
    ...controlPlaneSteps(node, wish),
    ...drainSteps(node, drained(from.endpoint), wish),
    stopKubeletStep(kubelet, drained(from.endpoint)),
    {
      id: "end-pods",
      what: { code: "migrate-end-pods", args: { runtime: from.name, driver: driver ?? "" } },
      needs: [isStopped, drained(from.endpoint)],
      act: endPods(from),
      proof: [isEmpty],
      undo: nothing,
    },
    {
      id: "switch-runtime",
      what: { code: "migrate-switch-runtime", args: names },
      needs: [isStopped, isEmpty],
      act: { do: "answers", values: valuesFor(to, from, driver) },
      proof: [],
      undo: {
        needs: [drained(to.endpoint), ...isServed],
        acts: [stop, endPods(to), { do: "put-back", step: "switch-runtime" }],
      },
    },
    ...(isCarried
      ? [
          {
            id: "carry-images",
            what: { code: "migrate-carry-images", args: names },
            needs: [],
            act: { do: "carry-images", from: at(from), to: at(to) },
            proof: [],
            undo: nothing,
          } as const,
        ]
      : []),
    startKubeletStep(kubelet, [], podsUnder),
    {
      id: "uncordon",
      what: isAnnotated
        ? { code: "migrate-socket-annotation", args: { node, endpoint: to.endpoint } }
        : { code: "migrate-uncordon", args: { node } },
      needs: [],
      act: { do: "tell", commands: [...(isAnnotated ? [annotate(to)] : []), uncordon] },
      proof: [],
      undo: isAnnotated ? { needs: [], acts: [{ do: "tell", commands: [annotate(from)] }] } : nothing,
    },
    ...(left.disable.length === 0
      ? []
      : [
          {
            id: "old-runtime",
            what: { code: "migrate-old-runtime", args: { runtime: from.name } },
            needs: [],
            act: { do: "tell", isHere: true, commands: left.disable },
            proof: [],
            // Whoever has stopped it for good lets it run again before anything goes back to it.
            undo: { needs: [], acts: [{ do: "ask", isHere: true, commands: left.enable }], proof: isServed },
          } as const,
        ]),
  ]
}

/** The pods of this node were made for one driver and one sandbox image; the new runtime goes on with both. */
function valuesFor(to: Runtime, from: Runtime, driver: CgroupDriver | undefined) {
  const { sandboxImage } = from.summary
  return {
    runtime: to.component,
    kubelet: true,
    ...(driver === undefined ? {} : { "cgroup-driver": driver }),
    ...(sandboxImage === undefined ? {} : { "sandbox-image": sandboxImage }),
  }
}
