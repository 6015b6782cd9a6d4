// Makes one edit in one document of a YAML text by splices. yaml.ts reads the result again and compares it with the
// intention. Comments between keys stay; a value that has comments within it is not replaced.
import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from "yaml"
import type { Result } from "../model/fault.ts"
import { ok } from "../model/fault.ts"
import type { Edit, KeyPath, Table, Value } from "./document.ts"
import { withItem, withoutItem } from "./items.ts"
import { refused } from "./limits.ts"
import { applySplices, lacksFinalLineBreak, lineBreakOf, lineEnd, lineStart, lineText, type Splice } from "./lines.ts"
import { areEqual, isList, isTable, ownValue, tableOf, valueAt } from "./value.ts"
import { type YamlQuote, yamlInline, yamlLines, yamlString } from "./yaml-text.ts"
import { readYamlTrees, type YamlEntry, type YamlTree } from "./yaml-tree.ts"

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

function startOf(node: unknown): number {
  return (node as Node).range?.[0] ?? 0
}

function endOf(node: unknown): number {
  return (node as Node).range?.[1] ?? 0
}

/** Offset after the colon that follows a key. */
function colonEnd(text: string, key: unknown): number {
  return text.indexOf(":", endOf(key)) + 1
}

/** Where the text of a node really ends, without the blank lines and comments after it. */
function contentEnd(text: string, node: Node): number {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1)
    const value = last?.value as Node | null | undefined
    if (last !== undefined && hasText(value)) return contentEnd(text, value)
    return last === undefined ? endOf(node) : colonEnd(text, last.key)
  }
  if (isSeq(node) && !node.flow) {
    const last = node.items.at(-1) as Node | null | undefined
    if (hasText(last)) return contentEnd(text, last)
  }
  return endOf(node)
}

function hasText(node: Node | null | undefined): node is Node {
  if (node === null || node === undefined) return false
  return !(isScalar(node) && node.value === null && (node.source ?? "") === "")
}

/** End of the line on which a node ends; a block of text ends with its own line break. */
function lineEndOf(text: string, offset: number): number {
  return offset > 0 && text[offset - 1] === "\n" ? offset : lineEnd(text, offset)
}

function quoteOf(node: Node | null): YamlQuote {
  if (!isScalar(node)) return undefined
  return node.type === "QUOTE_SINGLE" ? "'" : node.type === "QUOTE_DOUBLE" ? '"' : undefined
}

function flowItems(map: YAMLMap) {
  return map.items.map(
    (pair) => [startOf(pair.key), pair.value === null ? endOf(pair.key) : endOf(pair.value)] as const,
  )
}

function rangeOf(node: Node): readonly [number, number] {
  return [startOf(node), endOf(node)]
}

/**
 * Puts a value in the place of another. Undefined: comments would get lost, or stand beside another value than theirs.
 * With `isKept` false the comment beside the last line goes with what it speaks of.
 */
