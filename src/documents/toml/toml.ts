// TOML 1.0 as the container runtimes read it. The smallest edit: everything that is not meant keeps every byte, and
// after each edit the text is read again and must be what was intended, or the edit is refused.
import { clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { Document, Edit, KeyInText, Language, Table } from "../document.ts"
import { refused } from "../limits.ts"
import { byteOrderMark, placesIn } from "../lines.ts"
import { remembering } from "../remembering.ts"
import { areEqual, intend, isList, leftByRemoval, valueAt } from "../value.ts"
import { spliceToml } from "./splice.ts"
import { findUnwritable, withExactIntegers, withPlainIntegers } from "./text.ts"
import { readTomlTree, type TomlTree } from "./tree.ts"

function keysInText(file: string, tree: TomlTree, root: Table): readonly KeyInText[] {
  const placeOf = placesIn(file, tree.text)
  const spot = ([from, to]: readonly [number, number]) => placeOf(from, to - from)
  const headers = tree.headers.map(({ indexedPath, node }) => ({
    at: node.range[0],
    path: indexedPath,
    key: node.key.range,
    // The node of a header spans its keys too, so the closing brackets are looked for after its name.
    value: [node.range[0], tree.text.indexOf("]", node.key.range[1]) + (node.kind === "array" ? 2 : 1)] as const,
  }))
  const entries = tree.entries.map(({ path, node }) => ({
    at: node.range[0],
    path,
    key: node.key.range,
    value: node.value.range,
  }))
  return [...headers, ...entries]
    .sort((a, b) => a.at - b.at)
    .map(({ path, key, value }) => ({
      path,
      value: valueAt(root, path) ?? {},
      keyPlace: spot(key),
      valuePlace: spot(value),
    }))
}

/** The edit with whole numbers as the tree has them: what a document shows as 1 may be 1 or 1.0 in the text, or both. */
function exactEdits(root: Table, edit: Edit): readonly Edit[] {
  if (edit.edit === "remove") return [edit]
  const old = valueAt(root, edit.path)
  if (edit.edit === "set" || !isList(old)) return [{ ...edit, value: withExactIntegers(edit.value, old) }]
  const shown = withPlainIntegers(edit.value)
  const same = old.filter((element) => areEqual(withPlainIntegers(element), shown))
  const distinct = same.filter((element, index) => same.findIndex((other) => areEqual(other, element)) === index)
  const [first] = distinct
  if (first === undefined) return [{ ...edit, value: withExactIntegers(edit.value, old[0]) }]
  return edit.edit === "add-element" ? [{ ...edit, value: first }] : distinct.map((value) => ({ ...edit, value }))
}

function editOnce(file: string, tree: TomlTree, given: Edit): Result<TomlTree> {
  if (given.edit !== "remove") {
    const why = findUnwritable(given.value)
    if (why !== undefined) return refused(file, given.path, why)
  }
  if (!given.path.every((key) => key.isWellFormed())) return refused(file, given.path, clause("edit-of-invalid-key"))
  let edited = tree
  for (const edit of exactEdits(tree.root, given)) {
    const after = exactEditOnce(file, edited, edit)
    if (!after.ok) return after
    edited = after.value
  }
  return ok(edited)
}

function exactEditOnce(file: string, tree: TomlTree, edit: Edit): Result<TomlTree> {
  const intention = intend(tree.root, edit)
  if ("why" in intention) return refused(file, edit.path, intention.why)
  if (areEqual(intention.table, tree.root)) return ok(tree)
  const text = spliceToml(file, tree, edit)
  if (!text.ok) return text
  const after = readTomlTree(file, text.value)
  if (!after.ok)
    return refused(file, edit.path, clause("edit-of-invalid-file", { language: "TOML" }), after.fault.place)
  const accepted = edit.edit === "remove" ? leftByRemoval(intention.table, edit.path) : [intention.table]
  if (!accepted.some((table) => areEqual(table, after.value.root))) {
    return refused(file, edit.path, clause("edit-changes-more"))
  }
  return after
}

/** Each text is read once. */
export const toml: Language = remembering({
  name: "TOML",
  parse(file, text): Result<Document> {
    const hasByteOrderMark = text.startsWith(byteOrderMark)
    const tree = readTomlTree(file, hasByteOrderMark ? text.slice(1) : text)
    if (!tree.ok) return tree
    const root = withPlainIntegers(tree.value.root) as Table
    return ok({ file, text, root, keys: keysInText(file, tree.value, root), hasByteOrderMark })
  },
  edit(file, text, edits): Result<string> {
    const mark = text.startsWith(byteOrderMark) ? byteOrderMark : ""
    let tree = readTomlTree(file, text.slice(mark.length))
    if (!tree.ok) return tree
    for (const edit of edits) {
      tree = editOnce(file, tree.value, edit)
      if (!tree.ok) return tree
    }
    return ok(mark + tree.value.text)
  },
})
