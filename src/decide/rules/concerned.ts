// The services that pods on a node need: of the runtime in use, of what stands beside it and of the kubelet. Those of a
// runtime that nobody uses may be as they like.
import type { Component } from "../../components/component.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

export interface Concerned {
  readonly component: Component
  readonly service: ServiceFacts
}

/** Each service once. */
export function concerned(node: NodeFacts, components: readonly Component[]): readonly Concerned[] {
  const used = runtimesInUse(node, components)
  const endpoints = new Set(used.map(({ summary }) => summary.endpoint))
  const seen = new Set<string>()
  return components.flatMap((component): Concerned[] => {
    const { isInstalled, service, endpoint } = component.summarize(node)
    const { role, id } = component
    const isUsed = role === "runtime" ? used.some((one) => one.component.id === id) : endpoints.has(endpoint)
    // What is left of a kubelet and starts at boot is told, though there is no program to install anything for.
    const isLeft = role === "kubelet" && service?.startsAtBoot === true
    if ((!isInstalled && !isLeft) || service === undefined || seen.has(service.name)) return []
    if (role !== "kubelet" && (!isUsed || !["runtime", "companion"].includes(role))) return []
    seen.add(service.name)
    return [{ component, service }]
  })
}
