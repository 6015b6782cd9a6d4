// Which runtimes of a node matter: the one whose endpoint the kubelet uses; where that is not known, all that serve CRI.
import type { Component, Summary } from "../components/component.ts"
import { isSameEndpoint } from "../components/kubelet/endpoint.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"

export interface RuntimeInUse {
  readonly component: Component
  readonly summary: Summary
}

export function runtimesInUse(node: NodeFacts, components: readonly Component[]): readonly RuntimeInUse[] {
  const installed = components
    .filter(({ role }) => role === "runtime")
    .map((component) => ({ component, summary: component.summarize(node) }))
    .filter(({ summary }) => summary.isInstalled)
  const kubelet = components.find(({ role }) => role === "kubelet")?.summarize(node)
  const endpoint = kubelet?.hasConfiguration === true ? kubelet.endpoint : undefined
  const chosen = installed.filter(
    ({ summary }) => endpoint !== undefined && isSameEndpoint(summary.endpoint ?? "", endpoint),
  )
  if (chosen.length > 0) return chosen
  const [only, other] = installed
  if (only !== undefined && other === undefined) return [only]
  return installed.filter(({ summary }) => summary.servesCri !== false)
}
