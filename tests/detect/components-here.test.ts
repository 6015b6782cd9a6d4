// What is not loaded for a node has nothing to say about it: on every recorded node and on the tree of every case the
// components that show on it give the same rows, findings and plan as all of them do.
import { describe, expect, test } from "bun:test"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { Component } from "../../src/components/component.ts"
import { listed } from "../../src/components/known.ts"
import { components } from "../../src/components/loaded.ts"
import { componentsHere, mayLackOne } from "../../src/criadm/components-here.ts"
import { criadmOn } from "../../src/criadm/criadm.ts"
import { beginLooking } from "../../src/detect/begin-looking.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import { linuxMachine } from "../../src/machine/linux.ts"
import type { WritingMachine } from "../../src/machine/writing.ts"
import { memoryMachine } from "../machine/memory-machine.ts"
import { recordedNode } from "../machine/recorded-machine.ts"

const nodes = join(import.meta.dir, "../nodes")
const cases = join(import.meta.dir, "../cases")

const recorded = readdirSync(nodes)
  .sort()
  .map((name) => ({ name, machine: { ...memoryMachine(), ...recordedNode(name) } }))
const trees = readdirSync(cases)
  .sort()
  .filter((name) => existsSync(join(cases, name, "tree")))
  .map((name) => ({ name: `case ${name}`, machine: linuxMachine({ root: join(cases, name, "tree") }) }))
const all: readonly { readonly name: string; readonly machine: WritingMachine }[] = [...recorded, ...trees]

const options = { timeoutSeconds: 60, criadmVersion: "test", criadmCommand: ["criadm"], statedVersion: undefined }
const criadmFor = (machine: WritingMachine, those: readonly Component[]) =>
  criadmOn(machine, machine, { ...options, components: those })

async function saidOf(machine: WritingMachine, those: readonly Component[]) {
  const criadm = criadmFor(machine, those)
  const node = await criadm.detect()
  const answers = criadm.resolve(node, { values: {}, chosenBy: {} })
  const [findings, planned] = [criadm.findings(node), criadm.plan(node, answers)]
  const said = { rows: criadm.rows(node), findings, answers, planned, explained: criadm.explain(node, undefined) }
  return { mayLackOne: criadm.mayLackOne(node), said: JSON.parse(JSON.stringify(said)) as unknown }
}

describe("the components that a node may have", () => {
  test("are fewer than all on most nodes", async () => {
    const loaded = await Promise.all(all.map(({ machine }) => componentsHere(beginLooking(machine, initSystems))))

    expect(loaded.filter((some) => some.length < listed.length).length).toBeGreaterThan(all.length / 2)
  })

  test.each(all)("say of $name what all of them say, or are known to be too few", async ({ machine }) => {
    const here = await componentsHere(beginLooking(machine, initSystems))
    const { mayLackOne, said } = await saidOf(machine, here)

    if (!mayLackOne) expect(said).toEqual((await saidOf(machine, components)).said)
  })

  test("are too few where there is no runtime, or another one is asked for", async () => {
    const few = components.filter(({ id }) => id !== "crio")
    const node = async (machine: WritingMachine) => criadmFor(machine, few).detect()

    expect(mayLackOne(await node(memoryMachine()), few, undefined)).toBeTrue()
    const withContainerd = await node({ ...memoryMachine(), ...recordedNode("trixie") })
    expect(mayLackOne(withContainerd, few, undefined)).toBeFalse()
    expect(mayLackOne(withContainerd, few, "crio")).toBeTrue()
    expect(mayLackOne(withContainerd, components, "crio")).toBeFalse()
  })
})
