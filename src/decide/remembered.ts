// Components that answer the same question about one node only once: a dozen judges ask for the same summaries, and
// each would parse the kubelet's YAML again.
import type { Component, Summary } from "../components/component.ts"
import type { Explanation } from "../model/explanation.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { ExplainedSetting } from "../model/setting.ts"

export function remembering(components: readonly Component[], node: NodeFacts): readonly Component[] {
  return components.map((component) => {
    let summary: Summary | undefined
    const explanations = new Map<ExplainedSetting, readonly Explanation[]>()
    return {
      ...component,
      summarize(asked) {
        if (asked !== node) return component.summarize(asked)
        summary ??= component.summarize(node)
        return summary
      },
      explain(setting, asked) {
        if (asked !== node) return component.explain(setting, asked)
        const known = explanations.get(setting) ?? component.explain(setting, node)
        explanations.set(setting, known)
        return known
      },
    }
  })
}
