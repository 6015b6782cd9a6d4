// Why lines lose: for the own cases, for what was observed, and, where they lie beside the checkout, for the further
// cases, whose losing lines stand in cases/losing-lines.json: per case and release, setting, place and reason.
import { describe, expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Texts } from "./a-node.ts"
import type { ObservedCases } from "./observed.ts"
import { losersOf, wrongReasons } from "./reasons.ts"

const shared = process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../../shared")
const further = join(shared, "oracle/containerd.json")
const ownCases = join(import.meta.dir, "../../real/runtimes/cases")
const releases = ["1.4.13", "1.6.20", "1.7.24", "1.7.34", "2.0.11", "2.1.9", "2.2.7", "2.3.4"] as const

/** Every reason for which a line of a file can lose. */
const reasons = [
  "overridden-by",
  "containerd-section-replaced-by",
  "containerd-table-not-read",
  "containerd-table-without-version",
  "containerd-schema-of-other-file",
  "containerd-does-not-load",
  "containerd-not-reached",
  "containerd-loading-ended",
  "containerd-relative-pattern",
  "containerd-not-imported",
  "containerd-other-case",
  "containerd-wrong-table",
  "containerd-beside-options",
  "containerd-handler-not-runc",
  "containerd-other-key-wins",
  "containerd-new-table-wins",
  "containerd-legacy-table-ignored",
  "containerd-legacy-key-ignored",
  "containerd-legacy-key-fatal",
  "containerd-legacy-key-off",
  "containerd-disables-cri",
  "containerd-id-harmless",
] as const

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"))
}

function textsOf(name: string): Texts {
  const directory = join(ownCases, name)
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".toml"))
  return Object.fromEntries(
    files.map((file) => [`/etc/containerd/${file}`, readFileSync(join(directory, file), "utf8")]),
  )
}

const own = readdirSync(ownCases).map((name) => [name, textsOf(name)] as const)

describe("every line that names a setting wins, or loses for one reason that is true", () => {
  for (const [name, texts] of own) {
    test(name, () => {
      expect(releases.flatMap((release) => wrongReasons(release, texts))).toEqual([])
    })
  }

  test("in what was observed of real releases", () => {
    const cases = read(join(import.meta.dir, "cases/observed.json")) as ObservedCases
    const wrong = Object.entries(cases).flatMap(([name, { files, results }]) =>
      Object.keys(results).flatMap((release) =>
        wrongReasons(release, files).map((one) => `${name}, ${release}: ${one}`),
      ),
    )

    expect(wrong).toEqual([])
  }, 60_000)
})

test("the own cases show every reason there is, and no other", () => {
  const shown = own.flatMap(([, texts]) => releases.flatMap((release) => losersOf(release, texts)))

  expect([...new Set(shown.map((line) => line.split(" ").at(-1) ?? ""))].toSorted()).toEqual(reasons.toSorted())
}, 60_000)

/** Case, then releases as "1.4.13 1.6.20", then the losing lines. */
type LosingLines = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

test.skipIf(!existsSync(further))(
  "the losing lines of every further case are the ones in the table, for its reason",
  () => {
    const cases = read(further) as ObservedCases
    const table = read(join(import.meta.dir, "cases/losing-lines.json")) as LosingLines
    const cells = Object.entries(cases).flatMap(([name, { files, results }]) =>
      Object.keys(results).map((release) => ({ name, release, files })),
    )
    const wanted = (name: string, release: string) =>
      Object.entries(table[name] ?? {}).find(([rows]) => rows.split(" ").includes(release))?.[1]
    const wrong = cells.filter(
      ({ name, release, files }) => !Bun.deepEquals(losersOf(release, files), wanted(name, release)),
    )
    const untrue = cells.flatMap(({ name, release, files }) =>
      wrongReasons(release, files).map((one) => `${name}, ${release}: ${one}`),
    )
    console.log(
      `${cells.length - wrong.length} of ${cells.length} further cells: the losing lines and their reasons agree`,
    )

    expect(wrong.map(({ name, release, files }) => [name, release, losersOf(release, files)])).toEqual([])
    expect(untrue).toEqual([])
  },
  120_000,
)

if (!existsSync(further)) console.log(`no further cases at ${further}; CRIADM_SHARED names the directory`)
