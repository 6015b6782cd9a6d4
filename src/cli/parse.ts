// Arguments in, an invocation or a fault out. cac does the parsing; around it stands what it does not do: it turns
// "3.10" into the number 3.1, takes the next word as the value of "--flag=", and says nothing about unknown names.
import { cac } from "cac"
import type { FlagName } from "../model/command-line.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import { closest } from "../settings/closest.ts"
import {
  type AnyCommand,
  asTakenBy,
  type CommandDefinition,
  commandNamed,
  commands,
  type FlagDefinition,
  flagNamed,
  flagsOf,
  type HelpTopic,
  hiddenCommandNamed,
  takes,
  takesWords,
  usageOf,
} from "./definitions.ts"
import { foreignCommands, inOwnWords } from "./foreign-words.ts"

export interface Invocation {
  readonly command: AnyCommand
  readonly argument: string | undefined
  /** The word behind the argument, where the command takes one. */
  readonly object?: string
  readonly flags: { readonly [Name in FlagName]?: string | boolean | readonly string[] }
  /** `criadm help settings`: help on something that is no command. */
  readonly topic?: HelpTopic
}

/** Put before a value so that cac keeps it as text; no argument can hold it, since execve(2) ends arguments at NUL. */
const mark = "\0"

const wizard = commands.find((command) => command.name === "wizard") as CommandDefinition

export function parseArguments(given: readonly string[]): Result<Invocation> {
  const argv = inOwnWords(given)
  const words = findWords(argv)
  if (words[0] === "help") return helpOn(words.slice(1), argv)
  const [name] = words
  const command = name === undefined ? wizard : (commandNamed(name) ?? hiddenCommandNamed(name))
  if (command === undefined) return failed(unknownCommand(name ?? ""))
  const [, argument, object, more] = findWords(argv, command)
  const checked = checkFlags(argv, command)
  if (!checked.ok) return checked
  const usage = usageOf(command)
  const excess = more ?? (command.object === undefined ? object : undefined)
  if (excess !== undefined || (argument !== undefined && command.argument === undefined)) {
    return failed({ code: "too-many-arguments", args: { argument: excess ?? argument ?? "", usage } })
  }
  const parsed = parseWithCac(argv, command)
  const chosen = checkWords(parsed, command)
  if (!chosen.ok) return chosen
  if (command.argument?.required && argument === undefined && parsed.help !== true) {
    return failed({ code: "missing-argument", args: { argument: command.argument.placeholder, usage } })
  }
  return ok({ command, argument, ...(object === undefined ? {} : { object }), flags: parsed })
}

/** `criadm help COMMAND` is `criadm COMMAND --help`; `criadm help settings` tells the rarer settings. */
function helpOn([name, excess]: readonly string[], argv: readonly string[]): Result<Invocation> {
  const topic: HelpTopic | undefined = name === "settings" ? name : undefined
  const command = name === undefined || topic !== undefined ? wizard : commandNamed(name)
  if (command === undefined) return failed(unknownCommand(name ?? ""))
  if (excess !== undefined) {
    return failed({ code: "too-many-arguments", args: { argument: excess, usage: "criadm help [COMMAND]" } })
  }
  const checked = checkFlags(argv, command)
  if (!checked.ok) return checked
  const flags = { ...parseWithCac(argv, command), help: true }
  return ok({ command, argument: undefined, flags, ...(topic === undefined ? {} : { topic }) })
}

/** Whether a document is asked for, also by a command line that is refused. */
export function asksForJson(given: readonly string[]): boolean {
  const argv = inOwnWords(given)
  return argv.some((word, at) => {
    if (word === "-o" || word === "--output") return argv[at + 1] === "json"
    return word === "-o=json" || word === "--output=json"
  })
}

function unknownCommand(command: string): Fault {
  const names = commands.map(({ name }) => name)
  const hint = foreignCommands.get(command.toLowerCase()) ?? closest(command, names) ?? ""
  return { code: "unknown-command", args: { command, hint } }
}

/** The flag a word names, as the command takes it, and whether it was written as --no-x. */
function flagOf(
  word: string,
  command?: AnyCommand,
): { flag: FlagDefinition | undefined; isNegated: boolean; hasValue: boolean } {
  const [name = "", ...rest] = word.replace(/^--?/, "").split("=")
  const hasValue = rest.length > 0
  const isLong = word.startsWith("--")
  const named = flagNamed(name)
  const direct = named === undefined || command === undefined ? named : asTakenBy(command, named)
  if (direct !== undefined && isLong === name.length > 1) return { flag: direct, isNegated: false, hasValue }
  const positive = isLong && name.startsWith("no-") ? flagNamed(name.slice(3)) : undefined
  return positive?.form === "two-way"
    ? { flag: positive, isNegated: true, hasValue }
    : { flag: undefined, isNegated: false, hasValue }
}

