// --help of every command, on one screen of 80 columns, from the same definitions as the flags.
import type { Catalogue } from "../messages/catalogue.ts"
import {
  type CommandDefinition,
  commands,
  everywhere,
  type FlagDefinition,
  flags,
  takes,
  usageOf,
} from "./definitions.ts"
import { columnsOf } from "./text.ts"

export function flagText(flag: FlagDefinition): string {
  const short = flag.aliases.filter((alias) => alias.length === 1).map((alias) => `-${alias}, `)
  const name = flag.form === "two-way" ? `--[no-]${flag.name}` : `--${flag.name}`
  return `${short.join("")}${name}${flag.placeholder === undefined ? "" : ` ${flag.placeholder}`}`
}

export function flagHelp(catalogue: Catalogue, flag: FlagDefinition): string {
  const text =
    flag.name in catalogue.flags
      ? catalogue.flags[flag.name as keyof Catalogue["flags"]]
      : catalogue.settings[flag.name as keyof Catalogue["settings"]].help
  return flag.choices === undefined || flag.name === "lang" ? text : `${text}: ${flag.choices.join(", ")}`
}

export function renderHelp(catalogue: Catalogue, command: CommandDefinition, columns: number): string {
  const own = flags.filter((flag) => takes(command, flag) && !everywhere.includes(flag.name))
  const parts = [`${usageOf(command)}\n  ${catalogue.commands[command.name]}`]
  if (command.name === "wizard") {
    const rows = commands
      .filter((one) => one.name !== "wizard")
      .map((one): [string, string] => [one.name, catalogue.commands[one.name]])
    parts.push(columnsOf(rows, columns))
    parts.push("criadm COMMAND --help tells a command's flags.")
  } else {
    const rows = own.map((flag): [string, string] => [flagText(flag), flagHelp(catalogue, flag)])
    if (rows.length > 0) parts.push(columnsOf(rows, columns, 26))
  }
  parts.push(command.examples.map((example) => `  $ ${example}`).join("\n"))
  return parts.join("\n\n")
}
