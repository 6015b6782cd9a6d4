// Bounds nesting and the number of values of a TOML text before it is parsed, in one pass over its characters. It
// knows strings and comments only well enough not to count what stands in them; syntax is the parser's business.
import { maxDepth, maxLines, maxValues } from "../limits.ts"

export interface Excess {
  readonly what: "depth" | "values" | "lines"
  readonly offset: number
}

/** End of the string that starts at `at`; an unclosed one ends with its line, a multi-line one with the text. */
function skipString(text: string, at: number): number {
  const quote = text[at] ?? ""
  if (text.startsWith(quote.repeat(3), at)) {
    for (let end = at + 3; end < text.length; end++) {
      if (quote === '"' && text[end] === "\\") end++
      else if (text[end] === quote && text.startsWith(quote.repeat(3), end)) {
        let after = end + 3
        while (text[after] === quote && after < end + 5) after++
        return after
      }
    }
    return text.length
  }
  for (let end = at + 1; end < text.length; end++) {
    const character = text[end]
    if (character === "\n") return end
    if (character === "\\" && quote === '"') end++
    else if (character === quote) return end + 1
  }
  return text.length
}

/** The first spot where the text has more than the limits allow. */
export function findExcess(text: string): Excess | undefined {
  let depth = 0
  let dots = 0
  let values = 0
  let lines = 0
  for (let at = 0; at < text.length; ) {
    const character = text[at]
    if (character === '"' || character === "'") {
      at = skipString(text, at)
      continue
    }
    if (character === "#") {
      const end = text.indexOf("\n", at)
      at = end < 0 ? text.length : end
      continue
    }
    if (character === ".") dots++
    else if (character === "[" || character === "{") depth++
    else if (character === "]" || character === "}") depth = Math.max(0, depth - 1)
    else if (character === "=" || character === ",") values++
    if (character === "[" && depth === 1) values++
    if (character === "=" || character === "," || character === "\n") dots = 0
    if (character === "\n") lines++
    if (lines > maxLines) return { what: "lines", offset: at }
    if (depth > maxDepth || dots >= maxDepth) return { what: "depth", offset: at }
    if (values > maxValues) return { what: "values", offset: at }
    at++
  }
  return undefined
}
