// Names the other tools whose files are on the node, so that nobody wonders who writes them again. An owner that a
// component has named already is not named twice.
import type { Component } from "../../components/component.ts"
import { filesIn } from "../../components/files-in-facts.ts"
import { knownValue, sourceToText } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { managedBy } from "../lasting.ts"

export function judgeOwners(
  node: NodeFacts,
  own: readonly Finding[],
  components: readonly Component[],
): readonly Finding[] {
  const named: ReadonlySet<string> = new Set(own.flatMap((one) => ("owner" in one.args ? [one.args.owner] : [])))
  return [...marked(node, named), ...inFiles(node, components)]
}

/** Files that the components read and in which a tool says that they are its own. */
function inFiles(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  return components.flatMap(({ id, summarize }) =>
    summarize(node).isInstalled
      ? filesIn(node.components[id]).flatMap((file): readonly Finding[] => {
          const found = managedBy(file)
          if (found === undefined) return []
          const args = { tool: found.tool, path: file.path }
          return [{ code: "files-of-other-tool", args, severity: "note", component: id, place: found.place }]
        })
      : [],
  )
}

function marked(node: NodeFacts, named: ReadonlySet<string>): readonly Finding[] {
  return (node.owners ?? []).flatMap((fact): readonly Finding[] => {
    const tool = knownValue(fact)
    if (tool === undefined || named.has(tool)) return []
    const args = { tool, path: sourceToText(fact.source) }
    return [{ code: "files-of-other-tool", args, severity: "note", component: "node" }]
  })
}
