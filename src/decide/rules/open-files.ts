// How many files a container may have open: it inherits the limit of the runtime's service. A runtime whose
// unit set one and whose later releases set none lowers it by an upgrade, without a word.
import type { Component } from "../../components/component.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

/** The soft limit that systemd gives where a unit says nothing; see systemd-system.conf(5), DefaultLimitNOFILE. */
const softLimit = 1024

/** A limit of the administrator's own stays through an upgrade; see systemd.unit(5), unit file load path. */
const ownDirectories = /^\/etc\/systemd\/system\//

export function judgeOpenFiles(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  if (knownValue(node.initSystem) !== "systemd") return []
  return runtimesInUse(node, components).flatMap(({ component, summary }): readonly Finding[] => {
    const { service } = summary
    if (service === undefined || component.runtime?.losesOpenFiles(node) !== true) return []
    const setting = service.files.flatMap((file) => {
      const known = knownValue(file)
      return known !== undefined && /^[ \t]*LimitNOFILE[ \t]*=/m.test(known.text) ? [known.path] : []
    })
    const isLowered = setting.length > 0 && !setting.some((path) => ownDirectories.test(path))
    if (!isLowered) return []
    const args = { runtime: component.name, service: service.name, limit: softLimit }
    return [{ code: "runtime-open-files", args, severity: "note", component: component.id }]
  })
}
