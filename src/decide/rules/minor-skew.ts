// A runtime whose minor releases are made for the Kubernetes minor of the same number, beside a kubelet of another one.
// It may well work; nobody but the operator has tried it.
import type { Component } from "../../components/component.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { minorOf, parseVersion } from "../../model/version.ts"
import { kubernetesMinorOf } from "../kubernetes-release.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

export function judgeMinorSkew(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const kubernetes = kubernetesMinorOf(node, components)
  if (kubernetes === undefined) return []
  return runtimesInUse(node, components).flatMap(({ component, summary }): readonly Finding[] => {
    const release = parseVersion(summary.version ?? "")
    if (component.runtime?.followsKubernetesMinors !== true || release === undefined) return []
    if (minorOf(release) === minorOf(kubernetes)) return []
    const args = { runtime: component.name, release: release.text, kubernetes: minorOf(kubernetes) }
    return [{ code: "runtime-minor-differs", args, severity: "warning", component: component.id }]
  })
}
