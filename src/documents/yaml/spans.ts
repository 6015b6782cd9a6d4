// Where the nodes of a YAML text begin and really end: the parser counts comments and blank lines after a value to it.
import type { Node, YAMLMap } from "yaml"
import { lineEnd } from "../lines.ts"
import { isMap, isScalar, isSeq } from "./package.ts"
import type { YamlQuote } from "./text.ts"

export function startOf(node: unknown): number {
  return (node as Node).range?.[0] ?? 0
}

export function endOf(node: unknown): number {
  return (node as Node).range?.[1] ?? 0
}

/** Offset after the colon that follows a key. */
export function colonEnd(text: string, key: unknown): number {
  return text.indexOf(":", endOf(key)) + 1
}

/** Where the text of a node really ends, without the blank lines and comments after it. */
export function contentEnd(text: string, node: Node): number {
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

export function hasText(node: Node | null | undefined): node is Node {
  if (node === null || node === undefined) return false
  return !(isScalar(node) && node.value === null && (node.source ?? "") === "")
}

/** End of the line on which a node ends; a block of text ends with its own line break. */
export function lineEndOf(text: string, offset: number): number {
  return offset > 0 && text[offset - 1] === "\n" ? offset : lineEnd(text, offset)
}

export function quoteOf(node: Node | null): YamlQuote {
  if (!isScalar(node)) return undefined
  return node.type === "QUOTE_SINGLE" ? "'" : node.type === "QUOTE_DOUBLE" ? '"' : undefined
}

export function flowItems(map: YAMLMap) {
  return map.items.map(
    (pair) => [startOf(pair.key), pair.value === null ? endOf(pair.key) : endOf(pair.value)] as const,
  )
}

export function rangeOf(node: Node): readonly [number, number] {
  return [startOf(node), endOf(node)]
}
