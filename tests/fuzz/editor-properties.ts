// What must hold for every text and every edit of it, however broken the text: no exception, an answer soon, faults
// that point into the file, bytes that nobody meant unchanged, values as asked.

import { diffLines } from "../../src/documents/diff.ts"
import type { Edit, KeyInText, KeyPath, Table, Value } from "../../src/documents/document.ts"
import type { Fault, Result } from "../../src/model/fault.ts"
import type { Place } from "../../src/model/place.ts"
import { inEnglish } from "../in-english.ts"
import type { Editor, OpenedDocument } from "./editor.ts"
import type { Chance } from "./random.ts"
import type { Violation } from "./violation.ts"

/** Milliseconds of processor time, so that a busy machine does not count, for a text below 64 KiB. */
const mostMilliseconds = 1000

const broken = (property: string, detail: string): Violation => ({ property, detail: detail.slice(0, 2000) })

/** Runs it; a violation when it throws or takes long. */
export function timely<T>(what: string, ask: () => T): { readonly value: T } | { readonly violation: Violation } {
  const before = process.cpuUsage()
  try {
    const value = ask()
    const { user, system } = process.cpuUsage(before)
    const milliseconds = (user + system) / 1000
    if (milliseconds <= mostMilliseconds) return { value }
    return { violation: broken(`${what} takes long`, `${milliseconds.toFixed(0)} ms`) }
  } catch (error) {
    return {
      violation: broken(`${what} throws`, error instanceof Error ? (error.stack ?? String(error)) : String(error)),
    }
  }
}

const unmarked = (text: string) => text.replace(/^\uFEFF/, "")

function linesOf(text: string): readonly string[] {
  return unmarked(text)
    .split("\n")
    .map((line) => line.replace(/\r$/, ""))
}

/** Why a place is not one of the text. */
function outside(place: Place, lines: readonly string[]): string | undefined {
  const line = lines[place.line - 1]
  if (!Number.isInteger(place.line) || line === undefined) return `line ${place.line} of ${lines.length}`
  // A fault may stand behind the line's last character, on its line break.
  if (!(place.column >= 1 && place.column <= line.length + 2)) return `column ${place.column} of ${line.length}`
  if (place.text !== undefined && place.text !== line) return `the line shown is ${JSON.stringify(place.text)}`
  if (place.length !== undefined && place.length < 0) return `length ${place.length}`
  return undefined
}

function badFault(fault: Fault, text: string, codes: readonly string[]): Violation | undefined {
  if (!codes.includes(fault.code)) return broken("a fault has another code", fault.code)
  if (fault.code === "document-broken") {
    const expected = inEnglish(fault.args.expected)
    if (!expected.endsWith(".")) return broken("a fault is no sentence", expected)
    if (fault.place === undefined) return broken("a fault has no place", JSON.stringify(fault))
  }
  // The place of a refused edit may speak of the text that was not written.
  if (fault.place === undefined || fault.code !== "document-broken") return undefined
  const why = outside(fault.place, linesOf(text))
  return why === undefined ? undefined : broken("a fault points outside the file", `${why}: ${JSON.stringify(fault)}`)
}

function misplacedKey(document: OpenedDocument, lines: readonly string[]): Violation | undefined {
  for (const { path, keyPlace, valuePlace } of document.keys) {
    const why = outside(keyPlace, lines) ?? outside(valuePlace, lines)
    if (why !== undefined) return broken("a key's place is outside the file", `${JSON.stringify(path)}: ${why}`)
  }
  return undefined
}

/** What holds for a text as it is. */
export async function checkText(editor: Editor, text: string): Promise<Violation | undefined> {
  const opened = timely("parsing", () => editor.open(text))
  if ("violation" in opened) return opened.violation
  const read = opened.value
  const bad = read.ok ? undefined : badFault(read.fault, text, ["document-broken"])
  if (bad !== undefined) return bad
  const disagreement = await editor.disagreement?.(text, read.ok ? read.value.map(({ root }) => root) : undefined)
  if (disagreement !== undefined) {
    const kind = disagreement.split("\n", 1)[0]?.replace(/\d+/g, "N").slice(0, 90) ?? ""
    return broken(`a third parser reads something else: ${kind}`, disagreement)
  }
  if (!read.ok) return undefined
  const other = editor.readOtherwise?.(text)
  const lines = linesOf(text)
  for (const document of read.value) {
    const misplaced = misplacedKey(document, lines)
    if (misplaced !== undefined) return misplaced
  }
  if (other !== undefined) {
    if ("why" in other) return broken("another parser calls it broken", other.why)
    const own = read.value.map(({ root }) => editor.comparable(root, undefined)).join("\n")
    const others = other.documents.map((root) => editor.comparable(root, undefined)).join("\n")
    if (own !== others) return broken("another parser reads other values", `${own}\n${others}`)
  }
  const untouched = timely("editing nothing", () => editor.edit(text, 0, []))
  if ("violation" in untouched) return untouched.violation
  const same = untouched.value
  if (!same.ok) return broken("an edit of nothing is refused", JSON.stringify(same.fault))
  return same.value === text ? undefined : broken("an edit of nothing changes bytes", JSON.stringify(same.value))
}

