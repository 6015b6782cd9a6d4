// Distributions of Kubernetes that bring a container runtime of their own and configure it themselves.
import { knownValue, sourceToText } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { type DistributionId, distributions } from "../model/facts/owner.ts"

export interface Distribution {
  readonly id: DistributionId
  /** What shows that it is here. */
  readonly path: string
}

export function distributionOf(node: NodeFacts): Distribution | undefined {
  for (const fact of node.owners ?? []) {
    const id = distributions.find((one) => one === knownValue(fact))
    if (id !== undefined) return { id, path: sourceToText(fact.source) }
  }
  return undefined
}
