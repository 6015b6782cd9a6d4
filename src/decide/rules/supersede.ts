// One trouble, one finding: where two judges saw the same thing, the one who knows more about it speaks. A row is a
// finding that makes another one of the same component (or of any, where it says so) superfluous.
import type { Component, Supersede } from "../../components/component.ts"
import type { Finding } from "../../model/finding.ts"

/** Of findings about the node; each component has its own. */
const ofNode: readonly Supersede[] = [
  { spoken: "runtime-not-running", silent: "kubelet-endpoint-without-runtime", acrossComponents: true },
  { spoken: "service-masked", silent: "kubelet-not-enabled", acrossComponents: false },
  { spoken: "kubelet-refuses-cgroup-v1", silent: "kubeadm-cgroup-v1", acrossComponents: true },
]

export function withoutSuperseded(findings: readonly Finding[], components: readonly Component[]): readonly Finding[] {
  const rows = [...ofNode, ...components.flatMap(({ supersedes = [] }) => supersedes)]
  return findings.filter(
    (finding) =>
      !rows.some(
        (row) =>
          row.silent === finding.code &&
          findings.some(
            (other) => other.code === row.spoken && (row.acrossComponents || other.component === finding.component),
          ),
      ),
  )
}