const isFlagWord = (word: string) => word.startsWith("-") && word !== "-"

/** Words that are neither flags nor values of flags; `command`: once it is known, for the flags that it takes otherwise. */
function findWords(argv: readonly string[], command?: AnyCommand): readonly string[] {
  const words: string[] = []
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ""
    if (word === "--") return [...words, ...argv.slice(index + 1)]
    if (!isFlagWord(word)) words.push(word)
    else {
      const { flag, hasValue } = flagOf(word, command)
      if (flag?.placeholder !== undefined && !hasValue) index++
    }
  }
  return words
}

function checkFlags(argv: readonly string[], command: AnyCommand): Result<void> {
  const seen = new Set<string>()
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ""
    if (word === "--") break
    if (!isFlagWord(word)) continue
    const { flag, isNegated, hasValue } = flagOf(word, command)
    const shown = word.split("=")[0] ?? word
    if (flag === undefined || !takes(command, flag)) {
      const names = flagsOf(command).map((one) => `--${one.name}`)
      const hint = flag === undefined ? closest(shown, names) : undefined
      return failed({
        code: "unknown-flag",
        args: { flag: shown, hint: hint ?? "", command: usageOf(command) },
      })
    }
    const needsValue = flag.placeholder !== undefined && !isNegated
    if (!needsValue && hasValue) return failed({ code: "flag-takes-no-value", args: { flag: shown } })
    if (needsValue && !hasValue) {
      const next = argv[index + 1]
      if (next === undefined || isFlagWord(next)) {
        return failed({ code: "flag-needs-value", args: { flag: shown } })
      }
      index++
    }
    if (flag.form !== "list" && seen.has(flag.name)) {
      return failed({ code: "flag-given-twice", args: { flag: shown } })
    }
    seen.add(flag.name)
  }
  return ok(undefined)
}

function checkWords(given: Invocation["flags"], command: AnyCommand): Result<void> {
  for (const { name, choices = [] } of flagsOf(command).filter(takesWords)) {
    const word = given[name]
    if (word === undefined || choices.includes(String(word))) continue
    const args = { setting: `--${name}`, given: String(word), accepted: choices.join(", ") }
    return failed({ code: "bad-answer", args })
  }
  return ok(undefined)
}

function parseWithCac(argv: readonly string[], command: AnyCommand): Invocation["flags"] {
  const parser = cac("criadm")
  const registered = parser.command(command.name === "wizard" ? "" : command.name, "", { allowUnknownOptions: true })
  // Unknown ones were refused before; to tell cac of fifty that nobody gave takes as long as the rest of the parsing.
  const named = new Set(argv.filter(isFlagWord).flatMap((word) => flagOf(word, command).flag?.name ?? []))
  const used = flagsOf(command).filter(({ name }) => named.has(name))
  for (const flag of used) {
    const name = nameForCac(flag.name)
    registered.option(flag.placeholder === undefined ? `--${name}` : `--${name} <${flag.placeholder}>`, "")
  }
  const { options } = parser.parse(["", "", ...plainForm(argv, command)], { run: false })
  const unmark = (given: unknown) => (typeof given === "string" ? given.replaceAll(mark, "") : given)
  const given: Record<string, unknown> = {}
  for (const flag of used) {
    const camel = nameForCac(flag.name).replaceAll(/([a-z])-([a-z])/g, (_, a: string, b: string) => a + b.toUpperCase())
    const parsed: unknown = Object.hasOwn(options, camel) ? options[camel] : undefined
    if (parsed === undefined) continue
    const cleaned = Array.isArray(parsed) ? parsed.map(unmark) : unmark(parsed)
    given[flag.name] = flag.form === "list" && !Array.isArray(cleaned) ? [cleaned] : cleaned
  }
  return given as Invocation["flags"]
}

/** cac takes every name that begins with "no-" for a negation, whether or not it takes a value: --no-proxy LIST. */
function nameForCac(name: string): string {
  return name.replace(/^no-/, "without-")
}

/** Every flag under its own name, and its value with the mark in front, so that nothing of it is read as a number. */
function plainForm(argv: readonly string[], command: AnyCommand): readonly string[] {
  const plain: string[] = []
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ""
    if (word === "--") break
    if (!isFlagWord(word)) {
      plain.push(word)
      continue
    }
    const { flag, isNegated, hasValue } = flagOf(word, command)
    const name = `--${isNegated ? "no-" : ""}${nameForCac(flag?.name ?? "")}`
    const value = hasValue ? word.slice(word.indexOf("=") + 1) : argv[index + 1]
    if (flag?.placeholder === undefined || isNegated) plain.push(name)
    else plain.push(`${name}=${mark}${value ?? ""}`)
    if (flag?.placeholder !== undefined && !isNegated && !hasValue) index++
  }
  return plain
}
