// Files that are placed get the labels of SELinux's policy; that they are the right ones shows in the domain of the daemon.
import type { Change } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Expectation } from "../../model/plan.ts"

export function inOwnDomain(
  changes: readonly Change[],
  { selinux }: Pick<NodeFacts, "selinux">,
): readonly Expectation[] {
  const mode = knownValue(selinux)
  if (mode !== "enforcing" && mode !== "permissive") return []
  return changes.flatMap((change): Expectation[] =>
    change.kind === "tree" ? [{ kind: "selinux-domain", component: change.component, service: change.main }] : [],
  )
}
