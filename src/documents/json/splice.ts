// Makes one edit in a JSON text by splices, laid out as the file is. json.ts reads the result again and compares it
// with the intention.
import { clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { Edit, KeyPath, Table, Value } from "../document.ts"
import { withItem, withoutItem } from "../items.ts"
import { mostRemovals, refused } from "../limits.ts"
import { applySplices, indentAt, lacksFinalLineBreak, lineBreakOf, lineStart, type Splice } from "../lines.ts"
import { areEqual, isList, isTable, ownValue, tableOf, valueAt } from "../value.ts"
import { type JsonEntry, type JsonObject, type JsonTree, readJsonTree } from "./tree.ts"

type SetEdit = Extract<Edit, { edit: "set" }>

export function isAtPath(path: KeyPath, entry: { readonly path: KeyPath; readonly isInList: boolean }): boolean {
  return !entry.isInList && entry.path.length === path.length && entry.path.every((key, index) => key === path[index])
}

function entryAt(tree: JsonTree, path: KeyPath): JsonEntry | undefined {
  return tree.entries.find((entry) => isAtPath(path, entry))
}

/** What one level adds to the indentation in this file; two blanks where it does not tell. */
function indentUnit(tree: JsonTree): string {
  for (const { object, key } of tree.entries) {
    const outer = indentAt(tree.text, object.range[0])
    const inner = indentAt(tree.text, key[0])
    if (lineStart(tree.text, key[0]) > object.range[0] && inner.startsWith(outer) && inner !== outer) {
      return inner.slice(outer.length)
    }
  }
  return "  "
}

/** Lists on one line, objects over several lines where `indent` (of the line it starts on) is given. */
function jsonText(
  value: Value,
  layout: { readonly indent: string; readonly unit: string; readonly lineBreak: string } | undefined,
): string {
  if (isList(value)) return `[${value.map((element) => jsonText(element, undefined)).join(", ")}]`
  if (!isTable(value)) return JSON.stringify(value)
  const entries = Object.entries(value)
  if (entries.length === 0) return "{}"
  const inner = layout === undefined ? undefined : { ...layout, indent: layout.indent + layout.unit }
  const pairs = entries.map(([key, own]) => `${JSON.stringify(key)}: ${jsonText(own, inner)}`)
  if (layout === undefined || inner === undefined) return `{${pairs.join(", ")}}`
  const { indent, lineBreak } = layout
  return `{${lineBreak}${pairs.map((pair) => inner.indent + pair).join(`,${lineBreak}`)}${lineBreak}${indent}}`
}

function layoutAt(tree: JsonTree, offset: number) {
  return { indent: indentAt(tree.text, offset), unit: indentUnit(tree), lineBreak: lineBreakOf(tree.text) }
}

function isOnOneLine(tree: JsonTree, object: JsonObject): boolean {
  return !tree.text.slice(object.range[0], object.range[1]).includes("\n")
}

function insertInto(tree: JsonTree, object: JsonObject, key: string, value: Value): readonly Splice[] {
  const layout = layoutAt(tree, object.items.at(-1)?.[0] ?? object.range[0])
  const sibling = tree.entries.find((entry) => entry.object === object)
  const colon = sibling === undefined ? ": " : tree.text.slice(sibling.key[1], sibling.value[0])
  const between = /^[ \t]*:[ \t]*$/.test(colon) ? colon : ": "
  const name = `${JSON.stringify(key)}${between}`
  if (object.items.length > 0) {
    const item = name + jsonText(value, isOnOneLine(tree, object) ? undefined : layout)
    return withItem(tree.text, { ...object, allowsFinalComma: false }, item)
  }
  const inner = { ...layout, indent: layout.indent + layout.unit }
  const [from, to] = object.range
  const text = `{${layout.lineBreak}${inner.indent}${name}${jsonText(value, inner)}${layout.lineBreak}${layout.indent}}`
  return [{ from, to, text }]
}

/** The whole document where there was none. */
function fill(tree: JsonTree, path: KeyPath, value: Value): string {
  const lineBreak = lineBreakOf(tree.text)
  const root = path.reduceRight<Value>((inner, key) => tableOf([[key, inner]]), value)
  const text = jsonText(root, { indent: "", unit: "  ", lineBreak })
  return `${tree.text.trim() === "" ? "" : tree.text}${text}${lacksFinalLineBreak(tree.text) ? "" : lineBreak}`
}

function inSteps(file: string, tree: JsonTree, edits: readonly Edit[]): Result<string> {
  let current = tree
  for (const edit of edits) {
    const text = spliceJson(file, current, edit)
    if (!text.ok) return text
    const next = readJsonTree(file, text.value)
    if (!next.ok)
      return refused(file, edit.path, clause("edit-of-invalid-file", { language: "JSON" }), next.fault.place)
    current = next.value
  }
  return ok(current.text)
}

/** Sets an object key by key, so that keys already right keep their lines. */
function setTable(file: string, tree: JsonTree, path: KeyPath, old: Table, wanted: Table): Result<string> {
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(wanted, key))
  const changed = Object.entries(wanted).filter(([key, value]) => !areEqual(ownValue(old, key), value))
  return inSteps(file, tree, [
    ...gone.map((key): Edit => ({ edit: "remove", path: [...path, key] })),
    ...changed.map(([key, value]): Edit => ({ edit: "set", path: [...path, key], value })),
  ])
}

