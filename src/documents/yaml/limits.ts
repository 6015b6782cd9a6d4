// Bounds a YAML text before it is parsed. The parser (yaml 2.9) is recursive and, for nested "? " keys, takes time
// that grows with a power of two, so depth and such keys are counted first, line by line and rather too strictly.
import { maxDepth } from "../limits.ts"

/** Longest YAML text that is read, in UTF-16 code units; the parser needs about a second for it. */
export const maxYamlLength = 512 * 1024

/** Most lines and most commas; a kubelet configuration has about a hundred of each. */
export const maxYamlLines = 5_000

/** Most marks of YAML. The parser makes an error of each that is out of place, and each costs it some 10 µs. */
export const maxYamlMarks = 20_000

const mark = new Set(":,[]{}\"'*&")

/** Most keys written as "? key". */
const maxExplicitKeys = 8

export interface YamlExcess {
  readonly what: "length" | "lines" | "marks" | "depth" | "explicit-keys"
  readonly offset: number
}

/** The first spot where the text has more than the limits allow. */
export function findYamlExcess(text: string): YamlExcess | undefined {
  if (text.length > maxYamlLength) return { what: "length", offset: 0 }
  const indents: number[] = []
  let brackets = 0
  let separators = 0
  let explicitKeys = 0
  let marks = 0
  let offset = 0
  for (const line of text.split("\n")) {
    const content = line.trim()
    separators++
    if (content !== "" && !content.startsWith("#")) {
      const indent = line.length - line.trimStart().length
      while (indents.length > 0 && (indents.at(-1) ?? 0) >= indent) indents.pop()
      indents.push(indent)
      const compact = /^(?:[-?][ \t]+)*/.exec(content)?.[0] ?? ""
      const dashes = compact.split(/[ \t]+/).length - 1
      explicitKeys += content.match(/(?<![^\s[{,])\?(?=\s|$)/g)?.length ?? 0
      for (const character of content) {
        if (mark.has(character)) marks++
        if (character === "[" || character === "{") brackets++
        else if (character === "]" || character === "}") brackets = Math.max(0, brackets - 1)
        else if (character === ",") separators++
        if (brackets > maxDepth) return { what: "depth", offset }
      }
      if (indents.length + dashes > maxDepth) return { what: "depth", offset }
      if (marks > maxYamlMarks) return { what: "marks", offset }
      if (explicitKeys > maxExplicitKeys) return { what: "explicit-keys", offset }
    }
    if (separators > maxYamlLines) return { what: "lines", offset }
    offset += line.length + 1
  }
  return undefined
}
