// Whose endpoint the kubelet uses. The runtime that runs this node's pods is not exchanged by the way: where criadm does
// not know it, a person has to say what shall be.
import type { Component } from "../components/component.ts"
import { isSameEndpoint } from "../components/kubelet/endpoint.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"

export interface KubeletsRuntime {
  readonly endpoint: string
  /** Id of the installed runtime that has this endpoint; undefined: none that criadm knows. */
  readonly runtime: string | undefined
  /** It is the usual endpoint of a runtime which is not there, and nothing answers: no pod can run by it. */
  readonly isVacant: boolean
}

/** Undefined: there is no kubelet, or nothing says what it uses. */
export function kubeletsRuntime(node: NodeFacts, components: readonly Component[]): KubeletsRuntime | undefined {
  const kubelet = components.find(({ role }) => role === "kubelet")?.summarize(node)
  const endpoint = kubelet?.endpoint
  if (endpoint === undefined) return undefined
  const runtimes = components.filter(({ role }) => role === "runtime")
  const owner = runtimes.find((component) => {
    const summary = component.summarize(node)
    return summary.isInstalled && summary.endpoint !== undefined && isSameEndpoint(summary.endpoint, endpoint)
  })
  const isUsual = runtimes.some(({ runtime }) =>
    (runtime?.usualEndpoints ?? []).some((usual) => isSameEndpoint(usual, endpoint)),
  )
  return { endpoint, runtime: owner?.id, isVacant: owner === undefined && isUsual && kubelet?.isListening !== true }
}
