// A look at a node to show or verify it asks less than one for findings, and shows and promises the same.
import { describe, expect, test } from "bun:test"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { components } from "../../src/components/loaded.ts"
import { criadmOn } from "../../src/criadm/criadm.ts"
import type { Command } from "../../src/machine/reading.ts"
import { memoryMachine } from "../machine/memory-machine.ts"
import { recordedNode } from "../machine/recorded-machine.ts"

const nodes = readdirSync(join(import.meta.dir, "../nodes")).sort()

/** `started`: the programs that were started, with their arguments. */
function lookedAt(name: string) {
  const recorded = recordedNode(name)
  const started: string[] = []
  const run = (command: Command) => {
    started.push(command.argv.join(" "))
    return recorded.run(command)
  }
  const machine = { ...memoryMachine(), ...recorded, run }
  const statedVersion = recorded.node.statedVersion
  const options = { timeoutSeconds: 60, criadmVersion: "test", criadmCommand: ["criadm"], statedVersion, components }
  return { criadm: criadmOn(machine, machine, options), started }
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

describe("a look of which no findings are made", () => {
  test.each(nodes)("shows of %s what one for findings shows", async (name) => {
    const [shown, judged] = [lookedAt(name), lookedAt(name)]
    const rows = shown.criadm.rows(await shown.criadm.detect(undefined, true))

    expect(rows).toEqual(judged.criadm.rows(await judged.criadm.detect()))
    expect(judged.started).toEqual(expect.arrayContaining([...new Set(shown.started)]))
  })

  test.each(nodes.filter((name) => name !== "windows"))(
    "verifies of %s what one for findings verifies",
    async (name) => {
      const verifiedAfter = async (isUnjudged: boolean) => {
        const { criadm } = lookedAt(name)
        const node = await criadm.detect(undefined, isUnjudged)
        return plain(await criadm.verify(node, criadm.resolve(node, { values: {}, chosenBy: {} })))
      }

      expect(await verifiedAfter(true)).toEqual(await verifiedAfter(false))
    },
  )

  test("asks no runtime what it makes of its files, and no OCI runtime for its release", async () => {
    const { criadm, started } = lookedAt("trixie")
    await criadm.detect(undefined, true)

    expect(started.filter((line) => /config dump|runc/.test(line))).toEqual([])
  })

  test("is not taken for one of which findings can be made", async () => {
    const { criadm } = lookedAt("trixie")
    const node = await criadm.detect(undefined, true)

    expect(() => criadm.findings(node)).toThrow("looked at for them")
  })
})

test("a runtime that does not tell its sandbox image is asked once what it makes of its files, by the look and the proof", async () => {
  const { criadm, started } = lookedAt("forky")
  const dumps = () => started.filter((line) => line.endsWith("config dump")).length
  const image = { values: { "sandbox-image": "registry.k8s.io/pause:3.10" }, chosenBy: {} }
  const node = await criadm.detect()
  await criadm.verify(node, criadm.resolve(node, image))
  expect(dumps()).toBe(1)

  const shown = await criadm.detect(undefined, true)
  await criadm.verify(shown, criadm.resolve(shown, image))
  expect(dumps()).toBe(2)
})
