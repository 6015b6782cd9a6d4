// How many cases the property tests try and from which seed. CRIADM_FUZZ_CASES multiplies the cases, CRIADM_FUZZ_SEED
// repeats a run. Also what it means that a line was left alone.

import fc from "fast-check"
import type { Edit } from "../../src/documents/document.ts"
import type { Fault } from "../../src/model/fault.ts"
import { inEnglish } from "../in-english.ts"

const given = process.env["CRIADM_FUZZ_SEED"]
export const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given)
const factor = Number(process.env["CRIADM_FUZZ_CASES"] ?? 1)

export function runs(cases: number): fc.Parameters<unknown> & { readonly numRuns: number } {
  return { numRuns: Math.max(1, Math.round(cases * factor)), seed, verbose: 0 }
}

/** Milliseconds a test may take on a busy machine; more cases may take longer. */
export function patience(seconds: number): number {
  return seconds * 1000 * Math.max(1, factor)
}

export function announce(what: string, cases: number): void {
  console.log(`${what}: ${runs(cases).numRuns} cases, CRIADM_FUZZ_SEED=${seed}`)
}

/** Reasons for which an edit has no meaning in the document at hand, whoever would make it. */
const withoutMeaning =
  /is a (single value|list), not a table|it is a table in|list of tables|^it is not a list|a list is on the way|^it is in a list|there twice|cannot be written on one line/

/** Counts refusals: those without meaning are many in random documents, those that give up must be few. */
export function refusalCounter() {
  const reasons = new Map<string, number>()
  return {
    count(fault: Fault) {
      const why = fault.code === "edit-refused" ? inEnglish(fault.args.why) : fault.code
      if (fault.code !== "edit-refused") throw new Error(`an edit failed with ${fault.code}`)
      const kind = withoutMeaning.test(why) ? "has no meaning there" : why
      reasons.set(kind, (reasons.get(kind) ?? 0) + 1)
    },
    /** `allowed`: reasons that are an answer too; of others there may be one in a thousand. */
    report(what: string, cases: number, allowed: readonly string[] = []) {
      console.log(`${what}: refused ${JSON.stringify(Object.fromEntries(reasons))}`)
      const known = ["has no meaning there", ...allowed]
      const givenUp = [...reasons].filter(([why]) => !known.includes(why)).reduce((sum, [, times]) => sum + times, 0)
      if (givenUp > 2 + cases / 1000) throw new Error(`${what}: ${givenUp} of ${cases} edits were refused without need`)
    },
  }
}

/** A line of a generated document. `owner`: the key that the line speaks for; undefined: a comment or a blank line. */
export interface Line {
  readonly text: string
  readonly owner?: readonly string[]
}

export interface Layout {
  readonly lineBreak: string
  readonly hasMark: boolean
  readonly endsWithBreak: boolean
}

export const layout: fc.Arbitrary<Layout> = fc.record({
  lineBreak: fc.constantFrom("\n", "\n", "\r\n"),
  hasMark: fc.constantFrom(false, false, false, true),
  endsWithBreak: fc.constantFrom(true, true, false),
})

export function textOf(lines: readonly Line[], { lineBreak, hasMark, endsWithBreak }: Layout): string {
  const text = lines.map((line) => line.text).join("\n")
  return (hasMark ? "\uFEFF" : "") + (text + (endsWithBreak && text !== "" ? "\n" : "")).replaceAll("\n", lineBreak)
}

/** A blank last line is the line break of the line before it. */
export function withoutLastBlank(lines: readonly Line[]): readonly Line[] {
  return lines.at(-1)?.text.trim() === "" ? withoutLastBlank(lines.slice(0, -1)) : lines
}

export function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.length <= path.length && start.every((key, index) => key === path[index])
}

/** Lines with their line breaks; the last one's break does not count, since appending must add it. */
export function linesIn(text: string): readonly string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? []
  return lines.map((line, index) => (index === lines.length - 1 ? line.replace(/\r?\n$/, "") : line.replace(/\n$/, "")))
}

function withoutLast(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === lines.length - 1 ? line.replace(/\r$/, "") : line))
}

/** The first line of `kept` that `after` does not have in the same order, byte for byte; undefined when it has all. */
export function firstLostLine(kept: readonly string[], after: readonly string[]): string | undefined {
  const found = withoutLast(after)
  let at = 0
  for (const [index, line] of kept.entries()) {
    const isLast = index === kept.length - 1
    const same = (candidate: string | undefined) =>
      candidate === line || (isLast && candidate?.replace(/\r$/, "") === line.replace(/\r$/, ""))
    while (at < found.length && !same(found[at])) at++
    if (at === found.length) return line
    at++
  }
  return undefined
}

/** Lines of a document that an edit does not mean. */
export function linesNotMeant(lines: readonly Line[], path: readonly string[]): readonly Line[] {
  return lines.filter(({ owner }) => owner === undefined || !(startsWith(owner, path) || startsWith(path, owner)))
}

type Plain = { [key: string]: unknown }

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** Dates are shared: structuredClone would make plain ones of them. */
function cloned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloned)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cloned(inner)]))
}

/** The edit as anybody would make it on plain values: an oracle that shares no code with the editors. */
export function editedPlainly(root: unknown, edit: Edit): unknown {
  const copy = cloned(root) as Plain
  const last = edit.path.at(-1) ?? ""
  let table = copy
  for (const key of edit.path.slice(0, -1)) {
    if (!Object.hasOwn(table, key)) {
      if (edit.edit === "remove" || edit.edit === "remove-element") return copy
      table[key] = {}
    }
    table = table[key] as Plain
    if (!isPlain(table)) return copy
  }
  if (edit.edit === "set") table[last] = cloned(edit.value)
  else if (edit.edit === "remove") delete table[last]
  else {
    const list = (Object.hasOwn(table, last) ? table[last] : undefined) as unknown[] | undefined
    const has = (element: unknown) => comparable(element) === comparable(edit.value)
    if (edit.edit === "remove-element" && list !== undefined) table[last] = list.filter((element) => !has(element))
    if (edit.edit === "add-element" && !list?.some(has)) table[last] = [...(list ?? []), edit.value]
  }
  return copy
}

/** A text that is the same for the same values; order of keys and kind of number do not count. */
export function comparable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "bigint") return Number(inner)
    if (Object.is(inner, -0)) return "-0"
    if (!isPlain(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** The value without tables that have nothing in them: removing a table's last key may remove the table. */
export function withoutEmptyTables(value: unknown): unknown {
  if (!isPlain(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, withoutEmptyTables(inner)] as const)
  return Object.fromEntries(entries.filter(([, inner]) => !(isPlain(inner) && Object.keys(inner).length === 0)))
}
