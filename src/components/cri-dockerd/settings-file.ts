// Settings files of init systems with scripts: a variable whose words are all on the command line is passed on, so a
// flag added to it is passed on as well. A script itself is a program and is not edited.
import { environmentFile } from "../../documents/assignments/key-values.ts"
import { splitWords } from "../../documents/units/words.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { Result } from "../../model/fault.ts"
import type { FileContent } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"

/** OpenRC's conf.d, Debian's default, Red Hat's sysconfig. */
const settingsFile = /^\/etc\/(?:conf\.d|default|sysconfig)\//

export interface PassedVariable {
  readonly file: FileContent
  readonly name: string
  readonly value: string
}

/** The last variable of flags that are passed on; undefined: none. */
export function passedVariable({ command, files }: ServiceFacts): PassedVariable | undefined {
  return files
    .flatMap((fact) => knownValue(fact) ?? [])
    .filter(({ path }) => settingsFile.test(path))
    .flatMap((file): PassedVariable[] => {
      const parsed = environmentFile.parse(file.path, file.text)
      if (!parsed.ok) return []
      return Object.entries(parsed.value.root).flatMap(([name, value]) =>
        typeof value === "string" && isPassed(splitWords(value), command) ? [{ file, name, value }] : [],
      )
    })
    .at(-1)
}

function isPassed(words: readonly string[], command: readonly string[]): boolean {
  if (words[0]?.startsWith("-") !== true) return false
  return command.some((_, at) => words.every((word, index) => command[at + index] === word))
}

export function withFlagAdded({ file, name, value }: PassedVariable, flag: string): Result<string> {
  return environmentFile.edit(file.path, file.text, [{ edit: "set", path: [name], value: `${value} ${flag}` }])
}
