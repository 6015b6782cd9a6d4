// Whether archives count as signed: only what rpmkeys(8) says of each of them.
import { describe, expect, test } from "bun:test"
import { areSigned } from "../../src/packages/rpm.ts"
import { failing, memoryMachine, succeeding } from "../machine/memory-machine.ts"

const archives = ["/c/a.rpm", "/c/b.rpm"]
const line = (path: string, verdict = "digests signatures OK") => `${path}: ${verdict}\n`
const bothSigned = archives.map((path) => line(path)).join("")

function machineWith(says: (argv: readonly string[]) => ReturnType<typeof succeeding>) {
  const repositories = "[main]\ngpgkey = file:///etc/keys/one https://keys.example/two\n"
  const machine = memoryMachine({ files: { "/etc/yum.repos.d/main.repo": repositories }, directories: ["/c"] })
  machine.programs.set("mkdir", () => succeeding())
  machine.programs.set("rpmkeys", says)
  return machine
}

describe("archives count as signed", () => {
  test("when every one of them is said to be", async () => {
    expect(
      await areSigned(
        machineWith(() => succeeding(bothSigned)),
        archives,
        "/c",
      ),
    ).toBe(true)
  })

  test.each([
    ["nothing is said", () => succeeding("")],
    ["one is said to have digests only", () => succeeding(line("/c/a.rpm") + line("/c/b.rpm", "digests OK"))],
    ["one is passed over", () => succeeding(line("/c/a.rpm"))],
    ["the program fails", () => failing(bothSigned)],
  ])("not when %s", async (_why, says) => {
    expect(await areSigned(machineWith(says), archives, "/c")).toBe(false)
  })

  test("not when there are none, and not where rpmkeys is not there", async () => {
    expect(
      await areSigned(
        machineWith(() => succeeding("")),
        [],
        "/c",
      ),
    ).toBe(false)
    expect(await areSigned(memoryMachine({ files: {}, directories: ["/c"] }), archives, "/c")).toBe(false)
  })

  test("by a key that the node's repositories name, in a record of criadm's own", async () => {
    const imported: string[] = []
    const machine = machineWith((argv) => {
      if (argv.includes("--import")) imported.push(argv.at(-1) ?? "")
      return argv.includes("--dbpath") ? succeeding(bothSigned) : failing("")
    })

    expect(await areSigned(machine, archives, "/c")).toBe(true)
    expect(imported).toEqual(["/etc/keys/one"])
  })
})
