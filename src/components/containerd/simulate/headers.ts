// Table headers with escapes in a quoted name, for releases that take the escape for six letters: the table then has
// another name than its author meant.
import type { Document, KeyInText, KeyPath } from "../../../documents/document.ts"
import { type Branch, type Tree, withEntry } from "./tree.ts"

export function withHeadersAsWritten(document: Document, tree: Branch): Branch {
  if (!/^\s*\[.*\\/m.test(document.text)) return tree
  const headers = document.keys.filter(isHeader)
  return headers.reduce((sofar, { path, keyPlace }) => {
    const start = keyPlace.column - 1
    const names = namesIn(keyPlace.text?.slice(start, start + (keyPlace.length ?? 0)) ?? "")
    // An element of a list of tables has its index in the path besides.
    if (names.length !== path.length) return sofar
    return path.reduceRight((renamed, _, at) => renamedAt(renamed, path.slice(0, at + 1), names[at] ?? ""), sofar)
  }, tree)
}

/** A header spans its brackets; the value of a key stands behind it. */
function isHeader({ keyPlace, valuePlace }: KeyInText): boolean {
  return valuePlace.line === keyPlace.line && valuePlace.column < keyPlace.column
}

/** The names of a header as they are written, without their quotes. */
function namesIn(written: string): readonly string[] {
  const names = written.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s."']+)/g)
  return [...names].map(([, double, single, bare]) => double ?? single ?? bare ?? "")
}

/** The last name of the path replaced, where a table of it is still there. */
function renamedAt(tree: Branch, path: KeyPath, name: string): Branch {
  const [first = "", ...rest] = path
  const inner = tree.entries.get(first)
  if (inner === undefined || (rest.length === 0 && first === name)) return tree
  if (rest.length > 0) return inner.kind === "table" ? withEntry(tree, first, renamedAt(inner, rest, name)) : tree
  const others = [...tree.entries].filter(([other]) => other !== first)
  const entries: readonly (readonly [string, Tree])[] = [...others, [name, inner]]
  return { ...tree, entries: new Map(entries) }
}
