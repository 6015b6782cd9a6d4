// Services that a definition somewhere may start a program under any name: the names of definitions in whose text the
// program is mentioned. Whether they really start it, their commands say.
import type { ReadingMachine } from "../machine/reading.ts"
import { knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"

/** A definition: the name of its service and the file that would mention the program. */
export interface Definition {
  readonly name: string
  readonly path: string
}

/** In the order of the definitions, each name once. `program` is a name without a directory. */
export function namesMentioning(
  machine: ReadingMachine,
  definitions: readonly Definition[],
  program: string,
): readonly string[] {
  const mention = new RegExp(`(?:^|[/\\s="'])${RegExp.escape(program)}(?=$|[\\s"'])`, "m")
  const found = definitions.filter(({ path }) =>
    mention.test(knownValue(toFileFact(machine.readFile(path)))?.text ?? ""),
  )
  return [...new Set(found.map(({ name }) => name))]
}
