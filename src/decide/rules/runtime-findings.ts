// Whether there is a runtime for this node's kubelet at all, and whether criadm knows it.
import type { Component } from "../../components/component.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { installCommand } from "../../model/install/install-command.ts"
import { distributionOf } from "../distribution.ts"
import { kubeletsRuntime } from "../kubelets-runtime.ts"

export function judgeRuntime(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const runtimes = components.filter(({ role }) => role === "runtime")
  const installed = runtimes.filter((component) => component.summarize(node).isInstalled)
  const used = kubeletsRuntime(node, components)
  const kubelet = components.find(({ role }) => role === "kubelet")?.summarize(node)
  const isServed = kubelet?.isListening === true
  // Another finding tells of an endpoint that nobody answers at on a running node.
  const stranger = used !== undefined && used.runtime === undefined && kubelet?.isListening !== false ? used : undefined
  const strangers: readonly Finding[] =
    stranger === undefined
      ? []
      : [
          {
            code: "kubelet-endpoint-of-no-runtime",
            args: {
              endpoint: stranger.endpoint,
              installed: installed.map(({ id }) => id),
              isVacant: stranger.isVacant,
            },
            severity: stranger.isVacant ? "failure" : isServed ? "note" : "warning",
            component: "kubelet",
          },
        ]
  if (installed.length > 0 || isServed || distributionOf(node) !== undefined) return strangers
  // The one that could not be looked at may be there.
  if (runtimes.some(({ id }) => node.notDetected?.[id] !== undefined)) return strangers
  const args = {
    looked: runtimes.map(({ name }) => name),
    install: installCommand(node) ?? "",
    snap: snapOf(node),
  }
  return [{ code: "no-runtime", args, severity: "failure", component: "node" }]
}

/** The name of a snap with a runtime of its own; empty: none is here. */
function snapOf(node: NodeFacts): string {
  const owner = (node.owners ?? []).map((one) => knownValue(one) ?? "").find((one) => one.endsWith("-snap"))
  return owner?.slice(0, -"-snap".length) ?? ""
}
