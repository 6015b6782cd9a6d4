// systemd unit files and drop-ins. The document's root has a table per section and in it a list per key: the values
// in the order of the lines, an empty one where an empty assignment resets. Edits change single lines; a set of a text
// is a set of the last value, a set of a list makes exactly that list, add-element appends a line.
import { clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { Place } from "../../model/place.ts"
import type { Document, Edit, Language, Table, Value } from "../document.ts"
import { broken, findUnreadable, maxValues, refused } from "../limits.ts"
import { byteOrderMark, placesIn } from "../lines.ts"
import { remembering } from "../remembering.ts"
import { areEqual, isList, tableOf } from "../value.ts"
import { scanUnit, type UnitScan } from "./scan.ts"
import { spliceValues, valuesOf } from "./splice.ts"

export interface UnitDocument extends Document {
  /** Lines that systemd skips: no assignment, or above the first section. */
  readonly ignoredLines: readonly Place[]
}

/** Section → key → values in order, as merged from a unit and its drop-ins. */
export type UnitSections = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

const language = "systemd unit"

function rootOf(scan: UnitScan): Table {
  const sections = new Map<string, Map<string, string[]>>()
  for (const { name } of scan.headers) if (!sections.has(name)) sections.set(name, new Map())
  for (const { section, key, value } of scan.assignments) {
    const keys = section === undefined ? undefined : sections.get(section)
    if (keys === undefined) continue
    const values = keys.get(key)
    if (values === undefined) keys.set(key, [value])
    else values.push(value)
  }
  return tableOf([...sections].map(([name, keys]) => [name, tableOf(keys)] as const))
}

/** What the key's list shall be. Undefined: the edit is not one for unit files. */
function intendedValues(old: readonly string[], edit: Edit): readonly string[] | undefined {
  if (edit.edit === "remove") return []
  const { value } = edit
  if (edit.edit === "set" && isList(value)) {
    return value.every((element) => typeof element === "string") ? value : undefined
  }
  if (typeof value !== "string") return undefined
  if (edit.edit === "set") return [...old.slice(0, -1), value]
  if (edit.edit === "remove-element") return old.filter((element) => element !== value)
  return old.includes(value) ? old : [...old, value]
}

function withValues(root: Table, section: string, key: string, values: readonly string[]): Table {
  const keys = new Map(Object.entries((root[section] ?? {}) as Table))
  if (values.length === 0) keys.delete(key)
  else keys.set(key, values)
  return tableOf([...Object.entries(root).filter(([name]) => name !== section), [section, tableOf(keys)]])
}

function editOnce(file: string, text: string, edit: Edit): Result<string> {
  const [section, key, ...deeper] = edit.path
  if (section === undefined || key === undefined || deeper.length > 0) {
    return refused(file, edit.path, clause("edit-of-unit-key"))
  }
  const scan = scanUnit(text)
  const old = valuesOf(scan, section, key).map((assignment) => assignment.value)
  const wanted = intendedValues(old, edit)
  if (wanted === undefined) return refused(file, edit.path, clause("edit-of-text-only"))
  if (areEqual(wanted, old)) return ok(text)
  if (wanted.some((value) => /[\r\n]/.test(value) || !value.isWellFormed())) {
    return refused(file, edit.path, clause("edit-over-lines"))
  }
  const comment = edit.edit === "set" ? edit.comment : undefined
  const after = spliceValues(text, scan, edit.path, wanted, comment)
  const result = scanUnit(after)
  const isReadable = findUnreadable(language, file, after) === undefined && result.brokenHeader === undefined
  if (!isReadable || !areEqual(withValues(rootOf(scan), section, key, wanted), rootOf(result))) {
    return refused(file, edit.path, clause("edit-changes-more"))
  }
  return ok(after)
}

function readUnit(file: string, text: string): Result<UnitScan> {
  const unreadable = findUnreadable(language, file, text)
  if (unreadable !== undefined) return unreadable
  const scan = scanUnit(text)
  if (scan.assignments.length + scan.headers.length > maxValues) {
    return broken(language, clause("text-many-values", { most: maxValues }), placesIn(file, text)(0))
  }
  if (scan.brokenHeader === undefined) return ok(scan)
  return broken(language, clause("unit-header-end"), placesIn(file, text)(scan.brokenHeader))
}

export const unitFile = remembering({
  name: language,
  parse(file: string, whole: string): Result<UnitDocument> {
    const hasByteOrderMark = whole.startsWith(byteOrderMark)
    const text = hasByteOrderMark ? whole.slice(1) : whole
    const scan = readUnit(file, text)
    if (!scan.ok) return scan
    const placeOf = placesIn(file, text)
    const spot = ([from, to]: readonly [number, number]) => placeOf(from, to - from)
    const { headers, assignments, ignored } = scan.value
    const outside = assignments.filter(({ section }) => section === undefined).map(({ keyAt }) => keyAt[0])
    const root = rootOf(scan.value)
    const keys = [
      ...headers.map(({ name, at }) => ({ at: at[0], path: [name], value: root[name] as Value, key: at, span: at })),
      ...assignments.flatMap(({ section, key, value, keyAt, valueAt }) => {
        return section === undefined ? [] : [{ at: keyAt[0], path: [section, key], value, key: keyAt, span: valueAt }]
      }),
    ].sort((a, b) => a.at - b.at)
    return ok({
      file,
      text: whole,
      root,
      keys: keys.map(({ path, value, key, span }) => ({ path, value, keyPlace: spot(key), valuePlace: spot(span) })),
      hasByteOrderMark,
      ignoredLines: [...ignored, ...outside].sort((a, b) => a - b).map((offset) => placeOf(offset)),
    })
  },
  edit(file: string, whole: string, edits: readonly Edit[]): Result<string> {
    const mark = whole.startsWith(byteOrderMark) ? byteOrderMark : ""
    const scan = readUnit(file, whole.slice(mark.length))
    if (!scan.ok) return scan
    let text = whole.slice(mark.length)
    for (const edit of edits) {
      const next = editOnce(file, text, edit)
      if (!next.ok) return next
      text = next.value
    }
    return ok(mark + text)
  },
} satisfies Language)

/**
 * What a unit says together with its drop-ins, in the order given: later values are appended, an empty assignment
 * forgets what came before (systemd.unit(5)). A setting that takes one value is the last of its list.
 */
export function mergeUnits(documents: readonly Pick<Document, "keys">[]): UnitSections {
  const sections = new Map<string, Map<string, string[]>>()
  for (const { keys } of documents) {
    for (const { path, value } of keys) {
      const [section = "", key] = path
      const merged = sections.get(section) ?? new Map<string, string[]>()
      sections.set(section, merged)
      if (key === undefined || typeof value !== "string") continue
      const values = merged.get(key)
      if (value === "") merged.set(key, [])
      else if (values === undefined) merged.set(key, [value])
      else values.push(value)
    }
  }
  return sections
}
