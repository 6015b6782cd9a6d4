// What every component says about a setting, and what only shows beside it: what the running runtime says, whose
// endpoint the kubelet uses, the repository that the sandbox image comes from.
import type { Component } from "../components/component.ts"
import { isSameEndpoint } from "../components/kubelet/endpoint.ts"
import type { Explanation, LeftOut } from "../model/explanation.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { ExplainedSetting } from "../model/setting.ts"
import { explainHandlers, explainProxy, explainSwap } from "./explain-services.ts"
import { remembering } from "./remembered.ts"
import { withRunning } from "./rules/running.ts"

export function explainNode(
  node: NodeFacts,
  all: readonly Component[],
  settings: readonly ExplainedSetting[],
): readonly Explanation[] {
  const components = remembering(all, node)
  const ask = (setting: ExplainedSetting) => components.flatMap((component) => component.explain(setting, node))
  const explained = settings.flatMap((setting): readonly Explanation[] => {
    if (setting === "proxy") return explainProxy(node, components)
    if (setting === "swap") return [...explainSwap(node), ...ask(setting)]
    if (setting === "handlers") return explainHandlers(node, components)
    if (setting === "image-repository") return ask("sandbox-image").flatMap(repositoryOf)
    if (setting === "runtime") return ask(setting).map((one) => withRuntime(one, node, components))
    return ask(setting).map((one) => withRunning(one, node, components))
  })
  return explained.map(telling)
}

/** Of the lines of one file that name a setting and do not decide it, so many are told: one is enough to find the others. */
const mostLinesOfFile = 20

function telling(explanation: Explanation): Explanation {
  const counts = new Map<string, number>()
  const others = explanation.others.filter(({ place: { file } }) => {
    const count = (counts.get(file) ?? 0) + 1
    counts.set(file, count)
    return count <= mostLinesOfFile
  })
  const leftOut = [...counts].flatMap(([file, count]): readonly LeftOut[] =>
    count > mostLinesOfFile ? [{ file, lines: count - mostLinesOfFile }] : [],
  )
  return leftOut.length === 0 ? explanation : { ...explanation, others, leftOut }
}

/** Nothing on a node states the repository; where its sandbox image comes from is the nearest there is. */
function repositoryOf(image: Explanation): readonly Explanation[] {
  const { value, component, source } = image
  const name = value?.replace(/@.*$/, "").replace(/:[^/:]*$/, "")
  const slash = name?.lastIndexOf("/") ?? -1
  if (value === undefined || name === undefined || slash < 0) return []
  const why = { code: "repository-of-sandbox-image", args: { image: value } } as const
  return [{ setting: "image-repository", component, value: name.slice(0, slash), source, why, others: [] }]
}

function withRuntime(endpoint: Explanation, node: NodeFacts, components: readonly Component[]): Explanation {
  const { value } = endpoint
  if (value === undefined) return endpoint
  const runtime = components
    .filter(({ role }) => role === "runtime")
    .find((component) => {
      const summary = component.summarize(node)
      return summary.isInstalled && isSameEndpoint(summary.endpoint ?? "", value)
    })
  return { ...endpoint, why: { code: "endpoint-of-runtime", args: { runtime: runtime?.name ?? "" } } }
}
