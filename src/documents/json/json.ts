// Strict JSON as dockerd reads it. The smallest edit; every other byte stays, and after each edit the text is read
// again and must be what was intended, or the edit is refused. JSON has no comments, so an edit's comment is left out.
import { type Clause, clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { Document, Edit, KeyInText, KeyPath, Language, Value } from "../document.ts"
import { refused } from "../limits.ts"
import { byteOrderMark, placesIn } from "../lines.ts"
import { areEqual, intend, isList, isTable } from "../value.ts"
import { isAtPath, spliceJson } from "./splice.ts"
import { type JsonTree, readJsonTree } from "./tree.ts"

export interface JsonDocument extends Document {
  /** Nothing but blanks in the text; dockerd takes it as {}. */
  readonly isEmpty: boolean
}

function keysInText(file: string, tree: JsonTree): readonly KeyInText[] {
  const placeOf = placesIn(file, tree.text)
  return tree.entries.map(({ path, key, value }) => ({
    path,
    // From the text, not from the root: of a key that is there twice each has its own value.
    value: JSON.parse(tree.text.slice(...value)) as Value,
    keyPlace: placeOf(key[0], key[1] - key[0]),
    valuePlace: placeOf(value[0], value[1] - value[0]),
  }))
}

/** Keys that an earlier line has already set in the same object; JSON readers silently let the last one win. */
export function duplicateKeys(document: Pick<Document, "keys">): readonly KeyInText[] {
  const seen = new Set<string>()
  return document.keys.filter(({ path }) => {
    const name = JSON.stringify(path)
    const isThere = seen.has(name)
    seen.add(name)
    return isThere
  })
}

/** The key on the way to a path that is there twice, so that an edit could not say which of them it means. */
function ambiguousKey(tree: JsonTree, path: KeyPath) {
  for (let length = 1; length <= path.length; length++) {
    const entries = tree.entries.filter((entry) => isAtPath(path.slice(0, length), entry))
    if (entries.length > 1) return entries[1]
  }
  return undefined
}

/** Why JSON has no way to write this value. */
function findUnwritable(value: Value): Clause | undefined {
  if (value instanceof Date) return clause("json-without-dates")
  if (typeof value === "bigint") return clause("json-digits")
  if (typeof value === "number" && !Number.isFinite(value)) return clause("json-without-number")
  if (typeof value === "string") return value.isWellFormed() ? undefined : clause("half-character")
  const inner = isList(value) ? value : isTable(value) ? Object.values(value) : []
  return inner.map(findUnwritable).find((why) => why !== undefined)
}

function editOnce(file: string, tree: JsonTree, edit: Edit): Result<JsonTree> {
  const why = edit.edit === "remove" ? undefined : findUnwritable(edit.value)
  if (why !== undefined) return refused(file, edit.path, why)
  const twice = ambiguousKey(tree, edit.path)
  if (twice !== undefined) {
    const place = placesIn(file, tree.text)(twice.key[0], twice.key[1] - twice.key[0])
    return refused(file, edit.path, clause("edit-of-key-twice"), place)
  }
  const intention = intend(tree.root, edit)
  if ("why" in intention) return refused(file, edit.path, intention.why)
  if (areEqual(intention.table, tree.root)) return ok(tree)
  const text = spliceJson(file, tree, edit)
  if (!text.ok) return text
  const after = readJsonTree(file, text.value)
  if (!after.ok)
    return refused(file, edit.path, clause("edit-of-invalid-file", { language: "JSON" }), after.fault.place)
  if (!areEqual(intention.table, after.value.root)) {
    return refused(file, edit.path, clause("edit-changes-more"))
  }
  return after
}

export const json = {
  name: "JSON",
  parse(file: string, text: string): Result<JsonDocument> {
    const hasByteOrderMark = text.startsWith(byteOrderMark)
    const tree = readJsonTree(file, hasByteOrderMark ? text.slice(1) : text)
    if (!tree.ok) return tree
    const { root, isEmpty } = tree.value
    return ok({ file, text, root, keys: keysInText(file, tree.value), hasByteOrderMark, isEmpty })
  },
  edit(file: string, text: string, edits: readonly Edit[]): Result<string> {
    const mark = text.startsWith(byteOrderMark) ? byteOrderMark : ""
    let tree = readJsonTree(file, text.slice(mark.length))
    if (!tree.ok) return tree
    for (const edit of edits) {
      tree = editOnce(file, tree.value, edit)
      if (!tree.ok) return tree
    }
    return ok(mark + tree.value.text)
  },
} satisfies Language
