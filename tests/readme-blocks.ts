// The blocks of commands and files in a document, as a reader copies them.
import { readFileSync } from "node:fs"
import { join } from "node:path"

export interface Block {
  /** The heading above it, without its signs. */
  readonly heading: string
  /** What stands behind the opening fence: "" for commands. */
  readonly language: string
  readonly lines: readonly string[]
}

/** Of a document of this checkout; blocks that a script writes (between "begin" and "end" comments) are left out. */
export function blocksOf(document: string): readonly Block[] {
  const blocks: Block[] = []
  let heading = ""
  let generated = false
  let open: { heading: string; language: string; lines: string[] } | undefined
  for (const line of readFileSync(join(import.meta.dir, "..", document), "utf8").split("\n")) {
    const fence = /^```(.*)$/.exec(line)
    if (/^<!-- \w+:(?:begin|end) -->$/.test(line)) generated = line.includes(":begin")
    else if (fence && open) {
      if (!generated) blocks.push(open)
      open = undefined
    } else if (fence) open = { heading, language: fence[1] ?? "", lines: [] }
    else if (open) open.lines.push(line)
    else heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading
  }
  return blocks
}

/** The lines of all blocks of commands below that heading, each as it is pasted: its comment does no harm to a shell. */
export function commandsBelow(document: string, heading: string): readonly string[] {
  const lines = blocksOf(document)
    .filter((block) => block.heading === heading && block.language === "")
    .flatMap((block) => block.lines)
  if (lines.length === 0) throw new Error(`${document} has no commands below ${heading}`)
  return lines
}

/** A line without its comment. */
export const withoutComment = (line: string): string => line.replace(/\s+#.*$/, "")