export interface AimedEdit {
  readonly document: number
  readonly edit: Edit
}

/** Edits worth trying on a text: of keys it has, and of new ones. None when it is no document. */
export function editsFor(editor: Editor, text: string, chance: Chance): readonly AimedEdit[] {
  let opened: Result<readonly OpenedDocument[]>
  try {
    opened = editor.open(text)
  } catch {
    return []
  }
  if (!opened.ok) return [{ document: 0, edit: { edit: "set", path: ["a", "b"], value: "x" } }]
  const documents = opened.value
  return Array.from({ length: 1 + chance.below(4) }, () => {
    const document = chance.below(documents.length)
    return { document, edit: anEdit(editor, documents[document]?.keys ?? [], chance) }
  })
}

function anEdit(editor: Editor, keys: readonly KeyInText[], chance: Chance): Edit {
  const key = keys.length === 0 ? undefined : chance.pick(keys)
  const path = key === undefined || chance.happens(1, 3) ? editor.newPath(below(key), chance) : key.path
  const comment = chance.happens(1, 4) ? { comment: chance.pick(["Set by a test.", "a\nb", "\u001B[2J\0"]) } : {}
  const held = key !== undefined && path === key.path ? key.value : undefined
  const element = Array.isArray(held) && held.length > 0 ? chance.pick(held as readonly Value[]) : undefined
  switch (chance.below(8)) {
    case 0:
    case 1:
      return { edit: "remove", path }
    case 2:
      return { edit: "add-element", path, value: editor.newValue(chance) }
    case 3:
      return { edit: "remove-element", path, value: element ?? editor.newValue(chance) }
    case 4:
      return { edit: "set", path, value: held ?? editor.newValue(chance), ...comment }
    default:
      return { edit: "set", path, value: editor.newValue(chance), ...comment }
  }
}

/** The table a new key is put into: the key's own, or the one it stands in. */
function below(key: KeyInText | undefined): KeyPath {
  if (key === undefined) return []
  return isTable(key.value) ? key.path : key.path.slice(0, -1)
}

function startsWith(path: KeyPath, start: KeyPath): boolean {
  return start.length <= path.length && start.every((name, at) => name === path[at])
}

/** Letters and digits of a text: what carries meaning, whatever commas and brackets an edit moves. */
const meaning = (text: string) => text.replace(/[\s,[\]{}]/g, "")

function isWithin(less: string, more: string): boolean {
  let at = 0
  for (const character of less) {
    at = more.indexOf(character, at)
    if (at < 0) return false
    at += character.length
  }
  return true
}

/** What holds for one edit. */
export function checkEdit(editor: Editor, text: string, { document, edit }: AimedEdit): Violation | undefined {
  const asked = timely("an edit", () => editor.edit(text, document, [edit]))
  if ("violation" in asked) return asked.violation
  if (!asked.value.ok) return badFault(asked.value.fault, text, ["document-broken", "edit-refused"])
  const after = asked.value.value
  const [before, now] = [editor.open(text), editor.open(after)]
  if (!before.ok) return broken("a broken text is edited", JSON.stringify(before.fault))
  if (!now.ok) return broken("an edit breaks the text", `${JSON.stringify(now.fault)}\n${after}`)
  if (after.startsWith("\uFEFF") !== text.startsWith("\uFEFF")) return broken("an edit touches the mark", after)
  return (
    wrongValues(editor, text, after, before.value, now.value, { document, edit }) ??
    wrongBytes(text, after, before.value[document], edit) ??
    notTheSameAgain(editor, after, { document, edit }) ??
    notUndone(editor, text, after, before.value[document], { document, edit })
  )
}

