// Puts a key that is not there into a TOML text: into the inline table, the table or the row of dotted keys where its
// relatives are, before the first header for a top-level key, or under a new header beside related tables.
import type { KeyPath, Value } from "../document.ts"
import { withItem } from "../items.ts"
import {
  commentLines,
  indentAt,
  lacksFinalLineBreak,
  lineBreakOf,
  lineEnd,
  lineStart,
  lineText,
  type Splice,
} from "../lines.ts"
import { tableOf } from "../value.ts"
import {
  bodyEnd,
  bodyOf,
  commentStart,
  commonLength,
  equalsLike,
  headerIndent,
  isBlank,
  isSamePath,
  keyIndent,
  separatesTables,
  startsWith,
  tableEnd,
} from "./style.ts"
import { spellingOf, tomlKey, tomlKeys, tomlValue } from "./text.ts"
import type { TomlEntry, TomlHeader, TomlTree } from "./tree.ts"

/** A key to be made. Without a value: only the table, with nothing in it. */
export interface NewKey {
  readonly path: KeyPath
  readonly value: Value | undefined
  /** Stands above what is made, one # line for each line of it. */
  readonly comment: string | undefined
}

function commentText(comment: string | undefined, indent: string, lineBreak: string): string {
  return commentLines(comment, indent)
    .map((line) => line + lineBreak)
    .join("")
}

/** A line (with its line break) set in at a line start, or at the end of a text that may lack its final line break. */
function lineAt(text: string, at: number, lines: string): Splice {
  const joint = at === text.length && lacksFinalLineBreak(text) ? lineBreakOf(text) : ""
  return { from: at, to: at, text: joint + lines }
}

/** The inline table nearest to the path, if the path leads into one. */
export function inlineTableFor(tree: TomlTree, path: KeyPath): TomlEntry | undefined {
  let nearest: TomlEntry | undefined
  for (const entry of tree.entries) {
    if (entry.isInList || entry.node.value.type !== "TOMLInlineTable" || entry.path.length >= path.length) continue
    if (startsWith(path, entry.path) && entry.path.length > (nearest?.path.length ?? 0)) nearest = entry
  }
  return nearest
}

function intoInlineTable(tree: TomlTree, entry: TomlEntry, key: NewKey): readonly Splice[] {
  const table = entry.node.value
  if (table.type !== "TOMLInlineTable") return []
  // Nested braces rather than dotted keys: older readers do not know dotted keys within inline tables.
  const [first = "", ...rest] = key.path.slice(entry.path.length)
  const inner = rest.reduceRight<Value>((value, name) => tableOf([[name, value]]), key.value ?? {})
  const spelling = spellingOf(tree)
  const text = `${tomlKey(first, spelling)} = ${tomlValue(inner, spelling)}`
  const items = { range: table.range, items: table.body.map((item) => item.range), allowsFinalComma: false }
  return withItem(tree.text, items, text)
}

function keyLine(tree: TomlTree, indent: string, path: KeyPath, value: Value, near: TomlEntry | undefined): string {
  const spelling = spellingOf(tree)
  const quote = near?.node.value.type === "TOMLValue" && near.node.value.kind === "string" && near.node.value.style
  const text = tomlValue(value, spelling, quote ? (quote === "literal" ? "'" : '"') : spelling.forTexts)
  return `${indent}${tomlKeys(path, spelling)}${equalsLike(tree, near)}${text}${lineBreakOf(tree.text)}`
}

function afterEntry(tree: TomlTree, entry: TomlEntry, path: KeyPath, key: NewKey): Splice {
  const indent = indentAt(tree.text, entry.node.range[0])
  const lines =
    commentText(key.comment, indent, lineBreakOf(tree.text)) + keyLine(tree, indent, path, key.value ?? {}, entry)
  return lineAt(tree.text, lineEnd(tree.text, entry.node.range[1]), lines)
}

