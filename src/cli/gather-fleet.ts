// Many nodes at once, from their facts: which are worst, what they have in common, and where one is unlike the others.
// Pure; what of a node is kept is small, so that thousands fit.

import type { FactRow } from "../model/facts/fact-row.ts"
import type { Label } from "../model/facts/label.ts"
import type { Finding, Severity } from "../model/finding.ts"
import { countsOf, severities } from "../pages/finding.ts"

export interface FleetNode {
  /** As its facts file is named. */
  readonly name: string
  readonly findings: readonly Finding[]
  readonly rows: readonly FactRow[]
}

export interface Fleet {
  /** Worst first. */
  readonly nodes: readonly { readonly name: string; readonly counts: Readonly<Record<Severity, number>> }[]
  /** Each with the nodes that have it: failures first, then by how many nodes. */
  readonly findings: readonly GroupedFinding[]
  readonly differences: readonly Difference[]
}

export interface GroupedFinding {
  /** One of them, to be told. */
  readonly example: Finding
  readonly nodes: readonly string[]
}

/** What one node has and most others have not. */
export interface Difference {
  readonly group: string
  readonly label: Label
  /** What most nodes have. */
  readonly usual: string
  readonly others: readonly { readonly value: string; readonly nodes: readonly string[] }[]
}

/** Facts that should be alike on nodes of one kind; a kernel's build or a program's path may well differ. */
const compared: readonly string[] = [
  "init-system",
  "cgroup-version",
  "os",
  "version",
  "kubeadm-version",
  "endpoint",
  "cgroup-driver",
  "cgroup-driver-of",
  "sandbox-image",
  "default-runtime",
  "at-boot",
]

function idOf(label: Label): string {
  if (typeof label === "string") return label
  return "id" in label ? label.id : label.term
}

export interface FleetGathering {
  add(node: FleetNode): void
  result(): Fleet
}

/** Nodes are added one by one and forgotten but for what is told of them. */
export function gatherFleet(): FleetGathering {
  const nodes: Fleet["nodes"][number][] = []
  const findings = new Map<string, { example: Finding; nodes: string[] }>()
  const values = new Map<string, { group: string; label: Label; byValue: Map<string, string[]> }>()
  return {
    add({ name, findings: found, rows }) {
      nodes.push({ name, counts: countsOf(found) })
      for (const example of found) {
        const key = JSON.stringify([example.severity, example.code, example.component, example.args])
        const grouped = findings.get(key) ?? { example, nodes: [] }
        if (grouped.nodes.at(-1) !== name) grouped.nodes.push(name)
        findings.set(key, grouped)
      }
      for (const { group, label, text, state } of rows) {
        if (state !== "known" || !compared.includes(idOf(label))) continue
        const key = JSON.stringify([group, label])
        const seen = values.get(key) ?? { group, label, byValue: new Map<string, string[]>() }
        const same = seen.byValue.get(text)
        if (same === undefined) seen.byValue.set(text, [name])
        else same.push(name)
        values.set(key, seen)
      }
    },
    result: () => ({
      nodes: nodes.toSorted(
        (a, b) =>
          b.counts.failure - a.counts.failure || b.counts.warning - a.counts.warning || a.name.localeCompare(b.name),
      ),
      findings: [...findings.values()].toSorted(
        (a, b) =>
          severities.indexOf(a.example.severity) - severities.indexOf(b.example.severity) ||
          b.nodes.length - a.nodes.length,
      ),
      differences: [...values.values()].flatMap(({ group, label, byValue }) => {
        const [usual, ...others] = [...byValue].toSorted(([, a], [, b]) => b.length - a.length)
        if (usual === undefined || others.length === 0) return []
        return [{ group, label, usual: usual[0], others: others.map(([value, own]) => ({ value, nodes: own })) }]
      }),
    }),
  }
}
