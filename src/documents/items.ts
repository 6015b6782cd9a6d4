// Items between brackets or braces: elements of a list, keys of an inline table, in TOML, JSON and YAML's flow style.
// Adds and takes away single ones and leaves the blanks, line breaks and comments around the others as they are.
import { indentAt, lineBreakOf, lineEnd, lineStart, type Splice } from "./lines.ts"

type Range = readonly [from: number, to: number]

/** What stands between the brackets: `range` with the brackets, `items` in text order. */
export interface Items {
  readonly range: Range
  readonly items: readonly Range[]
  /** Whether a comma may follow the last item: in a list of TOML, not in its inline tables, not in JSON. */
  readonly allowsFinalComma: boolean
}

/** Offset of the comma that follows `from`, past blanks, line breaks and comments; undefined when there is none. */
function commaAfter(text: string, from: number, limit: number): number | undefined {
  for (let at = from; at < limit; at++) {
    const character = text[at]
    if (character === ",") return at
    if (character === "#") at = text.indexOf("\n", at)
    else if (!/[ \t\r\n]/.test(character ?? "")) return undefined
    if (at < 0) return undefined
  }
  return undefined
}

function skipBlanks(text: string, at: number): number {
  let end = at
  while (text[end] === " " || text[end] === "\t") end++
  return end
}

/** The splices that take item `index` away. */
export function withoutItem(text: string, { range, items, allowsFinalComma }: Items, index: number): readonly Splice[] {
  const item = items[index]
  if (item === undefined) return []
  const previous = items[index - 1]
  const next = items[index + 1]
  const comma = commaAfter(text, item[1], range[1])
  const start = lineStart(text, item[0])
  const end = lineEnd(text, item[1])
  const isAloneBefore = start > range[0] && text.slice(start, item[0]).trim() === ""
  const isAloneAfter = end < range[1] && /^[ \t]*,?[ \t]*(#[^\n]*)?\r?\n$/.test(text.slice(item[1], end))
  const before = previous === undefined ? undefined : commaAfter(text, previous[1], item[0])
  if (isAloneBefore && isAloneAfter) {
    const line = { from: start, to: end, text: "" }
    if (comma === undefined ? allowsFinalComma || previous === undefined : comma < end) return [line]
    if (comma === undefined && before !== undefined && before < start) {
      return [{ from: before, to: before + 1, text: "" }, line]
    }
  }
  if (next === undefined && previous === undefined && text.slice(range[0] + 1, item[0]).trim() === "") {
    const after = text.slice(comma === undefined ? item[1] : comma + 1, range[1] - 1)
    if (after.trim() === "" && !text.slice(item[1], comma ?? item[1]).includes("#")) {
      return [{ from: range[0] + 1, to: range[1] - 1, text: "" }]
    }
  }
  if (comma !== undefined) {
    const isBeside = text.slice(item[1], comma).trim() === ""
    if (isBeside) {
      if (next !== undefined) return [{ from: item[0], to: skipBlanks(text, comma + 1), text: "" }]
      return [{ from: blanksBefore(text, item[0]), to: comma + 1, text: "" }]
    }
    return [
      { from: item[0], to: item[1], text: "" },
      { from: comma, to: comma + 1, text: "" },
    ]
  }
  if (before === undefined) return [{ from: item[0], to: item[1], text: "" }]
  const hasOnlyBlanksBetween = /^[ \t]*$/.test(text.slice(before + 1, item[0]))
  if (hasOnlyBlanksBetween) return [{ from: before, to: item[1], text: "" }]
  return [
    { from: before, to: before + 1, text: "" },
    { from: blanksBefore(text, item[0]), to: item[1], text: "" },
  ]
}

function blanksBefore(text: string, at: number): number {
  let start = at
  while (text[start - 1] === " " || text[start - 1] === "\t") start--
  return start
}

/** The splices that put `item` after the last one. */
export function withItem(text: string, { range, items, allowsFinalComma }: Items, item: string): readonly Splice[] {
  const inside = text.slice(range[0] + 1, range[1] - 1)
  const last = items.at(-1)
  if (last === undefined) {
    if (!/[\r\n#]/.test(inside)) {
      const padding = allowsFinalComma ? "" : " "
      return [{ from: range[0] + 1, to: range[1] - 1, text: `${padding}${item}${padding}` }]
    }
    const lastLine = lineStart(text, range[1] - 1)
    const indent = indentAt(text, range[0])
    const line = `${indent}  ${item}${allowsFinalComma ? "," : ""}${lineBreakOf(text)}`
    if (text.slice(lastLine, range[1] - 1).trim() === "") return [{ from: lastLine, to: lastLine, text: line }]
    return [{ from: range[0] + 1, to: range[0] + 1, text: `${lineBreakOf(text)}${line}` }]
  }
  const comma = commaAfter(text, last[1], range[1])
  const start = lineStart(text, last[0])
  const end = lineEnd(text, last[1])
  const isOnOwnLine = start > range[0] && text.slice(start, last[0]).trim() === "" && end < range[1]
  if (isOnOwnLine && (comma === undefined || comma < end)) {
    const line = `${indentAt(text, last[0])}${item}${comma === undefined ? "" : ","}${lineBreakOf(text)}`
    const joint = comma === undefined ? [{ from: last[1], to: last[1], text: "," }] : []
    return [...joint, { from: end, to: end, text: line }]
  }
  return [{ from: last[1], to: last[1], text: `, ${item}` }]
}
