// Which program loads the sysctl files when this node boots, and what it makes of them.
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { type SysctlOutcome, type SysctlProgram, sysctlOutcome } from "./effective.ts"
import { type KernelFacts, readableTexts } from "./facts.ts"
import type { KernelVariable } from "./sysctl-lines.ts"

/** What a person types, or what the boot runs, for each of the two programs. */
export const programNames: Readonly<Record<SysctlProgram, string>> = {
  "systemd-sysctl": "systemd-sysctl",
  procps: "sysctl --system",
  "procps-without-patterns": "sysctl --system",
}

/** systemd loads the files with its own program at boot; everything else uses procps, or does as procps does. */
export function programAtBoot(node: NodeFacts): SysctlProgram {
  return knownValue(node.initSystem) === "systemd" ? "systemd-sysctl" : "procps"
}

export function outcomeAtBoot(variable: KernelVariable, own: KernelFacts, node: NodeFacts): SysctlOutcome {
  return sysctlOutcome(variable, programAtBoot(node), readableTexts(own), own.ufwIsEnabled)
}
