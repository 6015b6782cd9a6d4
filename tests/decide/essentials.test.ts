// The five facts that matter first, of real nodes: what stands there, and the mark beside it.
import { describe, expect, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { components } from "../../src/components/loaded.ts"
import { criadmOn } from "../../src/criadm/criadm.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const directory = join(import.meta.dir, "../nodes")
const machine = memoryMachine()
const criadm = criadmOn(machine, machine, {
  components,
  statedVersion: undefined,
  timeoutSeconds: 60,
  criadmVersion: "test",
  criadmCommand: ["criadm"],
})

function factsOf(name: string): NodeFacts {
  return JSON.parse(readFileSync(join(directory, name, "expected/facts.json"), "utf8"))
}

function essentialsOf(node: NodeFacts): readonly string[] {
  return criadm
    .essentials(node, criadm.findings(node))
    .map(({ id, names, release = "", cgroupDriver = "", verdict }) =>
      [`${id}:`, ...names, release, cgroupDriver, verdict].filter((one) => one !== "").join(" "),
    )
}

describe("the five facts that matter", () => {
  test.each([
    ["trixie", "init-system: systemd fit, cgroup-version: 2 fit, runtime: containerd 1.7.24 cgroupfs doubtful"],
    ["bullseye", "init-system: systemd fit, cgroup-version: 2 fit, runtime: containerd 1.4.13 cgroupfs unfit"],
    ["bookworm-v1", "init-system: systemd fit, cgroup-version: 1 unfit, runtime: containerd 1.6.20 cgroupfs doubtful"],
    ["bookworm-openrc", "init-system: openrc fit, cgroup-version: hybrid unfit, runtime: containerd 1.6.20 cgroupfs"],
    ["trixie-bare", "init-system: systemd fit, cgroup-version: 2 fit, runtime: unfit, kubelet: unknown"],
    ["trixie-cri-dockerd", "cgroup-version: 2 unfit, runtime: containerd Docker Engine unknown, kubelet: unknown"],
    ["trixie-crio", "runtime: CRI-O 1.36.3 cgroupfs doubtful, kubelet: 1.36.4 systemd doubtful, kubernetes: 1.36 fit"],
    ["windows", "init-system: unknown, cgroup-version: unknown, runtime: containerd 1.7.34"],
  ])("of the node %s are: %s", (name, expected) => {
    expect(essentialsOf(factsOf(name)).join(", ")).toContain(expected)
  })

  test.each(readdirSync(directory).sort())("are five on the node %s, always in the same order", (name) => {
    const found = essentialsOf(factsOf(name)).map((one) => one.split(":")[0] ?? "")

    expect(found).toEqual(["init-system", "cgroup-version", "runtime", "kubelet", "kubernetes"])
  })
})
