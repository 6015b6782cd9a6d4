// Every row of every table about releases matters where it says: one release before its `since` something differs. What
// was on either side of each boundary is written down in tests/tables/boundaries.tsv, apart from the tables, so that a
// row which moves by one release is noticed. A new row: `CRIADM_WRITE_BOUNDARIES=1 bun test tests/tables.test.ts`, and
// read the difference.
import { describe, expect, test } from "bun:test"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { platforms } from "../src/components/containerd/tables/platforms.ts"
import { needed } from "../src/components/containerd/tables/plugin-ids.ts"
import { tables as containerd } from "../src/components/containerd/tables/releases.ts"
import { tables as criDockerd } from "../src/components/cri-dockerd/tables/releases.ts"
import { tables as crio } from "../src/components/crio/tables/releases.ts"
import { directives } from "../src/components/docker/tables/options.ts"
import { tables as docker } from "../src/components/docker/tables/releases.ts"
import { components } from "../src/components/known.ts"
import { tables as kubelet, removedFlags } from "../src/components/kubelet/tables/releases.ts"
import { tables as kubernetes } from "../src/decide/kubernetes-tables.ts"
import { v1Rows } from "../src/decide/preflight/cgroups.ts"
import { kernelRows, optionRows } from "../src/decide/preflight/kernel.ts"
import { programRows } from "../src/decide/preflight/programs.ts"
import { holds, lookUp, type Range, type Row, type Tables } from "../src/model/since.ts"
import { compareVersions, parseVersion, type Version } from "../src/model/version.ts"
import { pauseTags } from "../src/settings/pause-images.ts"

const file = join(import.meta.dir, "tables/boundaries.tsv")

/** Facts with rows. */
const facts: Readonly<Record<string, Tables>> = {
  containerd,
  "cri-dockerd": criDockerd,
  crio,
  docker,
  kubelet,
  kubernetes,
  settings: { pauseTags },
}

/** Rows that hold for a range of releases, by what they are about. */
const ranges: Readonly<Record<string, readonly (Range & { readonly about: string })[]>> = {
  "containerd.needed": needed.map((row) => ({ ...row, about: row.ids.join(" ") })),
  "containerd.handlers": Object.values(platforms).flatMap(({ id, handlers, snapshotters }) =>
    [...handlers, ...snapshotters].map((row) => ({ ...row, about: `${id} ${row.name}` })),
  ),
  "docker.directives": directives.map((row) => ({ ...row, about: row.keys.join(" ") })),
  "kubelet.removedFlags": removedFlags.map((row) => ({ ...row, about: row.flags.join(" ") })),
  "kubernetes.cgroupV1": v1Rows.map((row) => ({ ...row, about: row.severity })),
  "kubernetes.kernels": kernelRows.map((row) => ({ ...row, about: `${row.verdict} ${row.supported}` })),
  "kubernetes.options": optionRows.map((row) => ({ ...row, about: row.options.join(" ") })),
  "kubernetes.programs": programRows.map((row) => ({ ...row, about: row.program })),
}

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
    ...Object.entries(facts).flatMap(([owner, tables]) =>
      Object.entries(tables).flatMap(([name, table]) =>
        boundariesOfRows(table).map((boundary) => `${owner}.${name}\t${boundary}`),
      ),
    ),
    ...Object.entries(ranges).flatMap(([name, list]) =>
      list.flatMap((row) => {
        const boundary = boundariesOfRange(row)
        return boundary === "" ? [] : [`${name}\t${row.about}\t${boundary}`]
      }),
    ),
    ...components.flatMap(({ id, runtime }) =>
      (runtime?.support?.ends ?? []).map(([series, until]) => `support.${id}\t${series}\t${until}`),
    ),
  ]
}

if (process.env["CRIADM_WRITE_BOUNDARIES"] === "1") writeFileSync(file, `${allBoundaries().join("\n")}\n`)

test("every boundary of every table is where it was seen to be", () => {
  expect(allBoundaries()).toEqual(readFileSync(file, "utf8").trimEnd().split("\n"))
})

describe.each(Object.entries(facts))("the tables of %s", (_owner, tables) => {
  test.each(Object.entries(tables))(
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

  test.each(Object.entries(tables))("%s: a row one release earlier or later would be noticed", (_name, table) => {
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
  })
})

test("a range one release longer or shorter would be noticed", () => {
  for (const row of Object.values(ranges).flat()) {
    for (const edge of ["since", "until"] as const) {
      const at = row[edge]
      if (at === undefined) continue
      for (const shift of shifts) {
        const moved = { ...row, [edge]: shift(at) }
        const same = [justBefore(at), at].every(
          (release) => holds(row, versionOf(release)) === holds(moved, versionOf(release)),
        )
        expect(same, `${row.about}: ${edge} ${at} moved to ${moved[edge]}`).toBe(false)
      }
    }
  }
})
