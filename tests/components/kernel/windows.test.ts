import { expect, test } from "bun:test"
import { kernel } from "../../../src/components/kernel/component.ts"
import { detectNode } from "../../../src/detect/node.ts"
import { initSystems } from "../../../src/init-systems/known.ts"
import { memoryMachine } from "../../machine/memory-machine.ts"

test("a Windows node has no kernel settings to find fault with or to write", async () => {
  const machine = memoryMachine({ root: "/mnt/c", isLive: false, platform: "windows" })
  const node = await detectNode(machine, { initSystems, components: [kernel] })
  const wanted = {
    runtime: "containerd",
    endpoint: "npipe:////./pipe/containerd-containerd",
    registryMirrors: [],
    ipForward: true,
    kubelet: false,
    resetConfig: false,
    runtimeTellsDriver: true,
  }

  expect(kernel.summarize(node).isInstalled).toBe(false)
  expect(kernel.findings(node)).toEqual([])
  expect(kernel.explain("ip-forward", node)).toEqual([])
  expect(kernel.contribute(wanted, node).changes).toEqual([])
})
