// A look through a tree of files that is taken to stand still: it finds exactly what single questions find, however often
// and in whatever order it is asked.
import { describe, expect, test } from "bun:test"
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { linuxMachine } from "../../../src/machine/linux.ts"
import { still } from "../../../src/machine/still.ts"
import { temporaryDirectory } from "../temporary-directory.ts"

const directory = temporaryDirectory()

/** Directories of few names and of many, links to them, links that lead nowhere and in a ring. */
function tree(): string {
  const root = directory.root()
  const at = (path: string) => join(root, path)
  for (const path of ["usr/local/bin", "usr/bin", "usr/sbin", "etc/conf.d", "closed"])
    mkdirSync(at(path), { recursive: true })
  for (let n = 0; n < 400; n++) writeFileSync(at(`usr/bin/program-with-a-long-name-${n}`), "")
  for (const path of ["usr/bin/runc", "usr/local/bin/crictl", "etc/conf.d/a", "closed/inside"])
    writeFileSync(at(path), path)
  writeFileSync(Buffer.from(at("etc/conf.d/\xff"), "latin1"), "")
  symlinkSync("usr/bin", at("bin"))
  symlinkSync("usr/sbin", at("sbin"))
  symlinkSync("/usr/bin/runc", at("usr/sbin/runc"))
  symlinkSync("/usr/bin/absent", at("usr/sbin/dangling"))
  symlinkSync("ring-b", at("etc/ring-a"))
  symlinkSync("ring-a", at("etc/ring-b"))
  chmodSync(at("closed"), 0o711)
  return root
}

const places = [
  "/usr/local/bin",
  "/usr/bin",
  "/usr/sbin",
  "/bin",
  "/sbin",
  "/etc",
  "/etc/conf.d",
  "/closed",
  "/nowhere",
]
const names = [
  "runc",
  "crictl",
  "a",
  "inside",
  "dangling",
  "ring-a",
  "absent",
  "absent-too",
  "program-with-a-long-name-7",
  "b",
]
const path = fc.tuple(fc.constantFrom(...places), fc.constantFrom(...names)).map(([place, name]) => `${place}/${name}`)
const question = fc.tuple(fc.constantFrom("inspect", "resolve", "list", "readFile", "exposure", "device"), path)

describe("a look at a tree that stands still", () => {
  const machine = linuxMachine({ root: tree() })

  test("finds what single questions find", () => {
    fc.assert(
      fc.property(fc.array(question, { maxLength: 60 }), (questions) => {
        const look = still(machine)
        for (const [ask, of] of questions) expect(look[ask](of)).toEqual(machine[ask](of))
      }),
      { numRuns: 300 },
    )
  })

  test("sees in the next look what has come since", () => {
    const root = tree()
    const changing = linuxMachine({ root })
    const before = still(changing)
    for (const name of names) before.inspect(`/usr/local/bin/${name}`)
    writeFileSync(join(root, "usr/local/bin/absent"), "now here")

    expect(still(changing).inspect("/usr/local/bin/absent")?.kind).toBe("file")
  })
})
