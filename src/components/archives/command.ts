// The command by which criadm adds what a runtime needs from release archives; empty where it can place none on this node.
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { architectureOf } from "../../model/install/archives.ts"

export function archivesCommand(
  { isLive, architecture, toBeInstalled }: Pick<NodeFacts, "isLive" | "architecture" | "toBeInstalled">,
  runtime: string,
): string {
  // Beside what comes already it would have come, could it.
  const canCome = isLive && toBeInstalled === undefined && architectureOf(knownValue(architecture) ?? "") !== undefined
  return canCome ? `criadm apply --install upstream --runtime ${runtime}` : ""
}
