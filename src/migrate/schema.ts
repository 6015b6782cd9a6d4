// The schema of a runtime's own configuration files: the operator's keys under their newer names. One step, since what
// counts stays the same; pods run through it.
import type { Component } from "../components/component.ts"
import { kubeletsRuntime } from "../decide/kubelets-runtime.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { Migration } from "../model/migration/migration.ts"
import type { Wish } from "./known.ts"

export const schemas = ["3", "4"] as const

export function schemaMigration(
  node: NodeFacts,
  components: readonly Component[],
  { to = "" }: Wish,
): Result<Migration | undefined> {
  const used = kubeletsRuntime(node, components)?.runtime
  const runtime = components.find(({ id, runtime: part, summarize }) => {
    const isMeant = used === undefined ? part?.schemas !== undefined : id === used
    return isMeant && summarize(node).isInstalled
  })
  if (runtime === undefined || !(runtime.runtime?.schemas ?? []).includes(to)) {
    return failed({ code: "migration-no-schema", args: { runtime: runtime?.name ?? "", schema: to } })
  }
  const host = knownValue(node.preflight?.hostname)?.toLowerCase() ?? ""
  return ok({
    kind: "Migration",
    version: 1,
    name: "schema",
    to,
    node: host,
    steps: [
      {
        id: "rewrite-files",
        what: { code: "migrate-rewrite-files", args: { runtime: runtime.name, schema: to } },
        needs: [],
        act: { do: "schema", component: runtime.id, schema: to },
        proof: [],
        undo: { needs: [], acts: [{ do: "put-back", step: "rewrite-files" }] },
      },
    ],
    notes: [],
  })
}
