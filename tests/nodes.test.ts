// Real nodes, recorded by scripts/record-node and asked again: they give the same facts, findings and plan as the live
// node did. Each folder of tests/nodes says when and how it was recorded. A component that came later asks what nobody
// asked then, so it is left out: the others' answers are theirs alone.
import { describe, expect, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { components } from "../src/components/loaded.ts"
import { criadmOn } from "../src/criadm/criadm.ts"
import type { NodeFacts } from "../src/model/facts/node-facts.ts"
import { memoryMachine } from "./machine/memory-machine.ts"
import { recordedNode } from "./machine/recorded-machine.ts"

const directory = join(import.meta.dir, "nodes")
const options = { timeoutSeconds: 60, criadmVersion: "test", criadmCommand: ["criadm"] }
const expected = (name: string, file: string) =>
  JSON.parse(readFileSync(join(directory, name, "expected", file), "utf8")) as unknown
/** As JSON has it: what is undefined is not there. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

describe.each(readdirSync(directory).sort())("the recorded node %s", (name) => {
  const recorded = recordedNode(name)
  const machine = { ...memoryMachine(), ...recorded }
  const then = (expected(name, "facts.json") as NodeFacts).components
  const criadm = criadmOn(machine, machine, {
    ...options,
    statedVersion: recorded.node.statedVersion,
    components: components.filter(({ id }) => id in then),
  })

  test("gives the facts that the live node gave, and is asked nothing that was not asked then", async () => {
    expect(plain(await criadm.detect())).toEqual(expected(name, "facts.json"))
    expect(recorded.unasked).toEqual([])
  })

  test("gives the findings and the plan of the live node", async () => {
    const node = expected(name, "facts.json") as NodeFacts
    const planned = criadm.plan(node, criadm.resolve(node, { values: {}, chosenBy: {} }))

    expect(plain(criadm.findings(node))).toEqual(expected(name, "findings.json"))
    expect(plain(planned.ok ? planned.plan : planned.refusals)).toEqual(expected(name, "plan.json"))
  })

  test("gives the same findings from facts that were made to be shared", () => {
    const node = expected(name, "facts.json") as NodeFacts
    const verdicts = (facts: NodeFacts) =>
      criadm.findings(facts).map(({ code, severity, args }) => ({ code, severity, args }))

    expect(verdicts(criadm.shareable(node))).toEqual(verdicts(node))
  })
})
