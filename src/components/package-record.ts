// The text of a package manager's record, read once for one look at a node: every component asks it for its own package,
// and the record of a node has a megabyte.
import type { ReadingMachine } from "../machine/reading.ts"

/** Records of large desktops have 8 MiB; more than this is none. In bytes. */
const mostBytes = 32 * 1024 * 1024

/** By the machine as it is for one look; gone with it. */
const texts = new WeakMap<ReadingMachine, Map<string, string | undefined>>()

/** Undefined: it is not there, or cannot be read. */
export function recordText(machine: ReadingMachine, path: string): string | undefined {
  const known = texts.get(machine) ?? new Map<string, string | undefined>()
  texts.set(machine, known)
  if (known.has(path)) return known.get(path)
  const file = machine.readFile(path, { maxBytes: mostBytes })
  const text = file.state === "read" ? new TextDecoder().decode(file.bytes) : undefined
  known.set(path, text)
  return text
}

/** The paragraphs that have a line "KEY: VALUE" or "KEY:VALUE", in the order of the text. */
export function paragraphsWith(text: string, key: string, value: string): readonly string[] {
  const line = new RegExp(`^${key}:[ \\t]*${RegExp.escape(value)}[ \\t]*$`, "gm")
  return [...text.matchAll(line)].map(({ index }) => {
    const start = text.lastIndexOf("\n\n", index)
    const end = text.indexOf("\n\n", index)
    return text.slice(start < 0 ? 0 : start + 2, end < 0 ? text.length : end)
  })
}
