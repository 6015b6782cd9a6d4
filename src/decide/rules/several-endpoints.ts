// More than one runtime that accepts connections, or one where kubeadm does not look: kubeadm then stops until it is told
// which one to use. Which of them serves CRI does not matter to kubeadm, only to the advice. See kubeadm
// app/util/runtime/runtime.go, DetectCRISocket, and app/constants, the default sockets.
import type { Component, Summary } from "../../components/component.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"

interface Listening {
  readonly name: string
  readonly endpoint: string
  readonly summary: Summary
  /** Where kubeadm looks for it. */
  readonly usual: readonly string[]
}

export function judgeSeveralEndpoints(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const listening = listeningRuntimes(node, components)
  const [first] = listening
  if (first === undefined) return []
  const kubelet = components.find((component) => component.role === "kubelet")
  const summary = kubelet?.summarize(node)
  if (listening.length === 1) return summary?.hasConfiguration === true ? [] : judgePlace(first)
  const configured = summary?.hasConfiguration === true ? socketOf(summary.endpoint ?? "") : undefined
  const kubelets = listening.find(({ endpoint }) => socketOf(endpoint) === configured)
  const serving = listening.filter((one) => one.summary.servesCri === true)
  const chosen = kubelets ?? serving[0] ?? first
  const args = {
    endpoints: listening.map(({ endpoint }) => endpoint),
    use: chosen.endpoint,
    serving: serving.map(({ name }) => name),
    isKubelets: kubelets !== undefined,
  }
  // A node that has joined has its endpoint written down; only kubeadm's next command needs to hear it again.
  return [
    { code: "several-cri-endpoints", args, severity: kubelets === undefined ? "warning" : "note", component: "node" },
  ]
}

/** Whoever has joined has the endpoint written down. */
function judgePlace({ name, endpoint, usual }: Listening): readonly Finding[] {
  const [first] = usual
  if (first === undefined || usual.some((one) => socketOf(one) === socketOf(endpoint))) return []
  const args = { runtime: name, endpoint, usual: first }
  return [{ code: "endpoint-not-looked-for", args, severity: "warning", component: "node" }]
}

/** One per socket: two components may answer through the same one. */
function listeningRuntimes(node: NodeFacts, components: readonly Component[]): readonly Listening[] {
  const all = components
    .filter(({ role }) => role === "runtime")
    .flatMap((component): Listening[] => {
      const summary = component.summarize(node)
      const { isInstalled, isListening, endpoint } = summary
      if (!isInstalled || isListening !== true || endpoint === undefined) return []
      return [{ name: component.name, endpoint, summary, usual: component.runtime?.usualEndpoints ?? [] }]
    })
  return all.filter((one, at) => all.findIndex((other) => socketOf(other.endpoint) === socketOf(one.endpoint)) === at)
}

/** /var/run is a link to /run; see file-hierarchy(7). */
function socketOf(endpoint: string): string {
  return endpoint.replace(/^unix:(\/\/)?/, "").replace(/^\/var\/run\//, "/run/")
}
