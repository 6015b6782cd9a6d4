// Explains net.ipv4.ip_forward: the live value, what a boot makes of it, and every line that speaks of it.
import type { Explanation, Mention } from "../../model/explanation.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Reason } from "../../model/message.ts"
import { outcomeAtBoot, programAtBoot, programNames } from "./at-boot.ts"
import type { LosingLine, SysctlOutcome } from "./effective.ts"
import type { KernelFacts } from "./facts.ts"
import { forwardingLines } from "./sysctl-lines.ts"

export function explainForwarding(own: KernelFacts, node: NodeFacts): Explanation {
  const boot = outcomeAtBoot(own, node)
  const live = knownValue(own.ipForward)
  const bootValue = String(boot.value ?? 0)
  const others: readonly Mention[] = [
    ...(boot.winner === undefined || live === undefined ? [] : [mention(boot.winner, atBoot(boot, node))]),
    ...boot.losers.map((loser) => mention(loser.line, whyItLoses(loser, node))),
    ...(own.unreadFiles ?? []).flatMap(({ path, text }) =>
      forwardingLines(path, text).map((line) => mention(line, { code: "sysctl-name-not-conf", args: {} })),
    ),
  ]
  const common = { setting: "ip-forward", component: "kernel", others } as const
  if (live !== undefined) {
    const differs: Reason = { code: "sysctl-after-boot", args: { value: bootValue } }
    const source = own.ipForward.source
    return { ...common, value: live, source, ...(live === bootValue ? {} : { why: differs }) }
  }
  if (boot.winner === undefined) {
    const source = { kind: "table", what: "built-in default of the kernel" } as const
    return { ...common, value: bootValue, source, why: { code: "sysctl-nobody-sets-it", args: {} } }
  }
  const { place } = boot.winner
  return { ...common, value: bootValue, source: { kind: "file", path: place.file, place } }
}

function mention(line: LosingLine["line"], why: Reason): Mention {
  return { place: line.place, key: line.key, value: line.value ?? "", why }
}

function atBoot(outcome: SysctlOutcome, node: NodeFacts): Reason {
  const args = { value: String(outcome.value), program: programNames[programAtBoot(node)] }
  return { code: "sysctl-in-effect-at-boot", args }
}

function whyItLoses(loser: LosingLine, node: NodeFacts): Reason {
  switch (loser.why) {
    case "overridden":
      return { code: "overridden-by", args: { file: loser.by ?? "" } }
    case "hidden":
      return { code: "sysctl-hidden-by", args: { file: loser.by ?? "" } }
    case "not-read":
      return { code: "sysctl-not-read", args: { program: programNames[programAtBoot(node)] } }
    case "refused-by-kernel":
      return { code: "sysctl-refused-by-kernel", args: { value: loser.line.value ?? "" } }
    case "exclusion":
      return { code: "sysctl-takes-key-out", args: {} }
  }
}
