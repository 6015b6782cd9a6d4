// How a TOML file is laid out, so that what is added looks as if it had always been there: indentation of headers and
// keys, blanks around =, blank lines between tables, comments that belong to the table below them.
import type { KeyPath } from "../document.ts"
import { indentAt, lineEnd, lineStart, lineText } from "../lines.ts"
import type { TomlEntry, TomlHeader, TomlTree } from "./tree.ts"

/** How many keys two paths have in common from the start. */
export function commonLength(a: KeyPath, b: KeyPath): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

export function startsWith(path: KeyPath, start: KeyPath): boolean {
  return commonLength(path, start) === start.length
}

export function isSamePath(a: KeyPath, b: KeyPath): boolean {
  return a.length === b.length && startsWith(a, b)
}

export function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line)
}

function isComment(line: string): boolean {
  return /^[ \t]*#/.test(line)
}

/** " = " or "=", after the key nearest above or else anywhere in the file. */
export function equalsLike(tree: TomlTree, near: TomlEntry | undefined): string {
  const entry = near ?? tree.entries.find((any) => any.inline === undefined)
  if (entry === undefined) return " = "
  return tree.text.slice(entry.node.key.range[1], entry.node.value.range[0]) === "=" ? "=" : " = "
}

/** Start of the comment lines directly above the line of `offset`; the start of that line when there are none. */
export function commentStart(text: string, offset: number): number {
  let start = lineStart(text, offset)
  while (start > 0) {
    const previous = lineStart(text, start - 1)
    if (!isComment(lineText(text, previous))) break
    start = previous
  }
  return start
}

/** The keys of a header that stand under it, in text order, without those within inline tables. */
export function bodyOf(tree: TomlTree, header: TomlHeader): readonly TomlEntry[] {
  return tree.entries.filter((entry) => entry.header === header && entry.inline === undefined)
}

/** End of the line of a header's last key, or of the header itself. */
export function bodyEnd(tree: TomlTree, header: TomlHeader): number {
  return lineEnd(tree.text, header.node.body.at(-1)?.range[1] ?? header.node.key.range[1])
}

/**
 * Where a table ends with the comments that follow its last key without a blank line, unless these run into the
 * next header: then they belong to that one.
 */
export function tableEnd(tree: TomlTree, header: TomlHeader): number {
  const { text } = tree
  const end = bodyEnd(tree, header)
  let at = end
  while (at < text.length && isComment(lineText(text, at))) at = lineEnd(text, at)
  return at === text.length || isBlank(lineText(text, at)) ? at : end
}

/** The indentation that each level of nested headers adds in this file; "" where headers are not indented. */
function headerStep(tree: TomlTree): string {
  for (const [index, header] of tree.headers.entries()) {
    const above = tree.headers[index - 1]
    if (above === undefined || above.path.length >= header.path.length || !startsWith(header.path, above.path)) continue
    const outer = indentAt(tree.text, above.node.range[0])
    const inner = indentAt(tree.text, header.node.range[0])
    const levels = header.path.length - above.path.length
    if (inner.startsWith(outer)) return inner.slice(outer.length, outer.length + (inner.length - outer.length) / levels)
  }
  return ""
}

/** The indentation for a new header: like its nearest relative, adjusted by the levels between them. */
export function headerIndent(tree: TomlTree, path: KeyPath): string {
  let relative: TomlHeader | undefined
  let closeness = 0
  for (const header of tree.headers) {
    const common = commonLength(header.path, path)
    if (common === 0) continue
    const rank = common * 2 + (header.path.length === path.length ? 1 : 0)
    if (rank >= closeness) {
      relative = header
      closeness = rank
    }
  }
  if (relative === undefined) return ""
  const indent = indentAt(tree.text, relative.node.range[0])
  const step = headerStep(tree)
  const levels = path.length - relative.path.length
  return levels >= 0 ? indent + step.repeat(levels) : indent.slice(0, Math.max(0, indent.length + step.length * levels))
}

/** The indentation that keys have in addition to their header, as in the table nearest to `near`. */
export function keyIndent(tree: TomlTree, near: TomlHeader | undefined): string {
  for (const header of near === undefined ? tree.headers : [near, ...tree.headers]) {
    const first = header.node.body[0]
    if (first === undefined) continue
    const outer = indentAt(tree.text, header.node.range[0])
    const inner = indentAt(tree.text, first.range[0])
    if (inner.startsWith(outer)) return inner.slice(outer.length)
  }
  return ""
}

/** Whether tables are set apart by a blank line; so for a file that has not two of them. */
export function separatesTables(tree: TomlTree): boolean {
  let apart = 0
  for (const header of tree.headers) {
    const start = commentStart(tree.text, header.node.range[0])
    if (start === 0) continue
    apart += isBlank(lineText(tree.text, lineStart(tree.text, start - 1))) ? 1 : -1
  }
  return apart >= 0
}
