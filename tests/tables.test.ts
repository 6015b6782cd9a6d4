// Every row of every table about releases matters where it says: one release before its `since` something differs. What
// was on either side of each boundary is written down in tests/tables/boundaries.tsv, apart from the tables, so that a
// row which moves by one release is noticed. A new row: `CRIADM_WRITE_BOUNDARIES=1 bun test tests/tables.test.ts`, and
// read the difference.
import { expect, test } from "bun:test"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { tables as containerd, newerDropInsRefused } from "../src/components/containerd/tables/releases.ts"
import { components } from "../src/components/loaded.ts"
import { holds, lookUp, type Range, type Row } from "../src/model/since.ts"
import { compareVersions, parseVersion, type Version } from "../src/model/version.ts"
import { allTables } from "./tables/all-tables.ts"

const file = join(import.meta.dir, "tables/boundaries.tsv")
const { facts, ranges, packages, hidden } = await allTables()

function versionOf(text: string): Version {
  const version = parseVersion(text)
  if (version === undefined) throw new Error(`not a version: ${text}`)
  return version
}

/** The release just before: "1.6.31" of 1.6.32, a patch that never comes of 1.4 for 1.5. */
function justBefore(since: string): string {
  const { major, minor, patch, pre } = versionOf(since)
  if (pre === undefined && patch !== undefined && patch > 0) return `${major}.${minor}.${patch - 1}`
  return minor > 0 ? `${major}.${minor - 1}.999` : `${major - 1}.999.999`
}

const shifts: readonly ((since: string) => string)[] = [
  justBefore,
  (since) => {
    const { major, minor, patch } = versionOf(since)
    return `${major}.${minor}.${(patch ?? 0) + 1}`
  },
]

const shown = (value: unknown) => JSON.stringify(value) ?? "undefined"

function boundariesOfRows(table: readonly Row<unknown>[]): readonly string[] {
  return table.slice(1).map(({ since }) => {
    const before = justBefore(since)
    return [before, shown(lookUp(table, versionOf(before))), since, shown(lookUp(table, versionOf(since)))].join("\t")
  })
}

function boundariesOfRange(range: Range): string {
  const edges = [range.since, range.until].flatMap((edge) => (edge === undefined ? [] : [justBefore(edge), edge]))
  return edges.map((edge) => `${edge} ${holds(range, versionOf(edge)) ? "holds" : "does not hold"}`).join("\t")
}

function allBoundaries(): readonly string[] {
  return [
    ...facts.flatMap(({ name, rows }) => boundariesOfRows(rows).map((boundary) => `${name}\t${boundary}`)),
    ...ranges.map(({ name, about, range }) => `${name}\t${about}\t${boundariesOfRange(range)}`),
    ...packages.map(({ name, row }) => `${name}\t${row.id.source}\t${row.from}\t${shown(row.packages)}`),
    ...components.flatMap(({ id, support }) =>
      (support?.ends ?? []).map(([series, until]) => `support.${id}\t${series}\t${until}`),
    ),
  ]
}

if (process.env["CRIADM_WRITE_BOUNDARIES"] === "1") writeFileSync(file, `${allBoundaries().join("\n")}\n`)

test("every boundary of every table is where it was seen to be", () => {
  expect(allBoundaries()).toEqual(readFileSync(file, "utf8").trimEnd().split("\n"))
})

test("the releases that are said to refuse newer drop-ins are those of the table", () => {
  const table = containerd.refusesNewerDropIns
  const { from, to } = newerDropInsRefused
  const next = ({ major, minor, patch = 0 }: Version) => versionOf(`${major}.${minor}.${patch + 1}`)

  expect([justBefore(from), from, to].map((release) => lookUp(table, versionOf(release)))).toEqual([false, true, true])
  expect(lookUp(table, next(versionOf(to)))).toBe(false)
})

test("every table about releases is found", () => {
  expect(hidden).toEqual([])
  expect(facts.length).toBeGreaterThan(60)
})

test.each(facts.map(({ name, rows }) => [name, rows] as const))(
  "%s: rows are in order, differ at their boundary and have a source",
  (_name, table) => {
    for (const [index, row] of table.entries()) {
      expect(row.source).not.toBe("")
      const previous = table[index - 1]
      if (previous === undefined) continue
      expect(compareVersions(versionOf(previous.since), versionOf(row.since))).toBeLessThan(0)
      expect(shown(previous.value)).not.toBe(shown(row.value))
    }
  },
)

test.each(facts.map(({ name, rows }) => [name, rows] as const))(
  "%s: a row one release earlier or later would be noticed",
  (_name, table) => {
    const right = boundariesOfRows(table)
    for (const index of table.keys()) {
      if (index === 0) continue
      for (const shift of shifts) {
        const moved = table.map((row, at) => (at === index ? { ...row, since: shift(row.since) } : row))
        const values = right.map((line) => {
          const [before = "", , since = ""] = line.split("\t")
          return [before, shown(lookUp(moved, versionOf(before))), since, shown(lookUp(moved, versionOf(since)))].join(
            "\t",
          )
        })
        expect(values, `${table[index]?.since} moved to ${moved[index]?.since}`).not.toEqual([...right])
      }
    }
  },
)

test("a range one release longer or shorter would be noticed", () => {
  for (const { name, about, range } of ranges) {
    for (const edge of ["since", "until"] as const) {
      const at = range[edge]
      if (at === undefined) continue
      for (const shift of shifts) {
        const moved = { ...range, [edge]: shift(at) }
        const same = [justBefore(at), at].every(
          (release) => holds(range, versionOf(release)) === holds(moved, versionOf(release)),
        )
        expect(same, `${name}, ${about}: ${edge} ${at} moved to ${moved[edge]}`).toBe(false)
      }
    }
  }
})
