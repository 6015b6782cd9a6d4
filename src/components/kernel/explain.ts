// Explains variables of the kernel: the live value, what a boot makes of it, and every line that speaks of it.
import type { Explanation, Mention } from "../../model/explanation.ts"
import { type Fact, knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Reason } from "../../model/message.ts"
import { outcomeAtBoot, programAtBoot, programNames } from "./at-boot.ts"
import type { LosingLine, SysctlOutcome } from "./effective.ts"
import type { KernelFacts } from "./facts.ts"
import { type KernelVariable, linesAbout, takenValue } from "./sysctl-lines.ts"
import { askedValues, wantedForwarding } from "./wanted-values.ts"

export function explainForwarding(own: KernelFacts, node: NodeFacts): Explanation {
  const explained = explainVariable(wantedForwarding.variable, own.ipForward, own, node)
  return { setting: "ip-forward", component: "kernel", ...explained, value: explained.value ?? "0" }
}

/** Those that detection was told of: the last kept run's. */
export function explainSysctls(own: KernelFacts, node: NodeFacts): readonly Explanation[] {
  return askedValues(node.asked?.answers ?? {}).map(({ variable, key }): Explanation => {
    const live = own.values?.find((one) => one.key === key)?.live
    return { setting: "sysctl", component: "kernel", subject: key, ...explainVariable(variable, live, own, node) }
  })
}

type Explained = Omit<Explanation, "setting" | "component">

function explainVariable(
  variable: KernelVariable,
  liveFact: Fact<string> | undefined,
  own: KernelFacts,
  node: NodeFacts,
): Explained {
  const boot = outcomeAtBoot(variable, own, node)
  const live = liveFact === undefined ? undefined : knownValue(liveFact)
  const others: readonly Mention[] = [
    ...(boot.winner === undefined || live === undefined ? [] : [mention(boot.winner, atBoot(boot, node))]),
    ...boot.losers.map((loser) => mention(loser.line, whyItLoses(loser, node))),
    ...(own.unreadFiles ?? []).flatMap(({ path, text }) =>
      linesAbout(variable, path, text).map((line) => mention(line, { code: "sysctl-name-not-conf", args: {} })),
    ),
  ]
  const isForwarding = variable === wantedForwarding.variable
  if (live !== undefined && liveFact !== undefined) {
    // Only of forwarding is it known what the kernel starts with where no file says it.
    const after = boot.value ?? (isForwarding ? "0" : undefined)
    const isSame = after === undefined || takenValue(variable, live) === after
    const why: Reason = { code: "sysctl-after-boot", args: { value: after ?? "" } }
    return { value: live, source: liveFact.source, others, ...(isSame ? {} : { why }) }
  }
  if (boot.winner === undefined) {
    const source = { kind: "table", what: "built-in default of the kernel" } as const
    const why: Reason = { code: isForwarding ? "sysctl-nobody-sets-it" : "sysctl-left-to-kernel", args: {} }
    return { value: undefined, source, why, others }
  }
  const { place } = boot.winner
  return { value: boot.value, source: { kind: "file", path: place.file, place }, others }
}

function mention(line: LosingLine["line"], why: Reason): Mention {
  return { place: line.place, key: line.key, value: line.value ?? "", why }
}

function atBoot(outcome: SysctlOutcome, node: NodeFacts): Reason {
  const args = { value: outcome.value ?? "", program: programNames[programAtBoot(node)] }
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