function underHeader(tree: TomlTree, header: TomlHeader, key: NewKey): Splice {
  const last = bodyOf(tree, header).at(-1)
  if (last !== undefined) return afterEntry(tree, last, key.path.slice(-1), key)
  const indent = indentAt(tree.text, header.node.range[0]) + keyIndent(tree, undefined)
  const lines =
    commentText(key.comment, indent, lineBreakOf(tree.text)) +
    keyLine(tree, indent, key.path.slice(-1), key.value ?? {}, undefined)
  return lineAt(tree.text, bodyEnd(tree, header), lines)
}

/** The last key that reaches into the same table by dots; a table made by dots cannot get a header. */
function dottedRelative(tree: TomlTree, parent: KeyPath): TomlEntry | undefined {
  let relative: TomlEntry | undefined
  let closeness = Math.max(0, ...tree.headers.map((header) => commonLength(header.path, parent)))
  for (const entry of tree.entries) {
    if (entry.inline !== undefined || entry.isInList) continue
    const common = commonLength(entry.path.slice(0, -1), parent)
    if (common > (entry.header?.path.length ?? 0) && common >= closeness) {
      relative = entry
      closeness = common
    }
  }
  return relative
}

/** A top-level key must stand before the first header. */
function atTop(tree: TomlTree, key: NewKey): Splice {
  const { text } = tree
  const last = tree.entries.filter((entry) => entry.header === undefined && entry.inline === undefined).at(-1)
  if (last !== undefined) return afterEntry(tree, last, key.path, key)
  const lineBreak = lineBreakOf(text)
  const lines = commentText(key.comment, "", lineBreak) + keyLine(tree, "", key.path, key.value ?? {}, undefined)
  const first = tree.headers[0]
  if (first === undefined) return lineAt(text, text.length, lines)
  const above = commentStart(text, first.node.range[0])
  const header = lineStart(text, first.node.range[0])
  // Comments that begin the file speak of the file, so they stay first.
  const at = above === 0 && above !== header ? header : above
  return { from: at, to: at, text: `${lines}${lineBreak}` }
}

function underNewHeader(tree: TomlTree, parent: KeyPath, key: NewKey): Splice {
  const { text } = tree
  const lineBreak = lineBreakOf(text)
  const indent = headerIndent(tree, parent)
  let relative: TomlHeader | undefined
  let closeness = 1
  for (const header of tree.headers) {
    const common = commonLength(header.path, parent)
    if (common < closeness) continue
    relative = header
    closeness = common
  }
  const child = tree.headers.find((header) => startsWith(header.path, parent))
  const header = `${indent}[${tomlKeys(parent, spellingOf(tree))}]${lineBreak}`
  const name = key.path.slice(parent.length)
  const sibling = child ?? relative
  const line =
    name.length === 0 ? "" : keyLine(tree, indent + keyIndent(tree, sibling), name, key.value ?? {}, undefined)
  const block = commentText(key.comment, indent, lineBreak) + header + line
  const gap = separatesTables(tree) ? lineBreak : ""
  if (child !== undefined) {
    const at = commentStart(text, child.node.range[0])
    return { from: at, to: at, text: block + gap }
  }
  const at = relative === undefined ? text.length : tableEnd(tree, relative)
  const isAfterBlank = at === 0 || isBlank(lineText(text, lineStart(text, at - 1)))
  return lineAt(text, at, (isAfterBlank ? "" : gap) + block)
}

/** The splices that make a key (or an empty table) which is not there yet. */
export function insertKey(tree: TomlTree, key: NewKey): readonly Splice[] {
  const inline = inlineTableFor(tree, key.path)
  if (inline !== undefined) return intoInlineTable(tree, inline, key)
  const parent = key.value === undefined ? key.path : key.path.slice(0, -1)
  const header = tree.headers.find((any) => !any.isInList && isSamePath(any.path, parent))
  if (header !== undefined) return key.value === undefined ? [] : [underHeader(tree, header, key)]
  const dotted = dottedRelative(tree, parent)
  if (dotted !== undefined) return [afterEntry(tree, dotted, key.path.slice(dotted.header?.path.length ?? 0), key)]
  return [parent.length === 0 ? atTop(tree, key) : underNewHeader(tree, parent, key)]
}
