import { expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { diffLines, unifiedDiff } from "../../src/documents/diff.ts"
import { announce, patience, runs } from "./property-runs.ts"

test("a changed line is shown with three lines around it", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n"

  expect(unifiedDiff("/etc/x", before, before.replace("5", "five"))).toBe(
    "--- /etc/x\n+++ /etc/x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
  )
})

test("changes that are far apart are shown apart, with their line numbers", () => {
  const before = Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`).join("")
  const hunks = diffLines(before, before.replace("line 2\n", "").replace("line 19\n", "line 19\nmore\n"))

  expect(hunks.map(({ oldStart, oldCount, newStart, newCount }) => [oldStart, oldCount, newStart, newCount])).toEqual([
    [1, 5, 1, 4],
    [17, 4, 16, 5],
  ])
  expect(hunks[1]?.lines.find((line) => line.kind === "+")).toEqual({ kind: "+", text: "more", newLine: 19 })
})

test("a created file comes from /dev/null, and a removed one goes there", () => {
  expect(unifiedDiff("/etc/x", null, "a\n")).toBe("--- /dev/null\n+++ /etc/x\n@@ -0,0 +1 @@\n+a\n")
  expect(unifiedDiff("/etc/x", "a\nb\n", null)).toBe("--- /etc/x\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n")
})

test("a missing final line break is told", () => {
  expect(unifiedDiff("x", "a\nb", "a\nb\n")).toBe(
    "--- x\n+++ x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
  )
})

test("a carriage return belongs to its line", () => {
  expect(unifiedDiff("x", "a\r\n", "a\n")).toBe("--- x\n+++ x\n@@ -1 +1 @@\n-a\r\n+a\n")
})

test("files that are the same have no difference", () => {
  expect(unifiedDiff("x", "a\n", "a\n")).toBe("")
  expect(diffLines("a\n", "a\n")).toEqual([])
})

const line = fc.constantFrom("a", "b", "c", "d", "e", "", "same", "\r").map((text) => `${text}\n`)
const texts = fc
  .tuple(
    fc.array(line, { maxLength: 40 }),
    fc.array(fc.tuple(fc.nat(40), fc.nat(3), fc.array(line, { maxLength: 3 })), { maxLength: 4 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([lines, changes, cutOld, cutNew]) => {
    const after = [...lines]
    for (const [at, remove, insert] of changes) after.splice(Math.min(at, after.length), remove, ...insert)
    const old = lines.join("")
    const now = after.join("")
    return { old: cutOld ? old.slice(0, -1) : old, now: cutNew ? now.slice(0, -1) : now }
  })

/** What patch(1) would make of the old text. */
function patched(old: string, hunks: ReturnType<typeof diffLines>): string {
  const lines = old.match(/[^\n]*\n|[^\n]+/g) ?? []
  let result = ""
  let at = 0
  for (const hunk of hunks) {
    const start = hunk.oldCount === 0 ? hunk.oldStart : hunk.oldStart - 1
    result += lines.slice(at, start).join("")
    at = start
    for (const { kind, text, lacksLineBreak } of hunk.lines) {
      const whole = text + (lacksLineBreak ? "" : "\n")
      if (kind !== "+") {
        expect(lines[at]).toBe(whole)
        at++
      }
      if (kind !== "-") result += whole
    }
  }
  return result + lines.slice(at).join("")
}

test(
  "the old text and the difference always make the new text, and the other way round",
  () => {
    announce("differences", 3000)
    fc.assert(
      fc.property(texts, ({ old, now }) => {
        expect(patched(old, diffLines(old, now))).toBe(now)
        expect(patched(now, diffLines(now, old))).toBe(old)
      }),
      runs(1500),
    )
  },
  patience(30),
)

const hasDiff = Bun.which("diff") !== null
if (!hasDiff) console.log("skipped: there is no diff program here to compare with")

test.skipIf(!hasDiff)(
  "a difference has as many lines as diff -u finds, in the same form",
  () => {
    const directory = mkdtempSync(join(tmpdir(), "criadm-diff-"))
    try {
      fc.assert(
        fc.property(texts, ({ old, now }) => {
          writeFileSync(join(directory, "old"), old)
          writeFileSync(join(directory, "new"), now)
          const ran = Bun.spawnSync(["diff", "-d", "-u", "--label", "x", "--label", "x", "old", "new"], {
            cwd: directory,
          })
          const changed = (diff: string) =>
            diff
              .split("\n")
              .slice(2)
              .filter((text) => /^[-+]/.test(text)).length
          const form = (diff: string) => diff.split("\n").slice(0, 2)
          const ours = unifiedDiff("x", old, now)
          expect(changed(ours)).toBe(changed(ran.stdout.toString()))
          expect(form(ours)).toEqual(form(ran.stdout.toString()))
        }),
        runs(100),
      )
    } finally {
      rmSync(directory, { recursive: true })
    }
  },
  30_000,
)

test("ten thousand lines are compared in less than a second of processor time", () => {
  const numbers = (step: number) => Array.from({ length: 10_000 }, (_, at) => `line ${(at * step) % 7919}\n`).join("")
  const before = process.cpuUsage()
  diffLines(numbers(3), numbers(5))
  diffLines(numbers(3), numbers(3).replaceAll("line 7", "x"))
  diffLines("a\n".repeat(10_000), "b\na\n".repeat(5_000))
  const { user, system } = process.cpuUsage(before)

  expect((user + system) / 1000).toBeLessThan(1000)
})
