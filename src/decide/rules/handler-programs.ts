// Programs that runtime handlers need and that cannot be started: no pod of the default handler starts, and none of
// another one that asks for it.
import type { Component } from "../../components/component.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { programInstallCommand } from "../../model/install/install-command.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

export function judgeHandlerPrograms(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const architecture = knownValue(node.architecture)
  return runtimesInUse(node, components).flatMap(({ component }) =>
    (component.runtime?.handlerPrograms(node) ?? []).flatMap((one): readonly Finding[] => {
      const isOther = one.madeFor !== undefined && architecture !== undefined && one.madeFor !== architecture
      if (one.why === "architecture" && !isOther) return []
      const args = {
        runtime: component.name,
        handler: one.handler,
        program: one.program,
        key: one.key,
        why: one.why,
        madeFor: one.madeFor ?? "",
        isDefault: one.isDefault,
        elsewhere: one.elsewhere ?? "",
        install: one.why === "not-executable" ? "" : (programInstallCommand(knownValue(node.os), one.program) ?? ""),
      }
      const place = one.place === undefined ? {} : { place: one.place }
      const severity = one.isDefault ? "failure" : "note"
      return [{ code: "handler-program-unusable", args, severity, component: component.id, ...place }]
    }),
  )
}
