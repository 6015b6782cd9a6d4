// YAML streams as the kubelet and kubeadm read them: one or more documents, each a table. The smallest edit in one
// document; every other byte stays, and after each edit the stream is read again and must be what was intended.
import { clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { Edit, KeyInText, Table } from "../document.ts"
import { refused } from "../limits.ts"
import { byteOrderMark, placesIn } from "../lines.ts"
import { remembering } from "../remembering.ts"
import { areEqual, intend, leftByRemoval } from "../value.ts"
import { spliceYaml } from "./splice.ts"
import { findUnwritable } from "./text.ts"
import { readYamlTrees, type YamlTree } from "./tree.ts"

export interface YamlDocument {
  readonly root: Table
  /** Every key in text order; keys that come from an anchor or a merge are at the anchor only. */
  readonly keys: readonly KeyInText[]
  /** Keys that an earlier line of their table has set already; these count. */
  readonly repeated: readonly KeyInText[]
  /** Nothing but comments in it. */
  readonly isEmpty: boolean
}

export interface YamlStream {
  readonly file: string
  readonly text: string
  /** At least one. */
  readonly documents: readonly YamlDocument[]
  readonly hasByteOrderMark: boolean
}

function documentOf(tree: YamlTree, placeOf: ReturnType<typeof placesIn>): YamlDocument {
  const keys = tree.entries.map(({ path, key, value, held }): KeyInText => {
    const [keyFrom, keyTo] = key.range ?? [0, 0]
    const [valueFrom, valueTo] = value?.range ?? [keyTo, keyTo]
    return {
      path,
      value: held,
      keyPlace: placeOf(keyFrom, keyTo - keyFrom),
      valuePlace: placeOf(valueFrom, valueTo - valueFrom),
    }
  })
  const repeated = keys.filter((_, index) => tree.entries[index]?.isAgain === true)
  return { root: tree.root, keys, repeated, isEmpty: tree.map === undefined }
}

function editOnce(file: string, text: string, index: number, edit: Edit): Result<string> {
  const why = edit.edit === "remove" ? undefined : findUnwritable(edit.value)
  if (why !== undefined) return refused(file, edit.path, why)
  if (!edit.path.every((key) => key.isWellFormed())) return refused(file, edit.path, clause("edit-of-invalid-key"))
  const before = readYamlTrees(file, text)
  if (!before.ok) return before
  const tree = before.value[index]
  if (tree === undefined) return refused(file, edit.path, clause("edit-of-absent-document"))
  const twice = tree.entries.find(({ path, isAgain }) => isAgain && path.every((key, at) => key === edit.path[at]))
  if (twice !== undefined) return refused(file, edit.path, clause("edit-of-doubled-key", { key: twice.path.join(".") }))
  const intention = intend(tree.root, edit)
  if ("why" in intention) return refused(file, edit.path, intention.why)
  if (areEqual(intention.table, tree.root)) return ok(text)
  const after = spliceYaml({ file, text, index, tree }, edit)
  if (!after.ok) return after
  const result = readYamlTrees(file, after.value)
  if (!result.ok)
    return refused(file, edit.path, clause("edit-of-invalid-file", { language: "YAML" }), result.fault.place)
  const accepted = edit.edit === "remove" ? leftByRemoval(intention.table, edit.path) : [intention.table]
  const isIntended = before.value.every((old, at) => {
    const root = result.value[at]?.root
    return at === index ? accepted.some((table) => areEqual(table, root)) : areEqual(old.root, root)
  })
  if (!isIntended || result.value.length !== before.value.length) {
    return refused(file, edit.path, clause("edit-changes-more"))
  }
  return after
}

export const yaml = remembering({
  name: "YAML",
  parse(file: string, whole: string): Result<YamlStream> {
    const hasByteOrderMark = whole.startsWith(byteOrderMark)
    const text = hasByteOrderMark ? whole.slice(1) : whole
    const trees = readYamlTrees(file, text)
    if (!trees.ok) return trees
    const placeOf = placesIn(file, text)
    const documents = trees.value.map((tree) => documentOf(tree, placeOf))
    return ok({ file, text: whole, documents, hasByteOrderMark })
  },
  /** `documentIndex` counts from 0, empty documents included. */
  edit(file: string, whole: string, documentIndex: number, edits: readonly Edit[]): Result<string> {
    const mark = whole.startsWith(byteOrderMark) ? byteOrderMark : ""
    let text = whole.slice(mark.length)
    const before = readYamlTrees(file, text)
    if (!before.ok) return before
    for (const edit of edits) {
      const next = editOnce(file, text, documentIndex, edit)
      if (!next.ok) return next
      text = next.value
    }
    return ok(mark + text)
  },
})
