// Every table about releases that src has, found by reading it: whoever writes a new one need not name it here.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { PackagesRow } from "../../src/components/package-rows.ts"
import type { Range, Row } from "../../src/model/since.ts"

const source = join(import.meta.dir, "../../src")

/** Rows that take over from each other. */
export interface FactTable {
  /** "components/crio/tables/releases.ts tables.pauseImage". */
  readonly name: string
  readonly rows: readonly Row<unknown>[]
}

/** What holds from a release on, or until one. */
export interface RangeRow {
  readonly name: string
  /** What the row says, as far as it tells rows of a table apart. */
  readonly about: string
  readonly range: Range
}

/** What a distribution calls its packages, from one of its releases on. */
interface PackagesOf {
  readonly name: string
  readonly row: PackagesRow
}

interface Tables {
  readonly packages: PackagesOf[]
  readonly facts: FactTable[]
  readonly ranges: RangeRow[]
}

const edge = /\b(?:since|until|from): *(?:"\d(?![^"]*", to)|v\d)/g

/** Files that write down from when or until when something holds; not what is said about it. */
const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/\/says\/|^messages\//.test(file))
  .filter((file) => new RegExp(edge).test(readFileSync(join(source, file), "utf8")))
  .sort()

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

const isRow = (value: unknown): value is Row<unknown> =>
  isObject(value) && typeof value["since"] === "string" && "value" in value && "source" in value

const isRange = (value: Readonly<Record<string, unknown>>): value is Range & Readonly<Record<string, unknown>> =>
  typeof value["since"] === "string" || typeof value["until"] === "string"

const isPackages = (value: Readonly<Record<string, unknown>>): value is PackagesRow & typeof value =>
  value["id"] instanceof RegExp && typeof value["from"] === "string"

function aboutOf(row: Readonly<Record<string, unknown>>): string {
  const told = Object.entries(row).filter(([key]) => !["since", "until", "source"].includes(key))
  return told
    .map(([, value]) => (typeof value === "string" ? value : JSON.stringify(value)))
    .join(" ")
    .replace(/\s+/g, " ")
    .slice(0, 100)
}

function collect(value: unknown, name: string, into: Tables, seen: Set<unknown>): void {
  if (!isObject(value) || seen.has(value)) return
  seen.add(value)
  if (Array.isArray(value) && value.length > 0 && value.every(isRow)) {
    into.facts.push({ name, rows: value })
    for (const { value: told } of value) collect(told, name, into, seen)
    return
  }
  if (!Array.isArray(value) && isRange(value)) into.ranges.push({ name, about: aboutOf(value), range: value })
  if (isPackages(value)) into.packages.push({ name, row: value })
  const inside = value instanceof Map ? [...value] : Object.entries(value)
  for (const [key, own] of inside) collect(own, Array.isArray(value) ? name : `${name}.${key}`, into, seen)
}

/** All tables, those that are made when they are asked for too (`fieldRows()`), each once, and the files that have edges which no export leads to. */
export async function allTables(): Promise<Tables & { readonly hidden: readonly string[] }> {
  const all: Tables = { facts: [], ranges: [], packages: [] }
  const hidden: string[] = []
  const seen = new Set<unknown>()
  for (const file of files) {
    const exported = Object.entries((await import(join(source, file))) as Readonly<Record<string, unknown>>)
    const own: Tables = { facts: [], ranges: [], packages: [] }
    const ownSeen = new Set<unknown>()
    for (const [name, made] of exported) {
      const value = typeof made === "function" && /Rows$/.test(name) && made.length === 0 ? made() : made
      collect(value, `${file} ${name}`, own, ownSeen)
      collect(value, `${file} ${name}`, all, seen)
    }
    const written = readFileSync(join(source, file), "utf8").match(edge)?.length ?? 0
    const edges = own.ranges.flatMap(({ range }) => [range.since, range.until]).filter((at) => at !== undefined)
    const found = own.facts.reduce((sum, { rows }) => sum + rows.length, 0) + edges.length + own.packages.length
    if (found < written) hidden.push(`${file}: ${written} edges, ${found} found`)
  }
  return { ...all, hidden }
}
