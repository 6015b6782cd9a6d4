// Files that a shell text reads into itself with `.` or `source`: their assignments count as if they stood in it.
import type { ReadingMachine } from "../machine/reading.ts"
import { knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { FileFact } from "../model/file-content.ts"
import { readAssignments, readShellWord, type Variables } from "./shell-words.ts"

/** One may read another; more than this is nobody's script. */
const deepest = 4

/** Functions for every script; what they assign is no setting of a service. */
const isLibrary = /\/(?:[\w-]*functions(?:\.sh)?|vars\.sh|lsb[\w-]*)$/

/**
 * Those that exist, in the order in which they are read, each before the text that reads it. `directory`: of the script,
 * for paths such as ./conf.
 */
export function sourcedFiles(
  machine: ReadingMachine,
  text: string,
  given: Variables,
  directory = "/",
  depth = 0,
): readonly FileFact[] {
  const variables = readAssignments([text], given)
  const found = new Map<string, FileFact>()
  // At the beginning of a command: of a line, behind ; && || and then.
  for (const match of text.matchAll(/(?:^|[;&|]|\bthen\b)[ \t]*(?:\.|source)[ \t]+/gm)) {
    const word = readShellWord(text, match.index + match[0].length, variables)
    const path = word?.startsWith("./") ? `${directory}/${word.slice(2)}` : word
    if (path === undefined || !path.startsWith("/") || found.has(path) || isLibrary.test(path)) continue
    const fact = toFileFact(machine.readFile(path))
    if (fact.state === "absent") continue
    const inner = knownValue(fact)?.text ?? ""
    const below = depth < deepest ? sourcedFiles(machine, inner, variables, directory, depth + 1) : []
    for (const one of below) {
      const name = knownValue(one)?.path
      if (name !== undefined && !found.has(name)) found.set(name, one)
    }
    found.set(path, fact)
  }
  return [...found.values()]
}

export function textsOf(files: readonly FileFact[]): readonly string[] {
  return files.flatMap((fact) => knownValue(fact)?.text ?? [])
}
