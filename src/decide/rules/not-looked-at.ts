// A component whose detection ended in a bug of criadm: nothing is known of it, and silence would be an "all is well".
import type { Component } from "../../components/component.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"

export function judgeNotLookedAt(
  { notDetected = {} }: NodeFacts,
  components: readonly Component[],
): readonly Finding[] {
  return components.flatMap(({ id, name }): readonly Finding[] => {
    const bug = notDetected[id]
    if (bug === undefined) return []
    const reason = "reason" in bug ? bug.reason : ""
    return [{ code: "not-looked-at", args: { name, reason }, severity: "failure", component: id }]
  })
}
