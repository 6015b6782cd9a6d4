// Splices for single elements of a list in a YAML text, in brackets or on lines with a dash. Undefined stands for "not
// without losing the form of a line".
import type { Node, YAMLSeq } from "yaml"
import type { Value } from "../document.ts"
import { withItem, withoutItem } from "../items.ts"
import { lacksFinalLineBreak, lineBreakOf, lineStart, type Splice } from "../lines.ts"
import { replaceValue } from "./keys.ts"
import { contentEnd, lineEndOf, quoteOf, rangeOf, startOf } from "./spans.ts"
import { yamlInline } from "./text.ts"
import type { YamlEntry } from "./tree.ts"

/** The splices that take element `index` out of a list. */
export function removeItem(
  text: string,
  list: YAMLSeq,
  entry: YamlEntry,
  index: number,
): readonly Splice[] | undefined {
  const items = list.items.map((item) => rangeOf(item as Node))
  if (list.flow) return withoutItem(text, { range: rangeOf(list), items, allowsFinalComma: true }, index)
  const item = list.items[index] as Node
  if (list.items.length === 1) return replaceValue(text, entry, [], false)
  const start = lineStart(text, startOf(item))
  if (!/^[ ]*-[ ]+$/.test(text.slice(start, startOf(item)))) return undefined
  return [{ from: start, to: lineEndOf(text, contentEnd(text, item)), text: "" }]
}

export function addItem(text: string, list: YAMLSeq, value: Value): readonly Splice[] | undefined {
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
