// A configuration as containerd holds it in memory, with the place of every value: what merging and migrating move
// around. Trees are values; every function returns a new one.
import type { Document, KeyInText, KeyPath, Table, Value } from "../../../documents/document.ts"
import type { Place } from "../../../model/place.ts"

/** Where something was written. */
export interface Written {
  readonly file: string
  /** As it stands in that file, before any renaming. */
  readonly path: KeyPath
  readonly place: Place
}

export interface Leaf {
  readonly kind: "value"
  readonly value: Value
  readonly at: Written
}

export interface Branch {
  readonly kind: "table"
  readonly entries: ReadonlyMap<string, Tree>
  /** The header or key that made the table; undefined when it only came about on the way to another key. */
  readonly at?: Written
}

export type Tree = Leaf | Branch

export const emptyBranch: Branch = { kind: "table", entries: new Map() }

function isTableValue(value: Value): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

const joined = (path: KeyPath): string => path.join("\u0000")

/** Whether a key was written as a number with a fraction or exponent, which Go does not take for an integer. */
export function isWrittenAsFloat(key: KeyInText): boolean {
  const { text, column, length } = key.valuePlace
  const written = text?.slice(column - 1, length === undefined ? undefined : column - 1 + length) ?? ""
  return /^[+-]?[0-9_]*(\.|[0-9]e)|^[+-]?(inf|nan)$/i.test(written)
}

/** The document with places. Lists, and tables in lists, are single values. */
export function treeOf(document: Document): Branch {
  const keys = new Map(document.keys.map((key) => [joined(key.path), key] as const))
  const start: Place = { file: document.file, line: 1, column: 1 }
  const grow = (table: Table, path: KeyPath, above: Place): Branch => {
    const key = keys.get(joined(path))
    const place = key?.keyPlace ?? above
    const entries = Object.entries(table).map(([name, value]): readonly [string, Tree] => {
      const inner = [...path, name]
      if (isTableValue(value)) return [name, grow(value, inner, place)]
      const own = keys.get(joined(inner))
      // A list of tables has its places at its elements: path, then "0".
      const at = own?.keyPlace ?? keys.get(joined([...inner, "0"]))?.keyPlace ?? place
      return [name, { kind: "value", value, at: { file: document.file, path: inner, place: at } }]
    })
    const branch: Branch = { kind: "table", entries: new Map(entries) }
    return key === undefined ? branch : { ...branch, at: { file: document.file, path, place } }
  }
  return grow(document.root, [], start)
}

/** The node at a path, by exact names. */
export function nodeAt(tree: Tree | undefined, path: KeyPath): Tree | undefined {
  let node = tree
  for (const name of path) {
    if (node?.kind !== "table") return undefined
    node = node.entries.get(name)
  }
  return node
}

export function branchAt(tree: Tree | undefined, path: KeyPath): Branch | undefined {
  const node = nodeAt(tree, path)
  return node?.kind === "table" ? node : undefined
}

export function withEntry(branch: Branch, name: string, node: Tree): Branch {
  return { ...branch, entries: new Map([...branch.entries, [name, node]]) }
}

export function withoutEntries(branch: Branch, names: ReadonlySet<string>): Branch {
  return { ...branch, entries: new Map([...branch.entries].filter(([name]) => !names.has(name))) }
}

/** Puts `from` over `to` key by key; a table over a table goes on inside, anything else replaces. */
export function mergeByKey(to: Branch, from: Branch): Branch {
  const entries = new Map(to.entries)
  for (const [name, node] of from.entries) {
    const old = entries.get(name)
    entries.set(name, old?.kind === "table" && node.kind === "table" ? mergeByKey(old, node) : node)
  }
  const at = to.at ?? from.at
  return at === undefined ? { kind: "table", entries } : { kind: "table", entries, at }
}

/** Every value in a tree with its path, in no particular order. */
export function leavesOf(tree: Tree, path: KeyPath = []): readonly { readonly path: KeyPath; readonly leaf: Leaf }[] {
  if (tree.kind === "value") return [{ path, leaf: tree }]
  return [...tree.entries].flatMap(([name, node]) => leavesOf(node, [...path, name]))
}

/** A value as TOML would show it, for sentences. */
export function valueText(value: Value): string {
  if (typeof value === "bigint") return String(value)
  if (value instanceof Date) return value.toISOString()
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? Number(inner) : inner))
}
