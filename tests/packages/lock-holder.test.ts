import { expect, test } from "bun:test"
import { lockHolderOf } from "../../src/packages/lock-holder.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const path = "/var/lib/dpkg/lock-frontend"

function nodeWith(locks: (inode: number) => string) {
  const machine = memoryMachine({ files: { [path]: "", "/proc/77/comm": "unattended-upgr\n" } })
  const text = locks(machine.inspect(path)?.inode ?? 0)
  return {
    ...machine,
    readFile: (name: string) =>
      name === "/proc/locks"
        ? ({ ...machine.readFile(path), bytes: new TextEncoder().encode(text) } as never)
        : machine.readFile(name),
  }
}

test("who holds a lock is told by name", () => {
  const machine = nodeWith(
    (inode) => `1: FLOCK  ADVISORY  WRITE 5 00:1a:99999 0 EOF\n2: POSIX  ADVISORY  WRITE 77 fe:01:${inode} 0 EOF\n`,
  )

  expect(lockHolderOf(machine, [path])).toEqual({ pid: 77, program: "unattended-upgr" })
})

test("one that waits for the lock does not hold it, and a lock that is only read is in nobody's way", () => {
  const machine = nodeWith(
    (inode) =>
      `1: -> POSIX  ADVISORY  WRITE 77 fe:01:${inode} 0 EOF\n2: POSIX  ADVISORY  READ 78 fe:01:${inode} 0 EOF\n`,
  )

  expect(lockHolderOf(machine, [path, "/var/lib/dpkg/absent"])).toBeUndefined()
})
