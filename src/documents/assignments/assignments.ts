// What sysctl.d files and environment files have in common: a flat row of assignments of which the last one of a key
// counts. Each language gives a scanner and a spelling; the editing and its proof are here.
import { clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { Place } from "../../model/place.ts"
import type { Document, Edit, Language } from "../document.ts"
import { broken, findUnreadable, maxValues, refused } from "../limits.ts"
import {
  applySplices,
  byteOrderMark,
  commentLines,
  lacksFinalLineBreak,
  lineBreakOf,
  lineEnd,
  lineStart,
  placesIn,
  type Splice,
} from "../lines.ts"
import { areEqual, intend, tableOf } from "../value.ts"

/** Longest text that is read, in UTF-16 code units: each line of it is kept with its place. A real file has a few lines. */
const longestText = 512 * 1024

/** One assignment in the text; offsets are 0-based. */
export interface Assignment {
  /** The key as it counts, without signs such as a leading - or export. */
  readonly key: string
  /** The value as its reader gets it: unquoted, continuation lines joined. */
  readonly value: string
  readonly keyAt: readonly [from: number, to: number]
  /** The value as written, with its quotes; empty when there is none. */
  readonly valueAt: readonly [from: number, to: number]
  /** Marked with `export`; systemd ignores such a line, a shell does not. */
  readonly isExported?: true
}

export interface Scanned {
  readonly assignments: readonly Assignment[]
  /** Offsets of lines that the reader skips because they are no assignment. */
  readonly ignored: readonly number[]
}

/** A document whose keys are all at the top. The last assignment of a key counts; `keys` has all of them. */
export interface FlatDocument extends Document {
  /** Lines that their reader skips because they are no assignment. */
  readonly ignoredLines: readonly Place[]
  /** Keys that are marked with `export`; systemd ignores these lines, a shell does not. */
  readonly exportedKeys: readonly string[]
}

export interface FlatLanguage extends Language {
  parse(file: string, text: string): Result<FlatDocument>
}

export interface FlatSpelling {
  readonly name: string
  scan(text: string): Scanned
  /** The key as it counts, from the key of an edit. */
  nameOf(key: string): string
  /** The value as text: like `old`, the one it replaces, where there is one. Undefined: it cannot be written. */
  write(value: string, old: string | undefined): string | undefined
  /** What stands between key and value of a new line. */
  equals(text: string, assignments: readonly Assignment[]): string
}

function effective(assignments: readonly Assignment[]) {
  return tableOf(new Map(assignments.map(({ key, value }) => [key, value])))
}

function asText(value: Extract<Edit, { edit: "set" }>["value"]): string | undefined {
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "bigint") return String(value)
  return typeof value === "string" && value.isWellFormed() ? value : undefined
}

function append(text: string, spelling: FlatSpelling, scanned: Scanned, key: string, value: string, comment?: string) {
  const lineBreak = lineBreakOf(text)
  const above = commentLines(comment, "").map((line) => line + lineBreak)
  const joint = lacksFinalLineBreak(text) ? lineBreak : ""
  return `${text}${joint}${above.join("")}${key}${spelling.equals(text, scanned.assignments)}${value}${lineBreak}`
}

function editOnce(spelling: FlatSpelling, file: string, text: string, given: Edit): Result<string> {
  const [key, ...deeper] = given.path
  if (key === undefined || deeper.length > 0) return refused(file, given.path, clause("edit-without-tables"))
  if (given.edit === "add-element" || given.edit === "remove-element") {
    return refused(file, given.path, clause("edit-without-lists"))
  }
  const name = spelling.nameOf(key)
  const scanned = spelling.scan(text)
  const root = effective(scanned.assignments)
  const own = scanned.assignments.filter((assignment) => assignment.key === name)
  const last = own.at(-1)
  let after: string
  let edit: Edit
  if (given.edit === "remove") {
    if (last === undefined) return ok(text)
    edit = { edit: "remove", path: [name] }
    const lines = own.map(({ keyAt, valueAt }): Splice => {
      return { from: lineStart(text, keyAt[0]), to: lineEnd(text, valueAt[1]), text: "" }
    })
    after = applySplices(text, lines)
  } else {
    const value = asText(given.value)
    const written = value === undefined ? undefined : spelling.write(value, last && text.slice(...last.valueAt))
    if (value === undefined || written === undefined) return refused(file, given.path, clause("edit-not-as-it-is"))
    if (last?.value === value) return ok(text)
    edit = { edit: "set", path: [name], value }
    if (last === undefined) after = append(text, spelling, scanned, key, written, given.comment)
    else {
      const [from, to] = last.valueAt
      const blank = from === to && text[from - 1] === "=" && text[last.keyAt[1]] !== "=" ? " " : ""
      after = applySplices(text, [{ from, to, text: blank + written }])
    }
  }
  const intention = intend(root, edit)
  if (findUnreadable(spelling.name, file, after) !== undefined) {
    return refused(file, given.path, clause("edit-of-control-character"))
  }
  // A mark within the text that comes to stand at its start would no longer be read as part of a key.
  const startsWithMark = after.startsWith(byteOrderMark)
  if (startsWithMark || "why" in intention || !areEqual(intention.table, effective(spelling.scan(after).assignments))) {
    return refused(file, given.path, clause("edit-changes-more"))
  }
  return ok(after)
}

/** Makes a language of a scanner and a spelling. */
export function flatLanguage(spelling: FlatSpelling): FlatLanguage {
  const { name } = spelling
  const check = (file: string, text: string) => {
    const unreadable = findUnreadable(name, file, text, longestText)
    if (unreadable !== undefined) return unreadable
    const { length } = spelling.scan(text).assignments
    if (length <= maxValues) return undefined
    return broken(name, clause("text-many-values", { most: maxValues }), {
      file,
      line: 1,
      column: 1,
      length: 0,
    })
  }
  return {
    name,
    parse(file, whole) {
      const hasByteOrderMark = whole.startsWith(byteOrderMark)
      const text = hasByteOrderMark ? whole.slice(1) : whole
      const fault = check(file, text)
      if (fault !== undefined) return fault
      const { assignments, ignored } = spelling.scan(text)
      const placeOf = placesIn(file, text)
      const spot = ([from, to]: readonly [number, number]) => placeOf(from, to - from)
      return ok({
        file,
        text: whole,
        root: effective(assignments),
        keys: assignments.map(({ key, value, keyAt, valueAt }) => {
          return { path: [key], value, keyPlace: spot(keyAt), valuePlace: spot(valueAt) }
        }),
        hasByteOrderMark,
        ignoredLines: ignored.map((offset) => placeOf(offset)),
        exportedKeys: assignments.filter((assignment) => assignment.isExported).map((assignment) => assignment.key),
      })
    },
    edit(file, whole, edits) {
      const mark = whole.startsWith(byteOrderMark) ? byteOrderMark : ""
      const fault = check(file, whole.slice(mark.length))
      if (fault !== undefined) return fault
      let text = ok(whole.slice(mark.length)) as Result<string>
      for (const edit of edits) {
        text = editOnce(spelling, file, text.ok ? text.value : "", edit)
        if (!text.ok) return text
      }
      return text.ok ? ok(mark + text.value) : text
    },
  }
}
