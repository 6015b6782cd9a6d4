// The few words that suggestions follow from, taken from the facts of all components.
import type { Component } from "../components/component.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Situation } from "../settings/setting-definition.ts"
import { distributionOf } from "./distribution.ts"
import { kubeletsRuntime } from "./kubelets-runtime.ts"

export function situationOf(node: NodeFacts, components: readonly Component[]): Situation {
  const summaries = components.map((component) => ({ component, summary: component.summarize(node) }))
  const kubelet = summaries.find(({ component }) => component.role === "kubelet")?.summary
  const forwarding = components.flatMap((component) => component.explain("ip-forward", node))[0]
  const used = kubeletsRuntime(node, components)
  const distribution = distributionOf(node)
  return {
    node,
    ...(used?.runtime === undefined ? {} : { kubeletsRuntime: used.runtime }),
    ...(used === undefined || used.runtime !== undefined || used.isVacant ? {} : { kubeletElsewhere: used.endpoint }),
    ...(distribution === undefined ? {} : { distribution }),
    runtimes: summaries
      .filter(({ component, summary }) => component.role === "runtime" && summary.isInstalled)
      .map(({ component, summary }) => ({
        id: component.id,
        name: component.name,
        servesCri: summary.servesCri,
        isListening: summary.isListening,
        ...(summary.endpoint === undefined ? {} : { endpoint: summary.endpoint }),
        cgroupDriver: summary.cgroupDriver,
        sandboxImage: summary.sandboxImage,
        ...pauseImagesOf(node, component.id, summary.sandboxImage),
      })),
    kubernetesVersion: kubelet?.version,
    hasKubeletConfiguration: kubelet?.hasConfiguration ?? false,
    hasCrictl: summaries.some(({ component, summary }) => component.role === "client" && summary.isInstalled),
    ipForward: forwarding?.value === undefined ? undefined : forwarding.value === "1",
  }
}

/** What runs and what the files say must be one image, or it is not known what could be kept. */
function pauseImagesOf(node: NodeFacts, id: string, configured: string | undefined) {
  const running = node.running?.[id]
  const images = running?.sandboxImageStatus?.image === configured ? running?.pauseImages : undefined
  return images === undefined ? {} : { pauseImages: images }
}
