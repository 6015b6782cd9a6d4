// Takes keys and whole tables out of a TOML text. A table goes with the lines of its headers, its keys and the
// comments among them; comments above its header and before the next one stay, because they may speak of others.
import type { KeyPath } from "../document.ts"
import { withoutItem } from "../items.ts"
import { lineEnd, lineStart, lineText, type Splice } from "../lines.ts"
import { isBlank, isSamePath, startsWith, tableEnd } from "./style.ts"
import type { TomlEntry, TomlTree } from "./tree.ts"

function withoutEntry(tree: TomlTree, entry: TomlEntry): readonly Splice[] {
  if (entry.inline !== undefined) {
    const { body, range } = entry.inline
    const items = { range, items: body.map((item) => item.range), allowsFinalComma: false }
    return withoutItem(tree.text, items, body.indexOf(entry.node))
  }
  const [from, to] = entry.node.range
  return [{ from: lineStart(tree.text, from), to: lineEnd(tree.text, to), text: "" }]
}

/**
 * A table that goes takes the blank lines of one side with it: those after it when there were some before it already.
 * At the end of the file those before it go, so that what was appended there leaves no trace.
 */
function withBlankLines(text: string, from: number, to: number): Splice {
  let start = from
  let end = to
  while (end < text.length && isBlank(lineText(text, end))) end = lineEnd(text, end)
  const isAfterBlank = start === 0 || isBlank(lineText(text, lineStart(text, start - 1)))
  if (end < text.length) return { from, to: isAfterBlank ? end : to, text: "" }
  while (start > 0 && isBlank(lineText(text, lineStart(text, start - 1)))) start = lineStart(text, start - 1)
  return { from: start, to, text: "" }
}

function withoutHeaders(tree: TomlTree, path: KeyPath): readonly Splice[] {
  const goes = tree.headers.map((header) => startsWith(header.path, path))
  const splices: Splice[] = []
  let from: number | undefined
  for (const [index, header] of tree.headers.entries()) {
    if (!goes[index]) continue
    from ??= lineStart(tree.text, header.node.range[0])
    if (goes[index + 1]) continue
    splices.push(withBlankLines(tree.text, from, tableEnd(tree, header)))
    from = undefined
  }
  return splices
}

/** The splices that remove a key or a table. Undefined: the path leads into a list, or is not in the text. */
export function removeKey(tree: TomlTree, path: KeyPath): readonly Splice[] | undefined {
  const exact = tree.entries.find((entry) => !entry.isInList && isSamePath(entry.path, path))
  if (exact !== undefined) return withoutEntry(tree, exact)
  const goes = (header: TomlEntry["header"]) => header !== undefined && startsWith(header.path, path)
  const dotted = tree.entries.filter((entry) => {
    return !entry.isInList && entry.inline === undefined && !goes(entry.header) && startsWith(entry.path, path)
  })
  const splices = [...withoutHeaders(tree, path), ...dotted.flatMap((entry) => withoutEntry(tree, entry))]
  return splices.length === 0 ? undefined : splices
}
