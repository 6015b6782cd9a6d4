// Tabs where go-yaml, with which the kubelet reads, takes none: before the first token of a line and behind a dash, outside
// of [] and {} (go-yaml, scannerc.go, yaml_parser_scan_to_next_token). The parser used here lets some of them pass.
import type { CST } from "yaml"
import { yamlPackage } from "./package.ts"

/** The offset of the first such tab; undefined: there is none. */
export function findRefusedTab(text: string): number | undefined {
  if (!text.includes("\t")) return undefined
  for (const token of new (yamlPackage().Parser)().parse(text)) {
    const found = findIn(token, text, false)
    if (found !== undefined) return found
  }
  return undefined
}

type Part = CST.Token | CST.SourceToken | CST.CollectionItem

function findIn(part: Part, text: string, isInFlow: boolean): number | undefined {
  if ("type" in part && part.type === "space") return isInFlow ? undefined : refusedIn(part, text)
  const isFlow = isInFlow || ("type" in part && part.type === "flow-collection")
  for (const [name, value] of Object.entries(part) as [string, unknown][]) {
    // What stands behind the closing bracket is outside again.
    const isInside = name === "items" ? isFlow : isInFlow
    for (const inner of Array.isArray(value) ? value : [value]) {
      if (typeof inner !== "object" || inner === null) continue
      const found = findIn(inner as Part, text, isInside)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** Blanks that begin a line or follow a dash, with a tab among them. */
function refusedIn({ offset, source }: CST.SourceToken, text: string): number | undefined {
  const tab = source.indexOf("\t")
  const before = text[offset - 1]
  const isDash = before === "-" && /(?:^|\s)-$/.test(text.slice(Math.max(0, offset - 2), offset))
  return tab >= 0 && (before === undefined || before === "\n" || isDash) ? offset + tab : undefined
}
