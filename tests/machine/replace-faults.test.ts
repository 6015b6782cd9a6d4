// Replacing a file while the kernel refuses, or the process is killed, at every call in turn: afterwards the old file
// or the new one is there, whole, and the next run leaves nothing behind. strace does the refusing and killing.
import { describe, expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { lstatSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { linuxMachine } from "../../src/machine/linux.ts"
import { setAttribute } from "./attributes.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()
const me = process.geteuid?.() ?? 0
const noStrace = spawnSync("strace", ["-f", "true"]).status !== 0
if (noStrace) console.log("skipped: a file replaced under faults of the kernel: strace does not work here")

/** The calls that replace a file, in order; the second fsync is the directory's. Nothing else in Bun makes them. */
const calls = [
  { name: "fchown", when: 1, isBeforeRename: true },
  { name: "flistxattr", when: 1, isBeforeRename: true },
  { name: "fsetxattr", when: 1, isBeforeRename: true },
  { name: "fchmod", when: 1, isBeforeRename: true },
  { name: "fsync", when: 1, isBeforeRename: true },
  { name: "rename", when: 1, isBeforeRename: true },
  { name: "fsync", when: 2, isBeforeRename: false },
] as const

describe.skipIf(noStrace)("a file replaced under faults of the kernel", () => {
  for (const { name, when, isBeforeRename } of calls) {
    test(`is the ${isBeforeRename ? "old" : "new"} one when ${name} (${when}) fails, and nothing lies about`, () => {
      const { root, etc } = node()

      const printed = replaceUnder(root, `inject=${name}:error=EIO:when=${when}`)

      expect(printed).toContain('"errno":"EIO"')
      expect(readFileSync(join(etc, "a"), "utf8")).toBe(isBeforeRename ? "old" : "new")
      expect(readdirSync(etc)).toEqual(["a"])
    })

    test(`is the ${isBeforeRename ? "old" : "new"} one when we are killed at ${name} (${when}), until the next run`, () => {
      const { root, etc } = node()

      const printed = replaceUnder(root, `inject=${name}:signal=KILL:when=${when}`)

      expect(printed).toBe("")
      expect(readFileSync(join(etc, "a"), "utf8")).toBe(isBeforeRename ? "old" : "new")
      expect(lstatSync(join(etc, "a")).mode & 0o777).toBe(0o640)
      expect(readdirSync(etc)).toHaveLength(isBeforeRename ? 2 : 1)

      const file = { bytes: Buffer.from("again"), mode: 0o640, uid: me, gid: me }
      expect(linuxMachine({ root }).replaceFile("/etc/a", file)).toEqual({ ok: true })
      expect(readdirSync(etc)).toEqual(["a"])
    })
  }
})

function node() {
  const root = directory.root()
  const etc = join(root, "etc")
  directory.file(join(etc, "a"), "old", 0o640)
  setAttribute(join(etc, "a"), "user.kept", Buffer.from("x"))
  return { root, etc }
}

/** What replace-once.ts prints when it runs under strace with this injection. */
function replaceUnder(root: string, injection: string): string {
  const once = [process.execPath, join(import.meta.dir, "replace-once.ts"), root, "/etc/a", "new", "640"]
  return spawnSync("strace", ["-f", "-qq", "-o", "/dev/null", "-e", injection, ...once], { encoding: "utf8" }).stdout
}
