// --help of every command, from the same definitions as the flags: on one screen of 80 columns and 24 rows, where
// settings, which most commands share, are only named, and the rarer ones stand on a page of their own; with --verbose
// everything is told, however long.
import type { Catalogue } from "../messages/catalogue.ts"
import { settings } from "../settings/known.ts"
import {
  type CommandDefinition,
  commands,
  everywhere,
  type FlagDefinition,
  flags,
  flagsOf,
  rareSettings,
  usageOf,
} from "./definitions.ts"
import { columnsOf, wrap } from "./text.ts"

export function flagText(flag: FlagDefinition): string {
  const short = flag.aliases.filter((alias) => alias.length === 1).map((alias) => `-${alias}, `)
  const name = flag.form === "two-way" ? `--[no-]${flag.name}` : `--${flag.name}`
  return `${short.join("")}${name}${flag.placeholder === undefined ? "" : ` ${flag.placeholder}`}`
}

export function flagHelp(catalogue: Catalogue, flag: FlagDefinition): string {
  const words = flag.words ?? flag.name
  const text =
    words in catalogue.flags
      ? catalogue.flags[words as keyof Catalogue["flags"]]
      : catalogue.settings[flag.name as keyof Catalogue["settings"]].help
  return flag.choices === undefined ? text : catalogue.help.choices(text, flag.choices)
}

/** What a person who asked for --help sees: one screen; `isWhole` is for who asked for --verbose too. */
export function renderHelp(
  catalogue: Catalogue,
  command: CommandDefinition,
  columns: number,
  isWhole: boolean,
): string {
  const taken = flagsOf(command).filter((flag) => !everywhere.includes(flag.name))
  // A command that takes one or two of the settings tells them like its other flags.
  const takesMany = settings.filter(({ id }) => command.flags.includes(id)).length > 2
  const isSetting = (flag: FlagDefinition) => takesMany && flag.name in catalogue.settings
  const rowsOf = (some: readonly FlagDefinition[]) =>
    columnsOf(
      some.map((flag): [string, string] => [flagText(flag), flagHelp(catalogue, flag)]),
      columns,
      26,
    )
  const parts = [`${usageOf(command)}\n  ${catalogue.commands[command.name]}`]
  if (command.name === "wizard") {
    // Without an empty row between them, for the sake of the one screen.
    const told = commands.filter(({ isForPrograms }) => isWhole || isForPrograms !== true)
    const others = commands.filter((one) => !told.includes(one)).map(({ name }) => name)
    const named = columnsOf(commandRows(catalogue, told), columns)
    const more = `${wrap(catalogue.help.ofCommands(others), columns)}\n${examplesOf(command)}`
    parts.push(isWhole ? named : `${named}\n${more}`)
  }
  if (isWhole) {
    parts.push(rowsOf(taken), rowsOf(flags.filter((flag) => everywhere.includes(flag.name))))
  } else if (command.name !== "wizard") {
    const shared = taken.filter((flag) => isSetting(flag) && !isRare(flag))
    const others = taken.filter((flag) => !isSetting(flag))
    const named = shared.length > 0 ? [`${wrap(catalogue.help.settings, columns)}\n${namesOf(shared, columns)}`] : []
    const told = others.length > 0 ? [rowsOf(others)] : []
    // Without an empty row between them, for the sake of the one screen.
    parts.push([...named, ...told].join("\n"))
  }
  if (isWhole || command.name !== "wizard") parts.push(examplesOf(command))
  return parts.filter((part) => part !== "").join("\n\n")
}

const examplesOf = ({ examples }: CommandDefinition) => examples.map((example) => `  $ ${example}`).join("\n")

const isRare = ({ name }: FlagDefinition) => rareSettings.some((rare) => rare.name === name)

/** `criadm help settings`: the rarer settings, on one screen too. */
export function renderSettings(catalogue: Catalogue, columns: number): string {
  const rows = rareSettings.map((flag): [string, string] => [flagText(flag), flagHelp(catalogue, flag)])
  return `${wrap(catalogue.help.rareSettings, columns)}\n${columnsOf(rows, columns, 26)}`
}

const commandRows = (catalogue: Catalogue, some: readonly CommandDefinition[]) =>
  some.filter((one) => one.name !== "wizard").map((one): [string, string] => [one.name, catalogue.commands[one.name]])

/** Flags without their help, as many to a line as fit; a flag and its value stay together. */
function namesOf(some: readonly FlagDefinition[], columns: number): string {
  const joint = "\u00a0"
  const words = some.map((flag) => flagText(flag).replaceAll(" ", joint)).join(" ")
  return wrap(words, columns, "  ").replaceAll(joint, " ")
}
