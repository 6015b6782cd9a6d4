// The program behind a shell or another program that only starts it: `bash -c 'exec containerd -c FILE | logger'`,
// `env A=b dockerd`, `nice -n 5 kubelet`. Whoever reads the flags of a service wants those of the program.
import type { ReadingMachine } from "../machine/reading.ts"
import { knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import { computedNames, readAssignments, readShellCommand } from "./shell-words.ts"
import { sourcedFiles, textsOf } from "./sourced-files.ts"

const shells: ReadonlySet<string> = new Set(["sh", "bash", "dash", "ash", "ksh", "zsh", "busybox"])

/** Programs that end by starting another one, whose path is the first of their words that is one. */
const starters: ReadonlySet<string> = new Set(
  "chrt choom ionice nice nohup numactl prlimit setpriv setsid stdbuf systemd-cat taskset timeout unshare".split(" "),
)

/** One may stand in another; more than this is nobody's unit. */
const deepest = 8

/** The command that is really run. Empty: the shell's text is beyond what can be read without running it. */
export function commandBehind(
  machine: ReadingMachine,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  let command = words
  let variables = environment
  for (let depth = 0; depth < deepest; depth++) {
    const name = command[0]?.slice(command[0].lastIndexOf("/") + 1) ?? ""
    if (name === "env") {
      const { rest, added } = withoutEnv(command.slice(1))
      variables = { ...variables, ...added }
      command = rest
    } else if (shells.has(name)) {
      const script = scriptOf(command)
      if (script !== undefined) command = lastCommandOf(machine, script, variables) ?? []
      else if (command[1]?.startsWith("/") === true) command = command.slice(1)
      else return command
    } else if (starters.has(name)) {
      const at = command.findIndex((word, index) => index > 0 && word.startsWith("/"))
      if (at < 0) return command
      command = command.slice(at)
    } else {
      const script = shellScript(machine, command)
      if (script === undefined) return command
      command = lastCommandOf(machine, withParameters(script, command.slice(1)), variables) ?? []
    }
  }
  return command
}

/** Larger than any script that only starts a program, and much smaller than a program. In bytes. */
const scriptBytes = 64 * 1024

/**
 * Names by which scripts that start a program go; programs themselves are not looked into where packages put them.
 * Elsewhere one may stand in a program's place and name: cilium's node-init moves the kubelet of GKE to the-kubelet.
 */
const scriptName = /(?:\.sh|wrapper|start|run|launch|entrypoint|init)[\w.-]*$/
const ofPackages = /^\/(?:usr\/)?(?:local\/)?s?bin\/[^/]+$/

/** The text of a shell script that is run as a program. */
function shellScript(machine: ReadingMachine, [program = ""]: readonly string[]): string | undefined {
  if (!program.startsWith("/")) return undefined
  if (ofPackages.test(program) && !scriptName.test(program.slice(program.lastIndexOf("/") + 1))) return undefined
  const text = knownValue(toFileFact(machine.readFile(program, { maxBytes: scriptBytes })))?.text
  return text !== undefined && /^#![^\n]*\b(?:ba|da|a|k|z)?sh\b/.test(text) ? text : undefined
}

/** "$@", $1 and the like, with what the script is given. */
function withParameters(script: string, given: readonly string[]): string {
  const quoted = given.map((word) => `'${word.replaceAll("'", "'\\''")}'`)
  return script
    .replace(/"\$(?:@|\{@\})"|\$[@*]/g, () => quoted.join(" "))
    .replace(/"\$\{?([1-9])\}?"|\$\{?([1-9])\}?/g, (_, a?: string, b?: string) => quoted[Number(a ?? b) - 1] ?? "''")
}

/** Words after options and assignments; env(1). */
function withoutEnv(words: readonly string[]) {
  const added: Record<string, string> = {}
  let at = 0
  for (; at < words.length; at++) {
    const word = words[at] ?? ""
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? []
    if (name !== undefined) added[name] = value ?? ""
    else if (word === "-u" || word === "-C" || word === "--unset" || word === "--chdir") at++
    else if (!word.startsWith("-")) break
  }
  return { rest: words.slice(at), added }
}

/** The word after the option with c in it: -c, -ec, -lc; undefined: the shell runs a file. */
function scriptOf(command: readonly string[]): string | undefined {
  const at = command.findIndex((word, index) => index > 0 && /^-[a-zA-Z]*c[a-zA-Z]*$/.test(word))
  return at < 0 ? undefined : command[at + 1]
}

/** Of several commands the one that the shell becomes (exec), else the last: what is before it prepares. */
function lastCommandOf(
  machine: ReadingMachine,
  script: string,
  environment: Readonly<Record<string, string>>,
): readonly string[] | undefined {
  const given = new Map(Object.entries(environment))
  const variables = readAssignments([...textsOf(sourcedFiles(machine, script, given)), script], given)
  const computed = computedNames(script)
  const starts = startsOf(script)
  const commands = starts.flatMap((offset, index) => {
    const words = readShellCommand(script, offset, variables)
    const used = script.slice(offset, starts[index + 1]).matchAll(/\$\{?([A-Za-z_]\w*)/g)
    if (words === undefined || [...used].some(([, name = ""]) => computed.has(name))) return [undefined]
    const program = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word))
    return program < 0 ? [] : [words.slice(program)]
  })
  const replacing = commands.findLast((words) => words?.[0] === "exec")
  if (replacing === undefined) return commands.at(-1)
  // exec -a NAME gives the process another name.
  return replacing[1] === "-a" ? replacing.slice(3) : replacing.slice(1)
}

/** Where commands begin: at the start and behind ; && || and line breaks outside quotes. What a pipe leads to is none. */
function startsOf(script: string): readonly number[] {
  const starts = [0]
  let quote = ""
  for (let at = 0; at < script.length; at++) {
    const char = script[at] ?? ""
    if (quote !== "") {
      if (char === "\\" && quote === '"') at++
      else if (char === quote) quote = ""
    } else if (char === "\\") at++
    else if (char === "'" || char === '"') quote = char
    else if (char === ";" || char === "\n") starts.push(at + 1)
    else if ((char === "&" || char === "|") && script[at + 1] === char) starts.push(++at + 1)
  }
  return starts.filter((start) => script.slice(start).trim() !== "")
}
