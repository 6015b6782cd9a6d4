// Names the other tools whose files are on the node, so that nobody wonders who writes them again. An owner that a
// component has named already is not named twice.
import { knownValue, sourceToText } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"

export function judgeOwners(node: NodeFacts, own: readonly Finding[]): readonly Finding[] {
  const named: ReadonlySet<string> = new Set(own.flatMap((one) => ("owner" in one.args ? [one.args.owner] : [])))
  return (node.owners ?? []).flatMap((fact): readonly Finding[] => {
    const tool = knownValue(fact)
    if (tool === undefined || named.has(tool)) return []
    const args = { tool, path: sourceToText(fact.source) }
    return [{ code: "files-of-other-tool", args, severity: "note", component: "node" }]
  })
}