function wrongValues(
  editor: Editor,
  text: string,
  after: string,
  before: readonly OpenedDocument[],
  now: readonly OpenedDocument[],
  { document, edit }: AimedEdit,
): Violation | undefined {
  if (before.length !== now.length) return broken("an edit changes the number of documents", after)
  for (const [at, { root }] of before.entries()) {
    const expected: unknown = at === document ? editor.expected(root, edit) : root
    if (expected === undefined) continue
    const wanted = editor.comparable(expected, edit)
    const got = editor.comparable(now[at]?.root, edit)
    if (got !== wanted) return broken("an edit makes other values", `${got}\n${wanted}\n${after}`)
  }
  const [other, otherNow] = [editor.readOtherwise?.(text), editor.readOtherwise?.(after)]
  if (other === undefined || otherNow === undefined || "why" in other) return undefined
  if ("why" in otherNow) return broken("another parser calls the edited text broken", `${otherNow.why}\n${after}`)
  const expected = editor.expected(other.documents[document] as Table, edit)
  if (expected === undefined) return undefined
  const got = editor.comparable(otherNow.documents[document], edit)
  const wanted = editor.comparable(expected, edit)
  return got === wanted ? undefined : broken("another parser reads other values after an edit", `${got}\n${wanted}`)
}

/** Lines from the first of the named keys up to the next key that is not named, 1-based. */
function namedLines(keys: readonly KeyInText[], path: KeyPath, lineCount: number): ReadonlySet<number> {
  const named = new Set<number>()
  let next = lineCount
  for (const key of keys.toReversed()) {
    if (!startsWith(key.path, path)) next = key.keyPlace.line
    else for (let line = key.keyPlace.line; line <= next && !named.has(line); line++) named.add(line)
  }
  return named
}

function wrongBytes(
  text: string,
  after: string,
  document: OpenedDocument | undefined,
  edit: Edit,
): Violation | undefined {
  if (document === undefined || after === text) return undefined
  const { keys } = document
  const own = keys.filter(({ path }) => startsWith(path, edit.path))
  const changed = diffLines(unmarked(text), unmarked(after))
    .flatMap((hunk) => hunk.lines)
    .map((line) => ({ ...line, text: line.text.replace(/\r$/, "") }))
  const removed = changed.filter((line) => line.kind === "-").map((line) => line.text)
  const added = changed.filter((line) => line.kind === "+").map((line) => line.text)
  if (edit.edit === "remove" || edit.edit === "remove-element") {
    if (!isWithin(meaning(after), meaning(text))) return broken("a removal adds something", after)
  } else if (own.length === 0 || edit.edit === "add-element") {
    if (!isWithin(meaning(text), meaning(after))) return broken("an addition takes something away", after)
    if (removed.filter((line) => line.trim() !== "").length > 3)
      return broken("an addition touches many lines", `${removed.join("\n")}\n---\n${after}`)
    return undefined
  }
  const lines = linesOf(text)
  const named = namedLines(keys, edit.path, lines.length)
  const namedTexts = new Set([...named].map((line) => lines[line - 1]))
  const now = added.map(meaning)
  const lost = removed.find(
    (line) => meaning(line) !== "" && !namedTexts.has(line) && !now.some((kept) => kept.includes(meaning(line))),
  )
  return lost === undefined ? undefined : broken("an edit changes a line it does not name", `${lost}\n---\n${after}`)
}

function notTheSameAgain(editor: Editor, after: string, { document, edit }: AimedEdit): Violation | undefined {
  const again = editor.edit(after, document, [edit])
  if (!again.ok) return broken("an edit that holds is refused", JSON.stringify(again.fault))
  return again.value === after ? undefined : broken("an edit that holds changes bytes", again.value)
}

function hasKeys(root: Table, path: KeyPath): boolean {
  let table: Value | undefined = root
  for (const key of path) {
    if (!isTable(table) || !Object.hasOwn(table, key)) return false
    table = table[key]
  }
  return isTable(table) && Object.keys(table).length > 0
}

function isTable(value: Value | undefined): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** What was added to a table that has other keys is gone without a trace when it is removed. */
function notUndone(
  editor: Editor,
  text: string,
  after: string,
  document: OpenedDocument | undefined,
  { document: index, edit }: AimedEdit,
): Violation | undefined {
  if (edit.edit !== "set" || edit.comment !== undefined || after === text || document === undefined) return undefined
  if (document.keys.some(({ path }) => startsWith(path, edit.path))) return undefined
  if (!hasKeys(document.root, edit.path.slice(0, -1))) return undefined
  const undone = editor.edit(after, index, [{ edit: "remove", path: edit.path }])
  if (!undone.ok) return broken("what was added cannot be removed", `${JSON.stringify(undone.fault)}\n${after}`)
  // A table in TOML may get a blank line above it, which could have been there before as well.
  const isTableNew = isTable(edit.value)
  const bare = (given: string) =>
    isTableNew ? given.replace(/^[ \t]*\r?\n/gm, "").trimEnd() : given.replace(/(?<![\r\n])[\r\n]+$/, "")
  if (bare(undone.value) === bare(text)) return undefined
  return broken(
    "what was added leaves a trace when it is removed",
    `${JSON.stringify(after)}\n${JSON.stringify(undone.value)}`,
  )
}
