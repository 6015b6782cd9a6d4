// The ordinary plan that an act of a migration comes to on the node as it is at that moment.
import type { Component } from "../../components/component.ts"
import type { Change } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Reason } from "../../model/message.ts"
import type { Act } from "../../model/migration/step.ts"
import type { Plan, Planned } from "../../model/plan.ts"
import type { Apparatus } from "../context.ts"
import { leftCgroups } from "./cgroups.ts"

export type PlannedAct = Extract<Act, { do: "service" | "end-pods" | "remove-cgroups" }>

/** `node`: as it is now. `why` goes to every change. */
export async function planOfAct(
  apparatus: Apparatus,
  act: PlannedAct,
  node: NodeFacts,
  how: { readonly why: Reason; readonly timeoutSeconds: number },
): Promise<Planned> {
  const why = [how.why]
  const plan = (changes: readonly Change[], rest: Partial<Plan> = {}): Planned => ({
    ok: true,
    plan: {
      kind: "Plan",
      version: 1,
      initSystem: knownValue(node.initSystem) ?? "none",
      root: node.root,
      answers: { values: {}, chosenBy: {} },
      readings: [],
      judgements: [],
      changes,
      expectations: [],
      notes: [],
      timeoutSeconds: how.timeoutSeconds,
      ...rest,
    },
  })
  switch (act.do) {
    case "service": {
      const { component, service, action } = act
      const wasActive = stateOf(apparatus.components, node, component) === "active"
      const isSo = wasActive === (action === "start")
      const change: Change = { kind: "service", component, service, action, wasActive, why }
      const promised = action === "start" ? [{ kind: "service-active", component, service } as const] : []
      return plan(isSo ? [] : [change], { expectations: promised })
    }
    case "end-pods": {
      const { component, endpoint } = act
      const listed = await apparatus.cri.listSandboxes(apparatus.machine, endpoint)
      if (!listed.ok) {
        return { ok: false, refusals: [{ code: "pods-unknown", args: { endpoint, why: listed.failure.message } }] }
      }
      const pods = listed.value.map((pod) => `${pod.namespace}/${pod.name}`)
      return plan(pods.length === 0 ? [] : [{ kind: "pods", component, endpoint, pods, why }])
    }
    case "remove-cgroups": {
      const { empty, inUse } = leftCgroups(apparatus.machine, act.driver)
      const { component } = act
      const removals = empty.map((path): Change => {
        return { kind: "directory", component, path, mode: 0o755, remove: true, why }
      })
      const notes: readonly Reason[] =
        inUse.length === 0 ? [] : [{ code: "migrate-cgroups-in-use", args: { paths: inUse } }]
      return plan(removals, { notes })
    }
  }
}

function stateOf(components: readonly Component[], node: NodeFacts, id: string): string | undefined {
  return components.find((component) => component.id === id)?.summarize(node).service?.state
}
