// A node as the kernel's component sees it: files in memory, detected as a real one is.
import { kernel } from "../../../src/components/kernel/component.ts"
import type { Answers } from "../../../src/model/answers.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import { memoryMachine } from "../../machine/memory-machine.ts"
import { nodeWith } from "../../settings/situations.ts"

export interface Tree {
  readonly files: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
  readonly isLive?: boolean
  readonly initSystem?: "systemd" | "openrc"
  /** What the last kept run was asked for. */
  readonly answers?: Answers
}

export async function kernelNode({
  files,
  links = {},
  isLive = true,
  initSystem = "systemd",
  answers = {},
}: Tree): Promise<NodeFacts> {
  const machine = memoryMachine({ files, links, directories: ["/etc/sysctl.d", "/etc/modules-load.d"], isLive })
  const service = async () => undefined
  const own = await kernel.detect({ machine, initSystem, answers, service, services: async () => [] })
  return { ...nodeWith({ initSystem, isLive, components: { kernel: own } }), asked: { run: 3, answers } }
}
