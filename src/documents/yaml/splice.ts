// Makes one edit in one document of a YAML text by splices. yaml.ts reads the result again and compares it with the
// intention. Comments between keys stay; a value that has comments within it is not replaced.

import { clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { Edit, KeyPath, Table, Value } from "../document.ts"
import { mostRemovals, refused } from "../limits.ts"
import { applySplices, type Splice } from "../lines.ts"
import { areEqual, isList, isTable, ownValue, tableOf, valueAt } from "../value.ts"
import { fill, insertInto, removeEntry, replaceValue } from "./keys.ts"
import { addItem, removeItem } from "./lists.ts"
import { isMap, isSeq } from "./package.ts"
import { hasText } from "./spans.ts"
import { readYamlTrees, type YamlEntry, type YamlTree } from "./tree.ts"

type SetEdit = Extract<Edit, { edit: "set" }>

/** A text with the document that is edited. */
export interface YamlSpot {
  readonly file: string
  readonly text: string
  readonly index: number
  readonly tree: YamlTree
}

function entryAt(tree: YamlTree, path: KeyPath): YamlEntry | undefined {
  return tree.entries.find((entry) => {
    return !entry.isInList && entry.path.length === path.length && entry.path.every((key, index) => key === path[index])
  })
}

function spliced(spot: YamlSpot, path: KeyPath, splices: readonly Splice[] | undefined): Result<string> {
  if (splices !== undefined) return ok(applySplices(spot.text, splices))
  return refused(spot.file, path, clause("edit-of-form"))
}

/** Each step is made on the text that the step before it left. */
function inSteps(spot: YamlSpot, edits: readonly Edit[]): Result<string> {
  let current = spot
  for (const edit of edits) {
    const text = spliceYaml(current, edit)
    if (!text.ok) return text
    const trees = readYamlTrees(spot.file, text.value)
    const tree = trees.ok ? trees.value[spot.index] : undefined
    if (tree === undefined) return refused(spot.file, edit.path, clause("edit-of-invalid-file", { language: "YAML" }))
    current = { ...spot, text: text.value, tree }
  }
  return ok(current.text)
}

function setTable(spot: YamlSpot, path: KeyPath, old: Table, wanted: Table): Result<string> {
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(wanted, key))
  const changed = Object.entries(wanted).filter(([key, value]) => !areEqual(ownValue(old, key), value))
  return inSteps(spot, [
    ...changed.map(([key, value]): Edit => ({ edit: "set", path: [...path, key], value })),
    ...gone.map((key): Edit => ({ edit: "remove", path: [...path, key] })),
  ])
}

function set(spot: YamlSpot, edit: SetEdit): Result<string> {
  const { path, value } = edit
  const { tree } = spot
  if (tree.map === undefined) return spliced(spot, path, fill(spot.text, tree, path, value, edit.comment))
  const old = valueAt(tree.root, path)
  const entry = entryAt(tree, path)
  if (isTable(old) && isTable(value) && Object.keys(old).length > 0 && isMap(entry?.value)) {
    return setTable(spot, path, old, value)
  }
  if (entry !== undefined) return spliced(spot, path, replaceValue(spot.text, entry, value, true))
  for (let length = path.length - 1; length >= 0; length--) {
    const above = length === 0 ? undefined : entryAt(tree, path.slice(0, length))
    const [key, ...rest] = path.slice(length)
    if (key === undefined || (length > 0 && above === undefined)) continue
    const inner = rest.reduceRight<Value>((deeper, name) => tableOf([[name, deeper]]), value)
    const map = length === 0 ? tree.map : above?.value
    if (isMap(map)) return spliced(spot, path, insertInto(spot.text, map, key, inner, edit.comment))
    if (above !== undefined && !hasText(above.value)) {
      return spliced(spot, path, replaceValue(spot.text, above, tableOf([[key, inner]]), true))
    }
    break
  }
  return refused(spot.file, path, clause("edit-through-alias"))
}

function removeElements(spot: YamlSpot, path: KeyPath, value: Value): Result<string> {
  let current = spot
  for (let removed = 0; removed <= mostRemovals; removed++) {
    const list = valueAt(current.tree.root, path)
    if (!isList(list)) return ok(current.text)
    const index = list.findIndex((element) => areEqual(element, value))
    if (index < 0) return ok(current.text)
    const entry = entryAt(current.tree, path)
    const node = entry?.value
    if (entry === undefined || !isSeq(node)) return refused(spot.file, path, clause("edit-through-alias"))
    const text = spliced(current, path, removeItem(current.text, node, entry, index))
    if (!text.ok) return text
    const trees = readYamlTrees(spot.file, text.value)
    const tree = trees.ok ? trees.value[spot.index] : undefined
    const left = tree === undefined ? undefined : valueAt(tree.root, path)
    if (tree === undefined || !isList(left) || left.length !== list.length - 1) {
      return refused(spot.file, path, clause("edit-of-invalid-file", { language: "YAML" }))
    }
    current = { ...current, text: text.value, tree }
  }
  return refused(spot.file, path, clause("edit-of-many-elements", { most: mostRemovals }))
}

/** The whole text after one edit of one document that does not hold yet. */
export function spliceYaml(spot: YamlSpot, edit: Edit): Result<string> {
  const { path } = edit
  if (edit.edit === "set") return set(spot, edit)
  if (edit.edit === "remove-element") return removeElements(spot, path, edit.value)
  const entry = entryAt(spot.tree, path)
  if (edit.edit === "add-element") {
    const list = entry?.value
    if (!isSeq(list)) return set(spot, { edit: "set", path, value: [edit.value] })
    return spliced(spot, path, addItem(spot.text, list, edit.value))
  }
  if (entry === undefined) return refused(spot.file, path, clause("edit-of-alias"))
  return spliced(spot, path, removeEntry(spot.text, entry, entryAt(spot.tree, path.slice(0, -1))))
}
