// Moves keys to other tables within a text: headers are renamed where their whole table goes, single lines go where only
// they do, each with the comments above it, and nothing else is written anew. In the end every value must stand under its
// new name, and no other value anywhere, or the move is refused.
import { clause } from "../../model/arguments/clause.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import type { KeyPath, Value } from "../document.ts"
import { areEqual, isTable } from "../value.ts"
import { isSamePath, startsWith } from "./style.ts"
import { spellingOf, tomlKeys } from "./text.ts"
import { readTomlTree, type TomlEntry, type TomlHeader, type TomlTree } from "./tree.ts"

export interface Destination {
  readonly path: KeyPath
  /** The value becomes the only element of a list. */
  readonly asList?: true
}

/** Where a key or a table belongs; the same path: it stays. */
export type Whither = (path: KeyPath) => Destination

interface Item {
  readonly entry: TomlEntry
  readonly to: Destination
  /** Comments right above it, then its own lines. */
  readonly lead: readonly string[]
  readonly first: number
  readonly last: number
}

type Part = { readonly item: Item } | { readonly line: string }

interface Section {
  path: KeyPath
  readonly header: TomlHeader | undefined
  readonly lead: readonly string[]
  /** Of a new section; else it is made of the header. */
  readonly indent: string
  parts: { readonly text: string; readonly isBlank: boolean }[]
}

export function moveKeys(file: string, text: string, whither: Whither): Result<string> {
  const read = readTomlTree(file, text)
  if (!read.ok) return read
  const tree = read.value
  const mixed = tree.entries.find((entry) => isSplit(entry, tree, whither))
  if (mixed !== undefined) {
    const why = clause("edit-of-inline-table")
    return failed({ code: "edit-refused", args: { file, key: mixed.path.join("."), why } })
  }
  const after = render(tree, whither)
  const written = readTomlTree(file, after)
  const isIntended = written.ok && areEqual(movedValues(tree, whither), valuesOf(written.value.root))
  if (isIntended) return ok(after)
  const args = { file, key: "", why: clause("edit-changes-more") }
  return failed({ code: "edit-refused", args })
}

/** An inline table some of whose keys go elsewhere. */
function isSplit({ path, node, inline }: TomlEntry, tree: TomlTree, whither: Whither): boolean {
  if (inline !== undefined || node.value.type !== "TOMLInlineTable") return false
  const to = whither(path).path
  return Object.keys(valuesOf(tree.root))
    .map((key) => JSON.parse(key) as KeyPath)
    .filter((key) => startsWith(key, path) && key.length > path.length)
    .some((key) => {
      const inner = whither(key)
      return inner.asList === true || !isSamePath(inner.path, [...to, ...key.slice(path.length)])
    })
}

/** Every value by its path as JSON; tables only where they are empty, and lists whole. */
function valuesOf(value: Value, path: KeyPath = []): Readonly<Record<string, Value>> {
  if (!isTable(value)) return { [JSON.stringify(path)]: value }
  return Object.assign({}, ...Object.entries(value).map(([key, inner]) => valuesOf(inner, [...path, key])))
}

function movedValues(tree: TomlTree, whither: Whither): Readonly<Record<string, Value>> {
  const moved = Object.entries(valuesOf(tree.root)).map(([key, value]) => {
    const { path, asList } = whither(JSON.parse(key) as KeyPath)
    return [JSON.stringify(path), asList ? [value] : value] as const
  })
  return Object.fromEntries(moved)
}

function render(tree: TomlTree, whither: Whither): string {
  const lines = tree.text.split("\n")
  const lineAt = lineFinder(tree.text)
  const sections: Section[] = []
  const strays: { readonly from: Section; readonly table: KeyPath; readonly item: Item }[] = []
  for (const { header, lead, parts } of sectionsOf(tree, lines, lineAt, whither)) {
    const items = parts.flatMap((part) => ("item" in part ? [part.item] : []))
    const path = destinationOf(header, items, whither)
    const indent = header === undefined ? "" : (/^[ \t]*/.exec(lines[lineAt(header.node.range[0])] ?? "")?.[0] ?? "")
    const section: Section = { path, header, lead, indent, parts: [] }
    for (const part of parts) {
      if ("line" in part) section.parts.push({ text: part.line, isBlank: part.line.trim() === "" })
      else if (startsWith(part.item.to.path, path)) section.parts.push(partOf(tree, part.item, path))
      else strays.push({ from: section, table: part.item.to.path.slice(0, -1), item: part.item })
    }
    const twin = sections.find(
      (one) => isSamePath(one.path, path) && header?.isInList !== true && one.header !== undefined,
    )
    if (twin === undefined || header === undefined) sections.push(section)
    else append(twin, [...section.lead.map((text) => ({ text, isBlank: false })), ...section.parts])
  }
  for (const { from, table, item } of strays) {
    const there = sections.find((one) => isSamePath(one.path, table) && one.header?.isInList !== true)
    if (there !== undefined) append(there, [partOf(tree, item, table)])
    else {
      const made: Section = { path: table, header: undefined, lead: [], indent: from.indent, parts: [] }
      made.parts.push(partOf(tree, item, table), ...trailingBlanks(from))
      sections.splice(sections.indexOf(from) + 1, 0, made)
    }
  }
  return sections.flatMap((section) => linesOf(tree, section)).join("\n")
}

