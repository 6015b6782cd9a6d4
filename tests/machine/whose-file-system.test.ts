// Which file system a path lies on: room for the way back is set aside on each one that is written to.
import { expect, test } from "bun:test"
import { mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { linuxMachine } from "../../src/machine/linux.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()

test("paths of one file system have the same number, also behind links, and those of others another", () => {
  const root = directory.root()
  mkdirSync(join(root, "etc"))
  symlinkSync("/etc", join(root, "link"))
  const machine = linuxMachine({ root })

  expect(machine.device("/etc")).toBe(machine.device("/"))
  expect(machine.device("/link")).toBe(machine.device("/etc"))
  expect(machine.device("/none")).toBeUndefined()
  const system = linuxMachine({ root: "/" })
  expect(system.device("/proc")).not.toBe(system.device("/"))
})
