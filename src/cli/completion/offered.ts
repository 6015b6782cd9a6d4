// What completion offers behind a flag or as a command's argument, as data; each shell's file says it in its own words.
// All of it comes from the definitions of the flags, and the runs from the program itself when Tab is pressed.
import { type CommandDefinition, commands, type FlagDefinition } from "../definitions.ts"

/** "runs": numbers from `criadm history`. "text": anything; nothing can be offered. */
export type Offered = { readonly words: readonly string[] } | "files" | "directories" | "runs" | "text"

const byPlaceholder: Readonly<Record<string, Offered>> = {
  FILE: "files",
  PLAN: "files",
  DIR: "directories",
  RUN: "runs",
}

interface Asking {
  readonly placeholder?: string
  readonly choices?: readonly string[]
  readonly suggestions?: readonly string[]
}

/** Undefined: it takes no value. */
export function offeredFor({ placeholder, choices, suggestions }: Asking): Offered | undefined {
  const words = choices ?? suggestions
  if (words !== undefined) return { words }
  return placeholder === undefined ? undefined : (byPlaceholder[placeholder] ?? "text")
}

/** The commands that have a name; the wizard's flags are those without a command. */
export const namedCommands: readonly CommandDefinition[] = commands.filter((command) => command.name !== "wizard")
export const wizard = commands.filter((command) => command.name === "wizard")

/** As typed, the form with --no- not among them: ["--output", "-o"]. */
export const spellings = (flag: FlagDefinition): readonly string[] =>
  [flag.name, ...flag.aliases].map((name) => (name.length === 1 ? `-${name}` : `--${name}`))

/** The spellings that are offered: one-letter names are known by those who use them. */
export const longSpellings = (flag: FlagDefinition): readonly string[] =>
  flag.form === "two-way" ? [`--${flag.name}`, `--no-${flag.name}`] : [`--${flag.name}`]

/** Lines of `criadm history` that are runs, as an extended regular expression of sed: number, then the rest. */
export const runLine = "^ *([0-9]+)  (.*)$"
