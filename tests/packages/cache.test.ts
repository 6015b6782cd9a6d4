// criadm's own cache: gone when its last user is done.
import { expect, test } from "bun:test"
import { cacheDirectory, forgetCache, makeCache } from "../../src/packages/cache.ts"
import { memoryMachine, succeeding } from "../machine/memory-machine.ts"

const nodeWith = (files: Readonly<Record<string, string>>) =>
  memoryMachine({
    files,
    directories: ["/var/cache"],
    programs: {
      rm: (argv, machine) => {
        machine.take(argv.at(-1) ?? "")
        return succeeding()
      },
    },
  })

test("what was fetched is removed", async () => {
  const machine = nodeWith({})
  expect(makeCache(machine)).toEqual({ ok: true })
  expect(makeCache(machine)).toEqual({ ok: true })

  await forgetCache(machine)

  expect(machine.inspect(cacheDirectory)).toBeUndefined()
})

test("another criadm that is at work keeps it, one that died does not", async () => {
  const machine = nodeWith({
    [`${cacheDirectory}/archives/a.deb`]: "a",
    [`${cacheDirectory}/used-by.77`]: "",
    "/proc/77/cmdline": "criadm\0apply\0",
  })
  makeCache(machine)

  await forgetCache(machine)
  expect(machine.text(`${cacheDirectory}/archives/a.deb`)).toBe("a")

  machine.put("/proc/77/cmdline", "")
  await forgetCache(machine)
  expect(machine.inspect(cacheDirectory)).toBeUndefined()
})
