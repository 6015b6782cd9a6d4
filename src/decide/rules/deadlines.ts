// What ends on a known day or with a known Kubernetes minor: support of releases, runtimes without
// RuntimeConfig. Until when a release is supported is the runtime's own to say; today is a fact of the node. What a
// kubelet's own release has removed or refuses is judged by the kubelet component.
import type { Component } from "../../components/component.ts"
import { ociRuntimes } from "../../components/oci-runtimes/known.ts"
import type { Support } from "../../components/runtime-part.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { lookUp } from "../../model/since.ts"
import { minorOf, parseVersion, type Version } from "../../model/version.ts"
import { kubernetesMinorOf } from "../kubernetes-release.ts"
import { tables } from "../kubernetes-tables.ts"
import { type RuntimeInUse, runtimesInUse } from "../runtime-in-use.ts"

/** A quarter of a year: time to plan an upgrade of a cluster. */
const soonMilliseconds = 90 * 24 * 60 * 60 * 1000

export function judgeDeadlines(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const runtimes = runtimesInUse(node, components)
  return [
    ...runtimes.flatMap((runtime) => judgeSupport(node, components, runtime)),
    ...runtimes.flatMap(({ component }) => judgeOciRuntimes(node, component)),
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

interface Ending {
  readonly series: string
  /** The last day, ISO 8601. */
  readonly date: string
  readonly isOver: boolean
}

/** Undefined: it is mended for longer than a quarter of a year, or nobody says. */
function endingOf({ ends }: Support, version: Version | undefined, { observedAt }: NodeFacts): Ending | undefined {
  const row = ends.find(
    ([series]) => version !== undefined && (series === minorOf(version) || series === String(version.major)),
  )
  if (row === undefined || observedAt === undefined) return undefined
  const [series, date] = row
  const end = Date.parse(`${date}T23:59:59Z`)
  return observedAt < end - soonMilliseconds ? undefined : { series, date, isOver: observedAt > end }
}

/** A note where somebody else may mend it, or where only pods that ask for another handler get it. */
function judgeOciRuntimes(node: NodeFacts, { id, name: runtime, runtime: part }: Component): readonly Finding[] {
  const standard = part?.handlers(node).find(({ isDefault }) => isDefault)?.name
  return (part?.ociRuntimes(node) ?? []).flatMap(
    ({ name, program, release, handlers, isByHand }): readonly Finding[] => {
      const support = ociRuntimes.find((one) => one.name === name)?.support
      const ending = support === undefined ? undefined : endingOf(support, parseVersion(release), node)
      if (support === undefined || ending === undefined) return []
      const { series, date, isOver } = ending
      const { successor, page } = support
      const args = { name, release, program, runtime, handlers, series, date, successor, page, isByHand }
      if (!isOver) return [{ code: "oci-runtime-end-of-life-soon", args, severity: "note", component: id }]
      const isUrgent = isByHand && standard !== undefined && handlers.includes(standard)
      return [{ code: "oci-runtime-end-of-life", args, severity: isUrgent ? "warning" : "note", component: id }]
    },
  )
}

function judgeSupport(
  node: NodeFacts,
  components: readonly Component[],
  { component, summary }: RuntimeInUse,
): readonly Finding[] {
  const version = parseVersion(summary.version ?? "")
  const support = component.support
  const ending = support === undefined ? undefined : endingOf(support, version, node)
  if (support === undefined || ending === undefined) return []
  const { series, date } = ending
  const args = {
    runtime: component.name,
    series,
    date,
    successor: successorOf(support, series, node, components),
    page: support.page,
  }
  if (ending.isOver) return [{ code: "runtime-end-of-life", args, severity: "warning", component: component.id }]
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
