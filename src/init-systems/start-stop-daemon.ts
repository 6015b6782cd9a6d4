// Finds in an init script which program start-stop-daemon starts with which arguments. See start-stop-daemon(8) of
// dpkg and of OpenRC: --exec or --startas names the program, everything behind -- is passed on.
import { readShellCommand, type Variables } from "./shell-words.ts"

/** Program and arguments of the first start; empty when the script does not say it plainly. */
export function startedProgram(script: string, variables: Variables): readonly string[] {
  for (const match of script.matchAll(/\bstart-stop-daemon\b/g)) {
    const words = readShellCommand(script, match.index, variables)
    if (words === undefined || !words.some((word) => word === "--start" || word === "-S")) continue
    const separator = words.indexOf("--")
    const options = separator < 0 ? words : words.slice(0, separator)
    const program = optionValue(options, ["--startas", "-a"]) ?? optionValue(options, ["--exec", "-x"])
    // A trial run (--test) comes first in many scripts and has the same program without its arguments.
    if (program === undefined || options.some((word) => word === "--test" || word === "-t")) continue
    return withoutShell([program, ...(separator < 0 ? [] : words.slice(separator + 1))], variables)
  }
  return []
}

function optionValue(words: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (names.includes(word)) return words[index + 1]
    const long = names.find((name) => name.startsWith("--") && word.startsWith(`${name}=`))
    if (long !== undefined) return word.slice(long.length + 1)
  }
  return undefined
}

/** `sh -c 'exec PROGRAM ARGUMENTS'` is PROGRAM with its arguments. */
function withoutShell(command: readonly string[], variables: Variables): readonly string[] {
  const [program = "", flag, script = ""] = command
  if (!/\/(?:ba|da)?sh$/.test(program) || flag !== "-c") return command
  const start = /^\s*exec\s+/.exec(script)?.[0].length
  return start === undefined ? [] : (readShellCommand(script, start, variables) ?? [])
}
