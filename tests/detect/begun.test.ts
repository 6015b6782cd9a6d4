// Programs are started before what knows about nodes is loaded. The look that follows must be the look of before.
import { expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { beginPrograms } from "../../src/criadm/begin-programs.ts"
import { criadmOn } from "../../src/criadm/criadm.ts"
import type { Begun } from "../../src/detect/begin-looking.ts"
import type { Command } from "../../src/machine/reading.ts"
import { memoryMachine } from "../machine/memory-machine.ts"
import { recordedNode } from "../machine/recorded-machine.ts"

const judged = { isUnjudged: false, isToBeVerified: false }

/** A real node on which containerd runs, and what was started on it so far. */
function listeningNode() {
  const recorded = recordedNode("trixie")
  const started: string[] = []
  const run = (command: Command) => {
    started.push(command.argv.join(" "))
    return recorded.run(command)
  }
  return { machine: { ...memoryMachine(), ...recorded, run }, started }
}

function criadmFor({ machine }: ReturnType<typeof listeningNode>, begun?: Begun) {
  const options = { timeoutSeconds: 60, criadmVersion: "test", criadmCommand: ["criadm"], statedVersion: undefined }
  return criadmOn(machine, machine, { ...options, components, begun })
}

test("a look that was begun learns the same, and no program is started twice for it", async () => {
  const [begun, alone] = [listeningNode(), listeningNode()]
  const early = await beginPrograms(begun.machine, judged)
  const startedEarly = [...begun.started]

  const facts = await criadmFor(begun, early).detect()

  expect(startedEarly.length).toBeGreaterThan(2)
  expect(facts).toEqual(await criadmFor(alone).detect())
  expect(begun.started.toSorted()).toEqual(alone.started.toSorted())
})

test("the next look asks anew", async () => {
  const node = listeningNode()
  const criadm = criadmFor(node, await beginPrograms(node.machine, judged))
  await criadm.detect()
  const once = node.started.toSorted()

  await criadm.detect()

  expect(node.started.toSorted()).toEqual([...once, ...once].toSorted())
})