function replaceValue(text: string, entry: YamlEntry, value: Value, isKept: boolean): readonly Splice[] | undefined {
  const { value: old, key } = entry
  const written = yamlInline(value, quoteOf(old))
  const colon = colonEnd(text, key)
  if (!hasText(old)) return [{ from: colon, to: colon, text: ` ${written}` }]
  const isInline = isAlias(old) || (isScalar(old) && !/^BLOCK/.test(old.type ?? "")) || Boolean((old as YAMLMap).flow)
  if (isInline) {
    const [from, to] = rangeOf(old)
    return text.slice(from, to).includes("\n") && /(^|\s)#/.test(text.slice(from, to))
      ? undefined
      : [{ from, to, text: written }]
  }
  const end = contentEnd(text, old)
  const lineLeft = lineText(text, end)
  if (/(^|\s)#/.test(text.slice(colon, end)) || (isKept && lineLeft.trim() !== "")) return undefined
  if (text[end - 1] !== "\n") return [{ from: colon, to: end + lineLeft.length, text: ` ${written}` }]
  return [{ from: colon, to: end - (text[end - 2] === "\r" ? 2 : 1), text: ` ${written}` }]
}

/** The lines of a new key at the end of a block of keys, or the item in braces. */
function insertInto({ text }: YamlSpot, map: YAMLMap, key: string, value: Value, comment: string | undefined) {
  if (map.flow) {
    const items = { range: rangeOf(map), items: flowItems(map), allowsFinalComma: true }
    return withItem(text, items, `${yamlString(key, undefined)}: ${yamlInline(value, undefined)}`)
  }
  const first = startOf(map.items[0]?.key)
  const indent = " ".repeat(first - lineStart(text, first))
  const at = lineEndOf(text, contentEnd(text, map))
  const lines = [...commentLines(comment, indent), ...yamlLines(key, value, indent, undefined)]
  const lineBreak = lineBreakOf(text)
  const joint = at === text.length && lacksFinalLineBreak(text) ? lineBreak : ""
  return [{ from: at, to: at, text: joint + lines.map((line) => line + lineBreak).join("") }]
}

function commentLines(comment: string | undefined, indent: string): readonly string[] {
  if (comment === undefined) return []
  return comment.split(/\r?\n|\r/).map((line) => `${indent}# ${line}`.trimEnd())
}

/** The first keys of an empty document. */
function fill({ text, tree }: YamlSpot, { path, value, comment }: SetEdit): readonly Splice[] {
  const [key = "", ...rest] = path
  const inner = rest.reduceRight<Value>((deeper, name) => tableOf([[name, deeper]]), value)
  const lineBreak = lineBreakOf(text)
  const lines = [...commentLines(comment, ""), ...yamlLines(key, inner, "", undefined)]
  const at = tree.end
  const joint = at > 0 && text[at - 1] !== "\n" ? lineBreak : ""
  return [{ from: at, to: at, text: joint + lines.map((line) => line + lineBreak).join("") }]
}

function removeEntry(
  { text }: YamlSpot,
  entry: YamlEntry,
  above: YamlEntry | undefined,
): readonly Splice[] | undefined {
  const { map, key } = entry
  const index = map.items.indexOf(entry.pair as YAMLMap["items"][number])
  if (map.flow) {
    return withoutItem(text, { range: rangeOf(map), items: flowItems(map), allowsFinalComma: true }, index)
  }
  const value = hasText(entry.value) ? contentEnd(text, entry.value) : colonEnd(text, key)
  const end = lineEndOf(text, value)
  const start = lineStart(text, startOf(key))
  if (map.items.length === 1) {
    if (above !== undefined) return replaceValue(text, above, {}, false)
    const rest = text[end - 1] === "\n" ? lineBreakOf(text) : ""
    return [{ from: start, to: end, text: `{}${rest}` }]
  }
  if (text.slice(start, startOf(key)).trim() !== "") return undefined
  return [{ from: start, to: end, text: "" }]
}

/** The splices that take element `index` out of a list. */
function removeItem(text: string, list: YAMLSeq, entry: YamlEntry, index: number): readonly Splice[] | undefined {
  const items = list.items.map((item) => rangeOf(item as Node))
  if (list.flow) return withoutItem(text, { range: rangeOf(list), items, allowsFinalComma: true }, index)
  const item = list.items[index] as Node
  if (list.items.length === 1) return replaceValue(text, entry, [], false)
  const start = lineStart(text, startOf(item))
  if (!/^[ ]*-[ ]+$/.test(text.slice(start, startOf(item)))) return undefined
  return [{ from: start, to: lineEndOf(text, contentEnd(text, item)), text: "" }]
}

function addItem(text: string, list: YAMLSeq, value: Value): readonly Splice[] | undefined {
  const last = list.items.at(-1) as Node | undefined
  const written = yamlInline(value, quoteOf(last ?? null))
  if (list.flow) {
    const items = list.items.map((item) => rangeOf(item as Node))
    return withItem(text, { range: rangeOf(list), items, allowsFinalComma: true }, written)
  }
  if (last === undefined) return undefined
  const dash = /^[ ]*-[ ]+/.exec(text.slice(lineStart(text, startOf(last))))?.[0]
  if (dash === undefined) return undefined
  const at = lineEndOf(text, contentEnd(text, list))
  const lineBreak = lineBreakOf(text)
  const joint = at === text.length && lacksFinalLineBreak(text) ? lineBreak : ""
  return [{ from: at, to: at, text: `${joint}${dash}${written}${lineBreak}` }]
}

function spliced(spot: YamlSpot, path: KeyPath, splices: readonly Splice[] | undefined): Result<string> {
  if (splices !== undefined) return ok(applySplices(spot.text, splices))
  return refused(spot.file, path, "comments or the form of its lines would not survive")
}

/** Each step is made on the text that the step before it left. */
function inSteps(spot: YamlSpot, edits: readonly Edit[]): Result<string> {
  let current = spot
  for (const edit of edits) {
    const text = spliceYaml(current, edit)
    if (!text.ok) return text
    const trees = readYamlTrees(spot.file, text.value)
    const tree = trees.ok ? trees.value[spot.index] : undefined
    if (tree === undefined) return refused(spot.file, edit.path, "the file would no longer be valid YAML")
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
  if (tree.map === undefined) return spliced(spot, path, fill(spot, edit))
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
    if (isMap(map)) return spliced(spot, path, insertInto(spot, map as YAMLMap, key, inner, edit.comment))
    if (above !== undefined && !hasText(above.value)) {
      return spliced(spot, path, replaceValue(spot.text, above, tableOf([[key, inner]]), true))
    }
    break
  }
  return refused(spot.file, path, "an alias or a list is on the way to it")
}

function removeElements(spot: YamlSpot, path: KeyPath, value: Value): Result<string> {
  let current = spot
  for (;;) {
    const list = valueAt(current.tree.root, path)
    if (!isList(list)) return ok(current.text)
    const index = list.findIndex((element) => areEqual(element, value))
    if (index < 0) return ok(current.text)
    const entry = entryAt(current.tree, path)
    const node = entry?.value
    if (entry === undefined || !isSeq(node)) return refused(spot.file, path, "an alias or a list is on the way to it")
    const text = spliced(current, path, removeItem(current.text, node, entry, index))
    if (!text.ok) return text
    const trees = readYamlTrees(spot.file, text.value)
    const tree = trees.ok ? trees.value[spot.index] : undefined
    const left = tree === undefined ? undefined : valueAt(tree.root, path)
    if (tree === undefined || !isList(left) || left.length !== list.length - 1) {
      return refused(spot.file, path, "the file would no longer be valid YAML")
    }
    current = { ...current, text: text.value, tree }
  }
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
  if (entry === undefined) return refused(spot.file, path, "it comes from an alias or lies in a list")
  return spliced(spot, path, removeEntry(spot, entry, entryAt(spot.tree, path.slice(0, -1))))
}
