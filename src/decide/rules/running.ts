// What the running runtime says beside what its files say. Files that were changed and not loaded since are the most
// common reason why an edit "has no effect".
import type { Component, Summary } from "../../components/component.ts"
import { isSameEndpoint } from "../../components/kubelet/endpoint.ts"
import type { Explanation } from "../../model/explanation.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { RunningRuntime } from "../../model/facts/running-runtime.ts"
import type { Finding } from "../../model/finding.ts"
import { serviceCommand } from "../restart-command.ts"

/** The explanation with what the running runtime says, where it tells that setting. */
export function withRunning(explanation: Explanation, node: NodeFacts, components: readonly Component[]): Explanation {
  const component = components.find(({ id }) => id === explanation.component)
  const running = component === undefined ? undefined : runningOf(component.id, component.summarize(node), node)
  const value = running === undefined ? undefined : runningValue(explanation, running)
  if (value === undefined) return explanation
  return { ...explanation, running: { value, differs: explanation.value !== undefined && value !== explanation.value } }
}

/** The names of the settings in sentences. */
const names: { readonly [Setting in Explanation["setting"]]?: string } = {
  "cgroup-driver": "cgroup driver",
  "sandbox-image": "sandbox image",
}

export function judgeRestarts(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  if (node.running === undefined) return []
  return components.flatMap((component): readonly Finding[] => {
    if (component.role !== "runtime" && component.role !== "companion") return []
    const service = component.summarize(node).service?.name ?? component.id
    return (["cgroup-driver", "sandbox-image"] as const).flatMap((setting) =>
      component.explain(setting, node).flatMap((plain): readonly Finding[] => {
        const { value, running, subject } = withRunning(plain, node, components)
        if (value === undefined || running?.differs !== true) return []
        const args = {
          runtime: component.name,
          what: `${names[setting] ?? setting}${subject === undefined ? "" : ` of ${subject}`}`,
          configured: value,
          running: running.value,
          command: serviceCommand(node, service, "restart"),
        }
        return [{ code: "not-restarted", args, severity: "warning", component: component.id }]
      }),
    )
  })
}

/** A companion such as cri-dockerd serves the endpoint of the runtime that was asked. */
function runningOf(id: string, summary: Summary, node: NodeFacts): RunningRuntime | undefined {
  const asked = node.running?.[id]
  if (asked !== undefined || summary.endpoint === undefined) return asked
  const endpoint = summary.endpoint
  return Object.values(node.running ?? {}).find((one) => isSameEndpoint(one.endpoint, endpoint))
}

function runningValue(explanation: Explanation, running: RunningRuntime): string | undefined {
  const { setting, subject } = explanation
  if (setting === "sandbox-image") return running.sandboxImage
  if (setting === "cri-enabled") {
    if (running.version.ok) return "true"
    return running.version.failure.cause === "unimplemented" ? "false" : undefined
  }
  if (setting !== "cgroup-driver") return undefined
  // RuntimeConfig speaks for the runtime as a whole; which of several handlers it means, it does not say.
  if (subject !== undefined) return running.handlers[subject]
  return running.cgroupDriver.ok ? running.cgroupDriver.value : undefined
}
