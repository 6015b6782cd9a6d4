// A machine whose answers about files and links are remembered, for the time of one look at a node: a dozen components ask
// for the same files, and what is found shall be of one moment. What runs and who answers is asked each time.

import type { Entry, FileRead, ReadingMachine } from "../machine/reading.ts"
import { still } from "../machine/still.ts"

/** Larger ones are asked for once anyway, and would be held in memory for nothing. In bytes. */
const mostKept = 64 * 1024

export function lookingOnce(node: ReadingMachine): ReadingMachine {
  const machine = still(node)
  const files = new Map<string, FileRead>()
  const entries = new Map<string, Entry | undefined>()
  const lists = new Map<string, readonly string[] | undefined>()
  const places = new Map<string, string | undefined>()
  const names = new Map<string, ReadonlySet<string>>()
  /** Its directory was listed, and it is not on the list: most of what is looked for is not there. */
  const isNotListed = (path: string): boolean => {
    const cut = path.lastIndexOf("/")
    const listed = lists.get(path.slice(0, cut) || "/")
    if (listed === undefined) return false
    const known = names.get(path.slice(0, cut)) ?? new Set(listed)
    names.set(path.slice(0, cut), known)
    const name = path.slice(cut + 1)
    return name !== "" && name !== "." && name !== ".." && !known.has(name)
  }
  return {
    ...machine,
    readFile(path, options) {
      const known = files.get(path)
      if (known === undefined && isNotListed(path)) return { state: "absent", path }
      // A limit that was met says nothing about a larger one.
      if (known !== undefined && known.state !== "unreadable") return known
      const read = machine.readFile(path, options)
      if (read.state !== "read" || read.bytes.length <= mostKept) files.set(path, read)
      return read
    },
    inspect: (path) => (isNotListed(path) ? undefined : remembered(entries, path, machine.inspect)),
    list: (path) => (isNotListed(path) ? undefined : remembered(lists, path, machine.list)),
    resolve: (path) => (isNotListed(path) ? undefined : remembered(places, path, machine.resolve)),
  }
}

function remembered<T>(known: Map<string, T>, path: string, ask: (path: string) => T): T {
  const answer = known.get(path)
  if (answer !== undefined || known.has(path)) return answer as T
  const asked = ask(path)
  known.set(path, asked)
  return asked
}
