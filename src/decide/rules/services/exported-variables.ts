// Variables of a service's environment files that systemd does not read, because the line says `export`: right for a
// shell, and the usual slip in /etc/default and kubeadm-flags.env.
import type { Component } from "../../../components/component.ts"
import { environmentFile } from "../../../documents/assignments/key-values.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { Finding } from "../../../model/finding.ts"

/** Everything else that a service of systemd is made of; see systemd.unit(5). */
const unitName = /\.(?:service|socket|conf)$/

export function judgeExportedVariables(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  if (knownValue(node.initSystem) !== "systemd") return []
  return components.flatMap((component): readonly Finding[] => {
    const { service } = component.summarize(node)
    return (service?.files ?? []).flatMap((fact): readonly Finding[] => {
      const file = knownValue(fact)
      if (file === undefined || service === undefined || unitName.test(file.path)) return []
      const parsed = environmentFile.parse(file.path, file.text)
      if (!parsed.ok || parsed.value.exportedKeys.length === 0) return []
      const variables = [...new Set(parsed.value.exportedKeys)]
      const place = parsed.value.keys.find(({ path }) => path[0] === variables[0])?.keyPlace
      const args = { service: service.name, file: file.path, variables }
      const at = place === undefined ? {} : { place }
      return [{ code: "variable-exported", args, severity: "warning", component: component.id, ...at }]
    })
  })
}
