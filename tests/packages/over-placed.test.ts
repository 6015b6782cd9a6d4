// Files of another release over those that criadm placed: what comes, what goes, what stays; and the node as it will be.
import { expect, test } from "bun:test"
import type { TreeFile } from "../../src/model/change.ts"
import { sha256 } from "../../src/model/file-content.ts"
import { fitOver } from "../../src/packages/archives/over-placed.ts"
import { layered } from "../../src/packages/layered.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const file = (path: string, text: string): TreeFile => ({ path, mode: 0o755, bytes: text.length, sha256: sha256(text) })
const paths = (files: readonly TreeFile[]) => files.map(({ path }) => path)

test("a file that is as it was placed gives way, one that is the same stays, one that is no longer part of it goes", () => {
  const older = [
    file("/usr/local/bin/a", "old"),
    file("/usr/local/bin/same", "same"),
    file("/usr/local/bin/gone", "old"),
  ]
  const machine = memoryMachine({
    files: { "/usr/local/bin/a": "old", "/usr/local/bin/same": "same", "/usr/local/bin/gone": "old" },
  })
  const newer = [file("/usr/local/bin/a", "new"), file("/usr/local/bin/same", "same"), file("/usr/local/bin/b", "new")]

  const fitted = fitOver(machine, newer, older)

  expect(fitted.isFree && [paths(fitted.comes), paths(fitted.goes)]).toEqual([
    ["/usr/local/bin/a", "/usr/local/bin/b"],
    ["/usr/local/bin/a", "/usr/local/bin/gone"],
  ])
})

test("a program that somebody has changed since is in the way; one that is no longer part of it is left", () => {
  const older = [file("/usr/local/bin/a", "old"), file("/usr/local/bin/gone", "old")]
  const machine = memoryMachine({ files: { "/usr/local/bin/a": "mine", "/usr/local/bin/gone": "mine" } })

  expect(fitOver(machine, [file("/usr/local/bin/a", "new")], older)).toEqual({
    isFree: false,
    taken: "/usr/local/bin/a",
  })
  expect(fitOver(machine, [file("/usr/local/bin/b", "new")], older)).toMatchObject({ isFree: true, goes: [] })
})

test("below /etc what somebody has changed stays, and what is as it was placed gives way", () => {
  const older = [file("/etc/crio/policy.json", "old"), file("/etc/crio/crio.conf.d/10-crio.conf", "old")]
  const machine = memoryMachine({
    files: { "/etc/crio/policy.json": "old", "/etc/crio/crio.conf.d/10-crio.conf": "mine" },
  })
  const newer = older.map(({ path }) => file(path, "new"))

  const fitted = fitOver(machine, newer, older)

  expect(fitted.isFree && [paths(fitted.comes), paths(fitted.goes)]).toEqual([
    ["/etc/crio/policy.json"],
    ["/etc/crio/policy.json"],
  ])
})

test("where nothing was placed before, nothing gives way", () => {
  const machine = memoryMachine({ files: { "/etc/crio/policy.json": "mine" } })

  expect(fitOver(machine, [file("/etc/crio/policy.json", "new")], [])).toEqual({
    isFree: false,
    taken: "/etc/crio/policy.json",
  })
})

test("the node as it will be has what comes in place of what goes, below /etc too, and not what is gone", () => {
  const node = memoryMachine({
    files: {
      "/etc/crio/policy.json": "old",
      "/etc/crio/own": "own",
      "/etc/crio/gone": "old",
      "/etc/crio/kept": "mine",
    },
  })
  const layer = memoryMachine({ files: { "/etc/crio/policy.json": "new", "/etc/crio/kept": "new" } })

  const willBe = layered(node, layer, "/contents", new Set(["/etc/crio/policy.json", "/etc/crio/gone"]))

  const text = (path: string) => {
    const read = willBe.readFile(path)
    return read.state === "read" ? new TextDecoder().decode(read.bytes) : read.state
  }
  expect(["policy.json", "own", "gone", "kept"].map((name) => text(`/etc/crio/${name}`))).toEqual([
    "new",
    "own",
    "absent",
    "mine",
  ])
  expect(willBe.list("/etc/crio")).toEqual(["kept", "own", "policy.json"])
  expect(willBe.inspect("/etc/crio/gone")).toBeUndefined()
})

test("a program that was unpacked a moment ago has time to be read while the disk is still busy", async () => {
  const node = memoryMachine({ isLive: true, files: {}, programs: {} })
  const layer = memoryMachine({ files: { "/usr/bin/containerd": "" } })
  const asked: number[] = []
  const run: typeof node.run = (command) => {
    asked.push(command.timeoutSeconds)
    return node.run(command)
  }
  const willBe = layered({ ...node, run }, layer, "/contents")

  await willBe.run({ argv: ["/usr/bin/containerd", "--version"], timeoutSeconds: 5 })
  await willBe.run({ argv: ["/usr/bin/other", "--version"], timeoutSeconds: 5 })

  expect([asked[0]! > 5, asked[1]]).toEqual([true, 5])
})
