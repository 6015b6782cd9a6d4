// All findings of a node, worst first: what each component finds in its own files, and what only shows side by side.
import type { Component } from "../components/component.ts"
import type { Finding, Severity } from "../model/finding.ts"
import type { NodeFacts } from "../model/node-facts.ts"
import { judgeCgroupDrivers } from "./cgroup-verdict.ts"

const rank: { readonly [S in Severity]: number } = { failure: 0, warning: 1, note: 2 }

export function findingsOf(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const own = components.flatMap((component) => component.findings(node))
  const together = judgeCgroupDrivers(node, components)
  return [...together, ...own].toSorted((a, b) => rank[a.severity] - rank[b.severity])
}
