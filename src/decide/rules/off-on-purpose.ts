// A containerd in which CRI is switched off, on a node whose runtime is another one: Docker's packages ship it so, and it
// does its work for Docker. Nothing is wrong there, and switching CRI on would only give kubeadm two endpoints.
import type { Component } from "../../components/component.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

export function withoutOffOnPurpose(
  findings: readonly Finding[],
  node: NodeFacts,
  components: readonly Component[],
): readonly Finding[] {
  const told = components.flatMap(({ id, runtime }) => {
    const off = runtime?.offOnPurpose
    const isOff = findings.some(({ code, component }) => code === off?.switchedOff && component === id)
    return off === undefined || !isOff ? [] : [{ id, moot: [off.switchedOff, ...off.moot] }]
  })
  const isOtherInUse = runtimesInUse(node, components).some(
    ({ component, summary }) => summary.servesCri === true && !told.some(({ id }) => id === component.id),
  )
  if (!isOtherInUse) return findings
  return findings.filter(({ code, component }) => !told.some(({ id, moot }) => id === component && moot.includes(code)))
}
