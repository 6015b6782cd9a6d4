// Which runtimes of a node matter: the one whose endpoint the kubelet uses, else the one of the last kept run; where
// neither is known, all that serve CRI.

import type { Component, Summary } from "../components/component.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { kubeletsRuntime } from "./kubelets-runtime.ts"

export interface RuntimeInUse {
  readonly component: Component
  readonly summary: Summary
}

export function runtimesInUse(node: NodeFacts, components: readonly Component[]): readonly RuntimeInUse[] {
  const installed = components
    .filter(({ role }) => role === "runtime")
    .map((component) => ({ component, summary: component.summarize(node) }))
    .filter(({ summary }) => summary.isInstalled)
  const used = kubeletsRuntime(node, components)
  const chosen = installed.filter(({ component }) => component.id === used?.runtime)
  if (chosen.length > 0) return chosen
  const asked = installed.filter(({ component }) => component.id === node.asked?.answers.runtime)
  if (asked.length > 0) return asked
  const [only, other] = installed
  if (only !== undefined && other === undefined) return [only]
  return installed.filter(({ summary }) => summary.servesCri !== false)
}
