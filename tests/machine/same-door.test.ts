// The node in memory stands in for a real one in the tests of everything that changes nodes. Here both are asked and
// told the same, and must answer the same and end the same.
import { describe, expect, test } from "bun:test"
import { chmodSync, mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { linuxMachine } from "../../src/machine/linux.ts"
import type { ReadingMachine } from "../../src/machine/reading.ts"
import type { Acted, WritingMachine } from "../../src/machine/writing.ts"
import { memoryMachine } from "./memory-machine.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()
const me = process.geteuid?.() ?? 0

/** The same small node twice: on disk and in memory. */
function bothNodes(): readonly [WritingMachine, WritingMachine] {
  const root = directory.root()
  const memory = memoryMachine({ root, isLive: false, uid: me })
  for (const [path, mode] of [
    ["/etc", 0o755],
    ["/etc/d", 0o700],
    ["/open", 0o777],
    ["/open/below", 0o755],
    ["/tmp", 0o1777],
  ] as const) {
    mkdirSync(join(root, path))
    chmodSync(join(root, path), mode)
    memory.putDirectory(path, { mode, uid: me, gid: me })
  }
  for (const [path, text] of [
    ["/etc/a", "text\n"],
    ["/etc/d/torn", "half"],
    ["/tmp/b", ""],
  ] as const) {
    directory.file(join(root, path), text, 0o640)
    memory.put(path, text, { mode: 0o640, uid: me, gid: me })
  }
  for (const [path, target] of [
    ["/etc/link", "a"],
    ["/link", "/etc"],
    ["/loop", "loop"],
    ["/dangling", "../../none"],
  ] as const) {
    symlinkSync(target, join(root, path))
    memory.putLink(path, target)
  }
  return [linuxMachine({ root }), memory]
}

const paths = ["/", "/etc", "/etc/a", "/etc/d", "/etc/d/torn", "/etc/link", "/etc/new", "/link", "/link/a", "/loop"]
const more = [
  "/dangling",
  "/open/a",
  "/open/below/a",
  "/tmp/b",
  "/tmp/c",
  "/none/a",
  "/etc/a/b",
  "/etc/../etc/a",
  "/..",
]
const anyPath = fc.constantFrom(...paths, ...more)
const anyMode = fc.constantFrom(0o600, 0o644, 0o755)
const anyText = fc.constantFrom("", "x", "line\n")

type Act = (machine: WritingMachine) => Acted

const anyAct: fc.Arbitrary<readonly [string, Act]> = fc.oneof(
  fc
    .tuple(anyPath, anyText, anyMode)
    .map(([path, text, mode]): [string, Act] => [
      `replaceFile ${path} ${text} ${mode}`,
      (machine) => machine.replaceFile(path, { bytes: Buffer.from(text), mode, uid: me, gid: me }),
    ]),
  anyPath.map((path): [string, Act] => [`removeFile ${path}`, (machine) => machine.removeFile(path)]),
  fc
    .tuple(anyPath, anyMode)
    .map(([path, mode]): [string, Act] => [`makeDirectory ${path} ${mode}`, (node) => node.makeDirectory(path, mode)]),
  anyPath.map((path): [string, Act] => [
    `removeEmptyDirectory ${path}`,
    (machine) => machine.removeEmptyDirectory(path),
  ]),
  fc
    .tuple(anyPath, fc.constantFrom("a", "/etc/a", "loop"))
    .map(([path, target]): [string, Act] => [`makeLink ${path} ${target}`, (node) => node.makeLink(path, target)]),
  anyPath.map((path): [string, Act] => [`removeLink ${path}`, (machine) => machine.removeLink(path)]),
  anyPath.map((path): [string, Act] => [`appendLine ${path}`, (machine) => machine.appendLine(path, "line")]),
  fc
    .tuple(anyPath, anyMode)
    .map(([path, mode]): [string, Act] => [
      `createExclusively ${path} ${mode}`,
      (machine) => machine.createExclusively(path, "text", mode),
    ]),
  anyPath.map((path): [string, Act] => [`writeLiveValue ${path}`, (machine) => machine.writeLiveValue(path, "1")]),
)

describe("the real machine and the one in memory", () => {
  test("answer and end the same, whatever is done", () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 8 }), (acts) => {
        const [real, memory] = bothNodes()

        for (const [, act] of acts) expect(outcome(act(memory))).toEqual(outcome(act(real)))

        expect(everythingOf(memory)).toEqual(everythingOf(real))
      }),
      { numRuns: 80 },
    )
  })
})

function outcome(acted: Acted): string {
  return acted.ok ? "done" : `${acted.failure.act} ${acted.failure.path} ${acted.failure.errno}`
}

/** What can be asked, without times and inode numbers; sizes of directories are the file system's own business. */
function everythingOf(machine: ReadingMachine): readonly unknown[] {
  return [...paths, ...more].map((path) => {
    const entry = machine.inspect(path)
    const size = entry?.kind === "file" ? entry.size : undefined
    const read = machine.readFile(path)
    return [
      path,
      entry === undefined ? undefined : [entry.kind, entry.mode, entry.uid, entry.gid, size, entry.target],
      read.state === "read" ? { ...read, bytes: Buffer.from(read.bytes).toString("hex") } : read,
      machine.list(path),
      machine.resolve(path),
    ]
  })
}
