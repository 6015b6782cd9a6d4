// Makes one edit in a TOML text by splices. What it makes is not trusted: toml.ts reads the result again and compares
// it with the intention.
import { clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { Edit, KeyPath, Table, Value } from "../document.ts"
import { withItem, withoutItem } from "../items.ts"
import { mostRemovals, refused } from "../limits.ts"
import { applySplices, type Splice } from "../lines.ts"
import { areEqual, isTable, ownValue, valueAt } from "../value.ts"
import { inlineTableFor, insertKey } from "./insert.ts"
import { removeKey } from "./remove.ts"
import { isSamePath, startsWith } from "./style.ts"
import { spellingOf, tomlValue } from "./text.ts"
import { readTomlTree, type TomlTree } from "./tree.ts"

type SetEdit = Extract<Edit, { edit: "set" }>

const throughList = clause("edit-through-list-of-tables")

function entryAt(tree: TomlTree, path: KeyPath) {
  return tree.entries.find((entry) => !entry.isInList && isSamePath(entry.path, path))
}

/** Each step is made on the text that the step before it left. */
function inSteps(file: string, tree: TomlTree, edits: readonly Edit[]): Result<string> {
  let current: TomlTree = tree
  for (const edit of edits) {
    const text = spliceToml(file, current, edit)
    if (!text.ok) return text
    const next = readTomlTree(file, text.value)
    if (!next.ok)
      return refused(file, edit.path, clause("edit-of-invalid-file", { language: "TOML" }), next.fault.place)
    current = next.value
  }
  return ok(current.text)
}

/** Sets a table key by key where it is (or becomes) one with a header, so that keys already right keep their lines. */
function setTable(file: string, tree: TomlTree, edit: SetEdit, wanted: Table): Result<string> {
  const old = valueAt(tree.root, edit.path)
  const steps: Edit[] = []
  if (isTable(old)) {
    for (const key of Object.keys(old)) {
      if (!Object.hasOwn(wanted, key)) steps.push({ edit: "remove", path: [...edit.path, key] })
    }
  }
  const changed = Object.entries(wanted).filter(([key, value]) => !isTable(old) || !areEqual(ownValue(old, key), value))
  for (const [index, [key, value]] of changed.entries()) {
    const comment = old === undefined && index === 0 ? edit.comment : undefined
    steps.push({ edit: "set", path: [...edit.path, key], value, ...(comment === undefined ? {} : { comment }) })
  }
  return inSteps(file, tree, steps)
}

function set(file: string, tree: TomlTree, edit: SetEdit): Result<string> {
  const { path, value, comment } = edit
  const entry = entryAt(tree, path)
  if (entry !== undefined) {
    const old = entry.node.value
    const spelling = spellingOf(tree)
    const isText = old.type === "TOMLValue" && old.kind === "string"
    const quote = isText ? (old.style === "literal" ? "'" : '"') : spelling.forTexts
    const splice = { from: old.range[0], to: old.range[1], text: tomlValue(value, spelling, quote) }
    return ok(applySplices(tree.text, [splice]))
  }
  const old = valueAt(tree.root, path)
  const isInline = inlineTableFor(tree, path) !== undefined
  if (isTable(value) && !isInline && (isTable(old) || Object.keys(value).length > 0)) {
    return setTable(file, tree, edit, value)
  }
  if (old !== undefined) {
    return refused(file, path, isTable(old) ? clause("edit-of-table") : clause("edit-of-list-of-tables"))
  }
  const made = isTable(value) && !isInline ? undefined : value
  return ok(applySplices(tree.text, insertKey(tree, { path, value: made, comment })))
}

function listAt(tree: TomlTree, path: KeyPath) {
  const list = entryAt(tree, path)?.node.value
  if (list?.type !== "TOMLArray") return undefined
  return { range: list.range, items: list.elements.map((element) => element.range), allowsFinalComma: true, list }
}

function removeElements(file: string, tree: TomlTree, path: KeyPath, value: Value): Result<string> {
  let current = tree
  for (let removed = 0; removed <= mostRemovals; removed++) {
    const elements = valueAt(current.root, path)
    const index = Array.isArray(elements) ? elements.findIndex((element: Value) => areEqual(element, value)) : -1
    if (index < 0) return ok(current.text)
    const list = listAt(current, path)
    if (list === undefined) return refused(file, path, clause("edit-of-list-of-tables"))
    const next = readTomlTree(file, applySplices(current.text, withoutItem(current.text, list, index)))
    if (!next.ok) return refused(file, path, clause("edit-of-invalid-file", { language: "TOML" }), next.fault.place)
    current = next.value
  }
  return refused(file, path, clause("edit-of-many-elements", { most: mostRemovals }))
}

function addElement(file: string, tree: TomlTree, edit: Edit & { edit: "add-element" }): Result<string> {
  const { path, value } = edit
  if (valueAt(tree.root, path) === undefined) return set(file, tree, { edit: "set", path, value: [value] })
  const list = listAt(tree, path)
  if (list === undefined) return refused(file, path, clause("edit-of-list-of-tables"))
  const spelling = spellingOf(tree)
  const last = list.list.elements.at(-1)
  const isText = last?.type === "TOMLValue" && last.kind === "string"
  const quote = isText ? (last.style === "literal" ? "'" : '"') : spelling.forTexts
  return ok(applySplices(tree.text, withItem(tree.text, list, tomlValue(value, spelling, quote))))
}

/** The text after one edit that does not hold yet. */
export function spliceToml(file: string, tree: TomlTree, edit: Edit): Result<string> {
  const leadsThroughList = tree.headers.some((header) => {
    return header.node.kind === "array" && header.path.length < edit.path.length && startsWith(edit.path, header.path)
  })
  if (leadsThroughList) return refused(file, edit.path, throughList)
  switch (edit.edit) {
    case "set":
      return set(file, tree, edit)
    case "remove": {
      const splices: readonly Splice[] | undefined = removeKey(tree, edit.path)
      if (splices === undefined) return refused(file, edit.path, throughList)
      return ok(applySplices(tree.text, splices))
    }
    case "remove-element":
      return removeElements(file, tree, edit.path, edit.value)
    case "add-element":
      return addElement(file, tree, edit)
  }
}
