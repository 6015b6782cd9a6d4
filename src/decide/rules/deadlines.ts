// What ends on a known day or with a known Kubernetes minor: support of releases, runtimes without RuntimeConfig, a
// configuration that older releases refuse. Dated tables with their sources; today is a fact of the node. What a
// kubelet's own release has removed or refuses is judged by the kubelet component.
import type { Component } from "../../components/component.ts"
import { toml } from "../../documents/toml/toml.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { lookUp } from "../../model/since.ts"
import { minorOf, parseVersion } from "../../model/version.ts"
import { filesIn } from "../files-in-facts.ts"
import { kubernetesMinorOf } from "../kubernetes-release.ts"
import { tables } from "../kubernetes-tables.ts"
import { type RuntimeInUse, runtimesInUse } from "../runtime-in-use.ts"
import { type SupportRow, supportPages, supportRows } from "./support-rows.ts"

/** A quarter of a year: time to plan an upgrade of a cluster. */
const soonMilliseconds = 90 * 24 * 60 * 60 * 1000

/** The schema of config.toml that releases before this one refuse; containerd RELEASES.md, "Configuration Version". */
const schemaWithoutWayBack = { schema: 4, since: "2.3" }

export function judgeDeadlines(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const runtimes = runtimesInUse(node, components)
  return [
    ...runtimes.flatMap((runtime) => judgeSupport(node, components, runtime)),
    ...runtimes.flatMap((runtime) => judgeRuntimeConfig(node, components, runtime)),
    ...judgeSchema(node),
  ]
}

/** Empty: none can be named. */
function successorOf({ successor, series }: SupportRow, node: NodeFacts, components: readonly Component[]): string {
  if (successor !== "kubernetes") return successor
  const minor = kubernetesMinorOf(node, components)
  return minor === undefined || minor.text === series ? "" : minor.text
}

function judgeSupport(
  node: NodeFacts,
  components: readonly Component[],
  { component, summary }: RuntimeInUse,
): readonly Finding[] {
  const version = parseVersion(summary.version ?? "")
  const row = supportRows.find(
    ({ runtime, series }) =>
      version !== undefined &&
      runtime === component.id &&
      (series === minorOf(version) || series === String(version.major)),
  )
  if (row === undefined || node.observedAt === undefined) return []
  const end = Date.parse(`${row.until}T23:59:59Z`)
  const args = {
    runtime: component.name,
    series: row.series,
    date: row.until,
    successor: successorOf(row, node, components),
    page: supportPages[component.id] ?? "",
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

function judgeSchema(node: NodeFacts): readonly Finding[] {
  return filesIn(node.components["containerd"]).flatMap((file): readonly Finding[] => {
    if (!file.path.endsWith(".toml") || !/^[ \t]*version[ \t]*=/m.test(file.text)) return []
    const document = toml.parse(file.path, file.text)
    const schema = document.ok ? document.value.root["version"] : undefined
    if (!document.ok || Number(schema) !== schemaWithoutWayBack.schema) return []
    const place = document.value.keys.find(({ path }) => path.length === 1 && path[0] === "version")?.valuePlace
    const args = { file: file.path, schema: String(schemaWithoutWayBack.schema), since: schemaWithoutWayBack.since }
    return [
      {
        code: "containerd-schema-without-way-back",
        args,
        severity: "note",
        component: "containerd",
        ...(place === undefined ? {} : { place }),
      },
    ]
  })
}
