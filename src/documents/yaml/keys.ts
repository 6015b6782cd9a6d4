// Splices for single keys of a YAML text: another value, a new key at the end of its table, a key taken away. Undefined
// stands for "not without losing a comment or the form of a line".
import type { YAMLMap } from "yaml"
import type { KeyPath, Value } from "../document.ts"
import { withItem, withoutItem } from "../items.ts"
import { commentLines, lacksFinalLineBreak, lineBreakOf, lineStart, lineText, type Splice } from "../lines.ts"
import { tableOf } from "../value.ts"
import { isAlias, isScalar } from "./package.ts"
import { colonEnd, contentEnd, flowItems, hasText, lineEndOf, quoteOf, rangeOf, startOf } from "./spans.ts"
import { yamlInline, yamlLines, yamlString } from "./text.ts"
import type { YamlEntry, YamlTree } from "./tree.ts"

/**
 * Puts a value in the place of another. Undefined: comments would get lost, or stand beside another value than theirs.
 * With `isKept` false the comment beside the last line goes with what it speaks of.
 */
export function replaceValue(
  text: string,
  entry: YamlEntry,
  value: Value,
  isKept: boolean,
): readonly Splice[] | undefined {
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
export function insertInto(text: string, map: YAMLMap, key: string, value: Value, comment: string | undefined) {
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

/** The first keys of an empty document. */
export function fill(text: string, tree: YamlTree, path: KeyPath, value: Value, comment: string | undefined) {
  const [key = "", ...rest] = path
  const inner = rest.reduceRight<Value>((deeper, name) => tableOf([[name, deeper]]), value)
  const lineBreak = lineBreakOf(text)
  const lines = [...commentLines(comment, ""), ...yamlLines(key, inner, "", undefined)]
  const at = tree.end
  const joint = at > 0 && text[at - 1] !== "\n" ? lineBreak : ""
  return [{ from: at, to: at, text: joint + lines.map((line) => line + lineBreak).join("") }]
}

/** Takes a key away with its lines. The last key of a table leaves {} behind; `above` is the key of that table. */
export function removeEntry(
  text: string,
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
