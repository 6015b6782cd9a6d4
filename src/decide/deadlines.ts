// What ends on a known day or with a known Kubernetes minor: support of releases, runtimes without RuntimeConfig, a
// configuration that older releases refuse. Dated tables with their sources; today is a fact of the node. What a
// kubelet's own release has removed or refuses is judged by the kubelet component.
import type { Component } from "../components/component.ts"
import { toml } from "../documents/toml.ts"
import type { Finding } from "../model/finding.ts"
import type { NodeFacts } from "../model/node-facts.ts"
import { isAtLeast, minorOf, parseVersion } from "../model/version.ts"
import { filesIn } from "./files-in-facts.ts"
import { kubernetesMinorOf } from "./kubernetes-release.ts"
import { type RuntimeInUse, runtimesInUse } from "./runtime-in-use.ts"

interface SupportRow {
  /** Id of the component. */
  readonly runtime: string
  readonly series: string
  /** The last day, ISO 8601. */
  readonly until: string
  readonly successor: string
}

/** Source: containerd RELEASES.md of 2026-08-22. Where it names a month only, the month's last day. */
const supportRows: readonly SupportRow[] = [
  { runtime: "containerd", series: "1.4", until: "2022-03-03", successor: "2.3" },
  { runtime: "containerd", series: "1.5", until: "2023-02-28", successor: "2.3" },
  { runtime: "containerd", series: "1.6", until: "2025-08-23", successor: "2.3" },
  { runtime: "containerd", series: "1.7", until: "2026-09-30", successor: "2.3" },
  { runtime: "containerd", series: "2.0", until: "2027-03-31", successor: "2.3" },
  { runtime: "containerd", series: "2.1", until: "2026-07-03", successor: "2.3" },
  { runtime: "containerd", series: "2.2", until: "2026-11-06", successor: "2.3" },
  { runtime: "containerd", series: "2.3", until: "2028-04-30", successor: "a later release" },
]

/** A quarter of a year: time to plan an upgrade of a cluster. */
const soonMilliseconds = 90 * 24 * 60 * 60 * 1000

/** The kubelet from this minor on asks for RuntimeConfig; KEP-4033, KubeletCgroupDriverFromCRI beta. */
const asksSince = "1.31"

/** Without an answer the kubelet of this minor does not start; Kubernetes changelog 1.37, #139121. */
const needsSince = "1.38"

/** The schema of config.toml that releases before this one refuse; containerd RELEASES.md, "Configuration Version". */
const schemaWithoutWayBack = { schema: 4, since: "2.3" }

export function judgeDeadlines(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const runtimes = runtimesInUse(node, components)
  return [
    ...runtimes.flatMap((runtime) => judgeSupport(node, runtime)),
    ...runtimes.flatMap((runtime) => judgeRuntimeConfig(node, components, runtime)),
    ...judgeSchema(node),
  ]
}

function judgeSupport(node: NodeFacts, { component, summary }: RuntimeInUse): readonly Finding[] {
  const version = parseVersion(summary.version ?? "")
  const row = supportRows.find(
    (one) => version !== undefined && one.runtime === component.id && one.series === minorOf(version),
  )
  if (row === undefined || node.observedAt === undefined) return []
  const end = Date.parse(`${row.until}T23:59:59Z`)
  const args = { runtime: component.name, series: row.series, date: row.until, successor: row.successor }
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
  if (minor === undefined || !isAtLeast(minor, asksSince)) return []
  if (summary.servesCri === false || summary.version === undefined) return []
  const told = node.running?.[component.id]?.cgroupDriver
  const tells = told?.ok === true || (component.runtime?.tellsDriver(node) ?? false)
  if (tells) return []
  const isOver = isAtLeast(minor, needsSince)
  const args = {
    runtime: component.name,
    release: summary.version,
    kubernetes: minorOf(minor),
    ends: needsSince,
    isOver,
  }
  const severity = isOver ? "failure" : "warning"
  return [{ code: "runtime-without-runtime-config", args, severity, component: component.id }]
}

function judgeSchema(node: NodeFacts): readonly Finding[] {
  return filesIn(node.components["containerd"]).flatMap((file): readonly Finding[] => {
    if (!file.path.endsWith(".toml") || !/^\s*version\s*=/m.test(file.text)) return []
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