function set(file: string, tree: JsonTree, { path, value }: SetEdit): Result<string> {
  if (tree.isEmpty) return ok(fill(tree, path, value))
  const old = valueAt(tree.root, path)
  if (isTable(old) && isTable(value) && Object.keys(old).length > 0) return setTable(file, tree, path, old, value)
  const entry = entryAt(tree, path)
  if (entry !== undefined) {
    const layout = layoutAt(tree, entry.key[0])
    const text = jsonText(value, isOnOneLine(tree, entry.object) ? undefined : layout)
    return ok(applySplices(tree.text, [{ from: entry.value[0], to: entry.value[1], text }]))
  }
  for (let length = path.length - 1; length >= 0; length--) {
    const object = tree.objects.find((any) => isAtPath(path.slice(0, length), any))
    const [key, ...rest] = path.slice(length)
    if (object === undefined || key === undefined) continue
    const inner = rest.reduceRight<Value>((deeper, name) => tableOf([[name, deeper]]), value)
    return ok(applySplices(tree.text, insertInto(tree, object, key, inner)))
  }
  return refused(file, path, clause("edit-without-object"))
}

function removeElements(file: string, tree: JsonTree, path: KeyPath, value: Value): Result<string> {
  let current = tree
  for (let removed = 0; removed <= mostRemovals; removed++) {
    const list = valueAt(current.root, path)
    const index = isList(list) ? list.findIndex((element) => areEqual(element, value)) : -1
    const entry = entryAt(current, path)
    if (index < 0 || entry?.elements === undefined) return ok(current.text)
    const items = { range: entry.value, items: entry.elements, allowsFinalComma: false }
    const next = readJsonTree(file, applySplices(current.text, withoutItem(current.text, items, index)))
    if (!next.ok) return refused(file, path, clause("edit-of-invalid-file", { language: "JSON" }), next.fault.place)
    current = next.value
  }
  return refused(file, path, clause("edit-of-many-elements", { most: mostRemovals }))
}

/** The text after one edit that does not hold yet. */
export function spliceJson(file: string, tree: JsonTree, edit: Edit): Result<string> {
  if (edit.edit === "set") return set(file, tree, edit)
  if (edit.edit === "remove-element") return removeElements(file, tree, edit.path, edit.value)
  const entry = entryAt(tree, edit.path)
  if (edit.edit === "add-element") {
    if (entry?.elements === undefined) return set(file, tree, { edit: "set", path: edit.path, value: [edit.value] })
    const list = { range: entry.value, items: entry.elements, allowsFinalComma: false }
    const splices =
      entry.elements.length === 0
        ? [{ from: entry.value[0], to: entry.value[1], text: jsonText([edit.value], undefined) }]
        : withItem(tree.text, list, jsonText(edit.value, undefined))
    return ok(applySplices(tree.text, splices))
  }
  if (entry === undefined) return refused(file, edit.path, clause("edit-in-list"))
  const { items, range } = entry.object
  const index = items.findIndex(([from]) => from === entry.whole[0])
  return ok(applySplices(tree.text, withoutItem(tree.text, { range, items, allowsFinalComma: false }, index)))
}
