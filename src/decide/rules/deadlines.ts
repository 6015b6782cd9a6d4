// What ends on a known day or with a known Kubernetes minor: support of releases, runtimes without
// RuntimeConfig. Until when a release is supported is the runtime's own to say; today is a fact of the node. What a
// kubelet's own release has removed or refuses is judged by the kubelet component.
import type { Component } from "../../components/component.ts"
import type { Support } from "../../components/runtime-part.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { lookUp } from "../../model/since.ts"
import { minorOf, parseVersion } from "../../model/version.ts"
import { kubernetesMinorOf } from "../kubernetes-release.ts"
import { tables } from "../kubernetes-tables.ts"
import { type RuntimeInUse, runtimesInUse } from "../runtime-in-use.ts"

/** A quarter of a year: time to plan an upgrade of a cluster. */
const soonMilliseconds = 90 * 24 * 60 * 60 * 1000

export function judgeDeadlines(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const runtimes = runtimesInUse(node, components)
  return [
    ...runtimes.flatMap((runtime) => judgeSupport(node, components, runtime)),
    ...runtimes.flatMap((runtime) => judgeRuntimeConfig(node, components, runtime)),
  ]
}

/** Empty: none can be named. */
function successorOf(
  { successor }: Support,
  series: string,
  node: NodeFacts,
  components: readonly Component[],
): string {
  const next = successor === "kubernetes" ? (kubernetesMinorOf(node, components)?.text ?? "") : successor
  return next === series ? "" : next
}

function judgeSupport(
  node: NodeFacts,
  components: readonly Component[],
  { component, summary }: RuntimeInUse,
): readonly Finding[] {
  const version = parseVersion(summary.version ?? "")
  const support = component.runtime?.support
  const row = support?.ends.find(
    ([series]) => version !== undefined && (series === minorOf(version) || series === String(version.major)),
  )
  if (support === undefined || row === undefined || node.observedAt === undefined) return []
  const [series, date] = row
  const end = Date.parse(`${date}T23:59:59Z`)
  const args = {
    runtime: component.name,
    series,
    date,
    successor: successorOf(support, series, node, components),
    page: support.page,
  }
  if (node.observedAt > end) {
    return [{ code: "runtime-end-of-life", args, severity: "warning", component: component.id }]
  }
  if (node.observedAt < end - soonMilliseconds) return []
  return [{ code: "runtime-end-of-life-soon", args, severity: "note", component: component.id }]
}

/** What the running one answered counts more than what is known of its release. */
function judgeRuntimeConfig(
  node: NodeFacts,
  components: readonly Component[],
  { component, summary }: RuntimeInUse,
): readonly Finding[] {
  const minor = kubernetesMinorOf(node, components)
  if (minor === undefined || lookUp(tables.runtimeConfig, minor) === "unasked") return []
  if (summary.servesCri === false || summary.version === undefined) return []
  const told = node.running?.[component.id]?.cgroupDriver
  const tells = told?.ok === true || (component.runtime?.tellsDriver(node) ?? false)
  if (tells) return []
  const isOver = lookUp(tables.runtimeConfig, minor) === "needed"
  const args = {
    runtime: component.name,
    release: summary.version,
    kubernetes: minorOf(minor),
    ends: tables.runtimeConfig.find(({ value }) => value === "needed")?.since ?? "",
    isOver,
  }
  const severity = isOver ? "failure" : "warning"
  return [{ code: "runtime-without-runtime-config", args, severity, component: component.id }]
}
