// What every migration of a node that has joined begins and ends with: the kubelet and the runtime it uses, the drain, the
// kubelet that is stopped and started, the way back into the cluster.
import type { Component, Summary } from "../components/component.ts"
import { hasJoined } from "../decide/has-joined.ts"
import { kubeletsRuntime } from "../decide/kubelets-runtime.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { Act, Condition, Step } from "../model/migration/step.ts"
import type { Wish } from "./known.ts"

export const nothing = { needs: [], acts: [] }

export interface Kubelet {
  readonly id: string
  readonly summary: Summary
}

export interface Joined {
  readonly kubelet: Kubelet
  /** The runtime whose endpoint the kubelet uses. */
  readonly runtime: Component
  readonly endpoint: string
  /** As the cluster knows it. */
  readonly nodeName: string
}

/** `command`: what does the same on a node that has not joined. */
export function joinedNode(node: NodeFacts, components: readonly Component[], command: string): Result<Joined> {
  const kubelet = components.find(({ role }) => role === "kubelet")
  const summary = kubelet?.summarize(node)
  if (kubelet === undefined || summary === undefined || !hasJoined(node, components)) {
    return failed({ code: "migration-not-joined", args: { command } })
  }
  const used = kubeletsRuntime(node, components)
  const runtime = components.find(({ id }) => id === used?.runtime)
  if (used === undefined || runtime === undefined) {
    return failed({ code: "migration-no-runtime", args: { endpoint: used?.endpoint ?? "" } })
  }
  const nodeName = summary.nodeName ?? knownValue(node.preflight?.hostname)?.toLowerCase() ?? "NODE"
  return ok({ kubelet: { id: kubelet.id, summary }, runtime, endpoint: used.endpoint, nodeName })
}

/** The kubelet's service as it is stopped and started, and what both prove. */
export function kubeletService({ id, summary }: Kubelet) {
  const service = summary.service?.name ?? "kubelet"
  const stop = { do: "service", component: id, service, action: "stop" } as const
  const isUp: readonly Condition[] = [
    { is: "service", service, state: "active" },
    ...(summary.healthUrl === undefined ? [] : [{ is: "healthy", url: summary.healthUrl } as const]),
  ]
  return {
    service,
    stop,
    start: { ...stop, action: "start" },
    isStopped: { is: "service", service, state: "inactive" },
    isUp,
    /** On the way back; a kubelet that kept failing before the migration will do so again. */
    isUpAgain: summary.service?.state === "active" ? isUp : [],
  } as const
}

export function uncordonCommand(node: string): string {
  return `kubectl uncordon ${node}`
}

/** With `stopPods` nobody is asked to drain: criadm ends what runs. */
export function drainSteps(
  node: string,
  isDrained: Condition,
  { stopPods }: { readonly stopPods: boolean },
): readonly Step[] {
  if (stopPods) return []
  return [
    {
      id: "drain",
      what: { code: "migrate-drain", args: { node } },
      needs: [],
      act: {
        do: "ask",
        commands: [`kubectl cordon ${node}`, `kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data`],
      },
      proof: [isDrained],
      undo: { needs: [], acts: [{ do: "tell", commands: [uncordonCommand(node)] }] },
    },
  ]
}

/** `returning`: what is done on the way back when the kubelet has started again. */
export function stopKubeletStep(kubelet: Kubelet, isDrained: Condition, returning: readonly Act[] = []): Step {
  const { service, stop, start, isStopped, isUpAgain } = kubeletService(kubelet)
  return {
    id: "stop-kubelet",
    what: { code: "migrate-stop-kubelet", args: { service } },
    needs: [isDrained],
    act: stop,
    proof: [isStopped],
    undo: { needs: [], acts: [start, ...returning], proof: isUpAgain },
  }
}

/** `proof`: beside that it runs and is healthy. */
export function startKubeletStep(kubelet: Kubelet, needs: readonly Condition[], proof: readonly Condition[]): Step {
  const { service, start, isUp } = kubeletService(kubelet)
  return {
    id: "start-kubelet",
    what: { code: "migrate-start-kubelet", args: { service } },
    needs,
    act: start,
    proof: [...isUp, ...proof],
    undo: nothing,
  }
}

/** Its API server and etcd end with the other pods, and come again with the kubelet. */
export function controlPlaneSteps(node: string, { pods }: Pick<Wish, "pods">): readonly Step[] {
  if (!pods.some(({ leftByDrain }) => leftByDrain === "static-pod")) return []
  return [
    {
      id: "control-plane",
      what: { code: "migrate-control-plane", args: { node } },
      needs: [],
      act: {
        do: "ask",
        commands: [
          "kubectl get nodes -l node-role.kubernetes.io/control-plane",
          "kubectl -n kube-system get pods -l component=etcd -o wide",
        ],
      },
      proof: [],
      undo: nothing,
    },
  ]
}