/** The table's own destination; where every key of it goes to one other table, that one. */
function destinationOf(header: TomlHeader | undefined, items: readonly Item[], whither: Whither): KeyPath {
  if (header === undefined) return []
  const own = whither(header.path).path
  const [first] = items
  if (first === undefined || items.some(({ to }) => startsWith(to.path, own))) return own
  const table = first.to.path.slice(0, -1)
  return items.every(({ to }) => isSamePath(to.path.slice(0, -1), table)) ? table : own
}

/** Taken from the end of a section, so that what follows it follows the new one. */
function trailingBlanks(section: Section): Section["parts"] {
  const last = section.parts.findLastIndex(({ isBlank }) => !isBlank)
  return section.parts.splice(last + 1)
}

function append(section: Section, parts: Section["parts"]): void {
  const blanks = trailingBlanks(section)
  section.parts.push(...parts, ...blanks)
}

function sectionsOf(tree: TomlTree, lines: readonly string[], lineAt: (offset: number) => number, whither: Whither) {
  const starts = tree.headers.map((header) => ({ header, line: lineAt(header.node.range[0]) }))
  const firstLines = starts.map(({ line }) => line - commentsAbove(lines, line))
  const at = (index: number) => firstLines[index] ?? lines.length
  const bodies = [
    { header: undefined, lead: [] as readonly string[], from: 0, to: at(0) },
    ...starts.map(({ header, line }, index) => ({
      header,
      lead: lines.slice(at(index), line),
      from: line + 1,
      to: at(index + 1),
    })),
  ]
  return bodies.map(({ header, lead, from, to }) => ({
    header,
    lead,
    parts: partsOf(tree, header, { lines, from, to }, lineAt, whither),
  }))
}

function partsOf(
  tree: TomlTree,
  header: TomlHeader | undefined,
  { lines, from, to }: { readonly lines: readonly string[]; readonly from: number; readonly to: number },
  lineAt: (offset: number) => number,
  whither: Whither,
): readonly Part[] {
  const own = tree.entries.filter((entry) => entry.header === header && entry.inline === undefined && !isElement(entry))
  const parts: Part[] = []
  let next = from
  for (const entry of own) {
    const first = lineAt(entry.node.range[0])
    const last = lineAt(entry.node.range[1] - 1)
    const above = Math.min(commentsAbove(lines, first), first - next)
    for (const line of lines.slice(next, first - above)) parts.push({ line })
    const item = { entry, to: whither(pathInTable(entry)), lead: lines.slice(first - above, first), first, last }
    parts.push({ item })
    next = last + 1
  }
  for (const line of lines.slice(next, to)) parts.push({ line })
  return parts
}

/** Without the index of an element of a list of tables, which headers have not either. */
function pathInTable({ path, header }: TomlEntry): KeyPath {
  return header === undefined ? path : [...header.path, ...path.slice(header.indexedPath.length)]
}

/** In a table of a list of tables its path has an index, which its header has too. */
function isElement({ isInList, header }: TomlEntry): boolean {
  return isInList && header?.isInList !== true
}

function commentsAbove(lines: readonly string[], line: number): number {
  let count = 0
  while (/^[ \t]*#/.test(lines[line - 1 - count] ?? "")) count += 1
  return count
}

function partOf(tree: TomlTree, { entry, to, lead, first, last }: Item, table: KeyPath): Section["parts"][number] {
  const lines = tree.text.split("\n")
  const start = lines.slice(0, first).join("\n").length + (first === 0 ? 0 : 1)
  const text = lines.slice(first, last + 1).join("\n")
  const at = (offset: number) => offset - start
  const { key, value } = entry.node
  const written = text.slice(at(key.range[0]), at(key.range[1]))
  const isKept = isSamePath(to.path.slice(table.length), entry.path.slice(entry.header?.indexedPath.length ?? 0))
  const name = isKept ? written : tomlKeys(to.path.slice(table.length), spellingOf(tree))
  const given = text.slice(at(value.range[0]), at(value.range[1]))
  const moved = [
    text.slice(0, at(key.range[0])),
    name,
    text.slice(at(key.range[1]), at(value.range[0])),
    to.asList ? `[${given}]` : given,
    text.slice(at(value.range[1])),
  ].join("")
  return { text: [...lead, moved].join("\n"), isBlank: false }
}

function linesOf(tree: TomlTree, { path, header, lead, indent, parts }: Section): readonly string[] {
  const body = parts.map(({ text }) => text)
  if (header === undefined)
    return path.length === 0 ? body : [`${indent}[${tomlKeys(path, spellingOf(tree))}]`, ...body]
  const lines = tree.text.split("\n")
  const at = tree.text.slice(0, header.node.range[0]).split("\n").length - 1
  const line = lines[at] ?? ""
  if (isSamePath(path, header.path)) return [...lead, line, ...body]
  const start = lines.slice(0, at).join("\n").length + (at === 0 ? 0 : 1)
  const [from, to] = header.node.key.range
  const renamed = `${line.slice(0, from - start)}${tomlKeys(path, spellingOf(tree))}${line.slice(to - start)}`
  return [...lead, renamed, ...body]
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let index = text.indexOf("\n"); index >= 0; index = text.indexOf("\n", index + 1)) starts.push(index + 1)
  return (offset) => starts.findLastIndex((start) => start <= offset)
}
