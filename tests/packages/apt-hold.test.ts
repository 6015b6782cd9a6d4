// What keeps services from being started while apt installs is taken away, and so is what a kill left of it.
import { expect, test } from "bun:test"
import { apt } from "../../src/packages/apt.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const policy = "/usr/sbin/policy-rc.d"

test("nothing of it stays, also where a kill came before it had its name", () => {
  const machine = memoryMachine({ files: { "/usr/sbin/.policy-rc.d.criadm-new-0a1b2c3d": "#!/bin/sh\n" } })
  apt.hold(machine)
  expect(machine.inspect(policy)).toBeDefined()

  apt.letGo(machine)

  expect(machine.list("/usr/sbin")).toEqual([])
})

test("an operator's own stays, and so does what only looks alike", () => {
  const files = { [policy]: "#!/bin/sh\nexit 104\n", "/usr/sbin/.policy-rc.d.criadm-new-mine": "" }
  const machine = memoryMachine({ files })
  apt.hold(machine)

  apt.letGo(machine)

  expect(machine.list("/usr/sbin")).toEqual([".policy-rc.d.criadm-new-mine", "policy-rc.d"])
})
