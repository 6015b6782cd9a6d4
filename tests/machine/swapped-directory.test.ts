// An attack on --root: whoever owns a tree swaps a directory for a link out of it while criadm works there. Whatever
// the moment, nothing outside is written, read, made or removed. A directory full of files makes the moments long.
import { afterEach, describe, expect, test } from "bun:test"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { linuxMachine } from "../../src/machine/linux.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()

/** Each attempt is a tree of its own, in which everything is done this often. */
const attempts = 20
const rounds = 150

/** Swaps the directory and a link to `outside` until it is ended. */
const swapper = `
  const { renameSync, symlinkSync, unlinkSync } = require("node:fs")
  const [at, outside] = process.argv.slice(-2)
  process.stdout.write("swapping")
  for (;;) {
    renameSync(at, at + ".aside")
    symlinkSync(outside, at)
    unlinkSync(at)
    renameSync(at + ".aside", at)
  }
`

let swapping: Bun.Subprocess<"ignore", "pipe", "inherit"> | undefined
afterEach(() => {
  swapping?.kill("SIGKILL")
})

async function swap(at: string, outside: string): Promise<void> {
  const argv = [process.execPath, "-e", swapper, "--", at, outside]
  swapping = Bun.spawn(argv, { stdin: "ignore", stdout: "pipe", stderr: "inherit", env: { BUN_BE_BUN: "1" } })
  await swapping.stdout.getReader().read()
}

/** A tree with /etc/conf.d full of files, and a directory outside it that looks the same. */
function tree() {
  const root = directory.root()
  const outside = directory.at(`outside-${Math.random()}`)
  for (const top of [join(root, "etc"), outside]) {
    mkdirSync(join(top, "conf.d"), { recursive: true })
    for (let n = 0; n < 300; n++) writeFileSync(join(top, `conf.d/padding-${n}`), "")
  }
  writeFileSync(join(outside, "conf.d/secret"), "of the host")
  return { root, outside }
}

describe("a directory that is swapped for a link out of the tree", () => {
  test(
    "is never left through, by no act and no look",
    async () => {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const { root, outside } = tree()
        const before = readdirSync(join(outside, "conf.d")).length
        await swap(join(root, "etc"), outside)
        const machine = linuxMachine({ root })
        const file = { bytes: Buffer.from("written"), mode: 0o644, uid: machine.uid, gid: 0 }
        for (let n = 0; n < rounds; n++) {
          machine.replaceFile("/etc/conf.d/new", file)
          machine.makeDirectory("/etc/conf.d/made", 0o755)
          machine.createExclusively("/etc/conf.d/exclusive", "written", 0o600)
          machine.appendLine("/etc/conf.d/appended", "written")
          machine.removeFile("/etc/conf.d/padding-1")
          expect(machine.readFile("/etc/conf.d/secret").state).not.toBe("read")
        }
        swapping?.kill("SIGKILL")
        await swapping?.exited
        expect(readdirSync(join(outside, "conf.d")).length).toBe(before)
        expect(readFileSync(join(outside, "conf.d/secret"), "utf8")).toBe("of the host")
        expect(existsSync(join(outside, "conf.d/padding-1"))).toBe(true)
      }
    },
    { timeout: 240_000 },
  )
})
