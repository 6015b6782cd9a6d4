// What check fails about and a plan does not put right. A plan that changes nothing is "as asked" only where there is
// nothing of the kind.
import type { Component } from "../components/component.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Fault } from "../model/fault.ts"
import type { Finding } from "../model/finding.ts"
import type { Reason } from "../model/message.ts"
import type { Plan } from "../model/plan.ts"
import { findingsOf } from "./findings.ts"

export interface FailuresLeft {
  /** Of what the plan is about: the runtime, what stands beside it, the kubelet, the kernel's setting. */
  readonly fault?: Fault
  /** Of the rest, such as a port that something else uses. */
  readonly note?: Reason
}

/** Of a plan with changes nothing is said: which failures they end shows when they are made. */
export function failuresLeft(node: NodeFacts, components: readonly Component[], plan: Plan): FailuresLeft {
  if (plan.changes.length > 0) return {}
  const failures = findingsOf(node, components).filter(({ severity }) => severity === "failure")
  const { values } = plan.answers
  const isConcerned = ({ component }: Finding): boolean => {
    const role = components.find(({ id }) => id === component)?.role
    if (role === "runtime") return component === values.runtime
    if (role === "kubelet") return values.kubelet === true
    return role !== undefined && values.runtime !== undefined
  }
  const own = failures.filter(isConcerned)
  const others = failures.filter((one) => !isConcerned(one))
  return {
    ...(own.length === 0 ? {} : { fault: { code: "failures-left", args: { failures: own.map(nameOf) } } }),
    ...(others.length === 0 ? {} : { note: { code: "failures-elsewhere", args: { failures: others.map(nameOf) } } }),
  }
}

/** "kubelet-flag-removed (/etc/x.conf:3)". */
function nameOf({ code, place }: Finding): string {
  return place === undefined ? code : `${code} (${place.file}:${place.line})`
}
