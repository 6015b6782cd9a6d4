// systemd unit files and drop-ins. The document's root has a table per section and in it a list per key: the values
// in the order of the lines, an empty one where an empty assignment resets. Edits change single lines; a set of a text
// is a set of the last value, a set of a list makes exactly that list, add-element appends a line.
import type { Result } from "../model/fault.ts"
import { ok } from "../model/fault.ts"
import type { Place } from "../model/place.ts"
import type { Document, Edit, KeyPath, Language, Table, Value } from "./document.ts"
import { broken, findUnreadable, refused } from "./limits.ts"
import {
  applySplices,
  byteOrderMark,
  lacksFinalLineBreak,
  lineBreakOf,
  lineEnd,
  placesIn,
  type Splice,
} from "./lines.ts"
import { scanUnit, type UnitAssignment, type UnitScan } from "./unit-scan.ts"
import { areEqual, isList, tableOf } from "./value.ts"

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
    keys.set(key, [...(keys.get(key) ?? []), value])
  }
  return tableOf([...sections].map(([name, keys]) => [name, tableOf(keys)] as const))
}

/** The values of a key; empty when the section or the key is not there. */
function valuesOf(scan: UnitScan, section: string, key: string): readonly UnitAssignment[] {
  return scan.assignments.filter((assignment) => assignment.section === section && assignment.key === key)
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

/** Where a new line goes: below the last line of the key, else of the section's last block, else at the end. */
function newLines(text: string, scan: UnitScan, path: KeyPath, lines: readonly string[], comment?: string): Splice {
  const [section = "", key = ""] = path
  const lineBreak = lineBreakOf(text)
  const above = comment === undefined ? [] : comment.split(/\r?\n|\r/).map((line) => `# ${line}`.trimEnd())
  const body = [...above, ...lines.map((value) => `${key}=${value}`)].map((line) => line + lineBreak).join("")
  const header = scan.headers.findLast((any) => any.name === section)
  if (header === undefined) {
    const gap = text === "" || /\n[ \t]*\r?\n$/.test(text) ? "" : lineBreak
    const joint = lacksFinalLineBreak(text) ? lineBreak : ""
    return { from: text.length, to: text.length, text: `${joint}${gap}[${section}]${lineBreak}${body}` }
  }
  const next = scan.headers.find((any) => any.at[0] > header.at[0])?.at[0] ?? text.length
  const inBlock = scan.assignments.filter(({ linesAt }) => linesAt[0] > header.at[0] && linesAt[0] < next)
  const after = inBlock.findLast((assignment) => assignment.key === key) ?? inBlock.at(-1)
  const at = after?.linesAt[1] ?? lineEnd(text, header.at[1])
  const joint = at === text.length && lacksFinalLineBreak(text) ? lineBreak : ""
  return { from: at, to: at, text: joint + body }
}

function spliceValues(text: string, scan: UnitScan, path: KeyPath, wanted: readonly string[], comment?: string) {
  const [section = "", key = ""] = path
  const old = valuesOf(scan, section, key)
  const splices: Splice[] = []
  let tooMany = old.length - wanted.length
  let index = 0
  for (const { value: had, linesAt, valueAt } of old) {
    const value = wanted[index]
    if (tooMany > 0 && had !== value) {
      tooMany--
      splices.push({ from: linesAt[0], to: linesAt[1], text: "" })
      continue
    }
    index++
    if (value !== undefined && had !== value) splices.push({ from: valueAt[0], to: valueAt[1], text: value })
  }
  const added = wanted.slice(index)
  if (added.length > 0) splices.push(newLines(text, scan, path, added, old.length === 0 ? comment : undefined))
  return applySplices(text, splices)
}

function editOnce(file: string, text: string, edit: Edit): Result<string> {
  const [section, key, ...deeper] = edit.path
  if (section === undefined || key === undefined || deeper.length > 0) {
    return refused(file, edit.path, "a key of a unit is named by its section and its name")
  }
  const scan = scanUnit(text)
  const old = valuesOf(scan, section, key).map((assignment) => assignment.value)
  const wanted = intendedValues(old, edit)
  if (wanted === undefined) return refused(file, edit.path, "only texts can be written")
  if (areEqual(wanted, old)) return ok(text)
  if (wanted.some((value) => /[\r\n]/.test(value) || !value.isWellFormed())) {
    return refused(file, edit.path, "the value does not fit on one line")
  }
  const comment = edit.edit === "set" ? edit.comment : undefined
  const after = spliceValues(text, scan, edit.path, wanted, comment)
  const result = scanUnit(after)
  const isReadable = findUnreadable(language, file, after) === undefined && result.brokenHeader === undefined
  if (!isReadable || !areEqual(withValues(rootOf(scan), section, key, wanted), rootOf(result))) {
    return refused(file, edit.path, "the smallest edit would change other settings too")
  }
  return ok(after)
}

function readUnit(file: string, text: string): Result<UnitScan> {
  const unreadable = findUnreadable(language, file, text)
  if (unreadable !== undefined) return unreadable
  const scan = scanUnit(text)
  if (scan.brokenHeader === undefined) return ok(scan)
  return broken(language, "a ] was expected at the end of the section header.", placesIn(file, text)(scan.brokenHeader))
}

export const unitFile = {
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
} satisfies Language

/**
 * What a unit says together with its drop-ins, in the order given: later values are appended, an empty assignment
 * forgets what came before (systemd.unit(5)). A setting that takes one value is the last of its list.
 */
export function mergeUnits(documents: readonly Pick<Document, "keys">[]): UnitSections {
  const sections = new Map<string, Map<string, readonly string[]>>()
  for (const { keys } of documents) {
    for (const { path, value } of keys) {
      const [section = "", key] = path
      const merged = sections.get(section) ?? new Map<string, readonly string[]>()
      sections.set(section, merged)
      if (key === undefined || typeof value !== "string") continue
      merged.set(key, value === "" ? [] : [...(merged.get(key) ?? []), value])
    }
  }
  return sections
}
