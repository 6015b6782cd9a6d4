// Whether what serves CRI for the runtime in use is on the node: Docker Engine without cri-dockerd runs containers, and no pod.
import { archivesCommand } from "../../components/archives/command.ts"
import type { Component } from "../../components/component.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { missingCompanion } from "../install/choose-companion.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

export function judgeCriCompanion(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const used = runtimesInUse(node, components).map(({ component }) => component)
  // Where none serves CRI, each that would with a companion is the one that could.
  return (used.length > 0 ? used : components).flatMap((component): readonly Finding[] => {
    const companion = missingCompanion(component, node, components)
    if (companion === undefined) return []
    const { id, name } = component
    const command = companion.install?.archives === undefined ? "" : archivesCommand(node, id)
    const args = { runtime: name, companion: companion.name, command, elsewhere: companion.install?.elsewhere ?? "" }
    return [{ code: "cri-companion-missing", args, severity: "failure", component: id }]
  })
}
