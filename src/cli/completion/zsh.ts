// Completion for zsh, for compinit: a function _criadm that describes what it offers.
import type { Catalogue } from "../../messages/catalogue.ts"
import type { CommandDefinition, FlagDefinition } from "../definitions.ts"
import { flagsOf } from "../definitions.ts"
import { flagHelp } from "../help.ts"
import { longSpellings, namedCommands, type Offered, offeredFor, runLine, wizard } from "./offered.ts"

const quoted = (text: string) => text.replaceAll("'", "'\\''")

/** The action of an _arguments specification (zshcompsys(1)). */
function action(offered: Offered): string {
  if (offered === "files") return "_files"
  if (offered === "directories") return "_files -/"
  if (offered === "runs") return "_criadm_runs"
  return offered === "text" ? " " : `(${offered.words.join(" ")})`
}

function flagSpecs(catalogue: Catalogue, flag: FlagDefinition): readonly string[] {
  const help = quoted(flagHelp(catalogue, flag)).replaceAll("[", "(").replaceAll("]", ")").replaceAll(":", "\\:")
  const offered = offeredFor(flag)
  return longSpellings(flag).map((name) => {
    const value = offered === undefined ? "" : `:${flag.placeholder}:${action(offered)}`
    // "=" lets the value stand in the same word or in the next one.
    return `'${flag.form === "list" ? "*" : ""}${name}${offered === undefined ? "" : "="}[${help}]${value}'`
  })
}

function specs(catalogue: Catalogue, command: CommandDefinition): string {
  const { argument } = command
  const own = flagsOf(command).flatMap((flag) => flagSpecs(catalogue, flag))
  const offered = argument === undefined ? undefined : offeredFor(argument)
  const place =
    argument === undefined || offered === undefined ? [] : [`'1:${argument.placeholder}:${action(offered)}'`]
  return [...own, ...place].join(" \\\n      ")
}

export function zshCompletion(catalogue: Catalogue): string {
  const names = namedCommands.map((one) => one.name)
  return `#compdef criadm
_criadm_runs() {
  local -a runs
  local root=\${opt_args[--root]}
  runs=(\${(f)"$(criadm history \${root:+--root=$root} 2>/dev/null | sed -nE 's/:/\\\\:/g; s/${runLine}/\\1:\\2/p')"})
  _describe -V run runs
}
_criadm() {
  local -a commands
  commands=(${namedCommands.map((one) => `'${one.name}:${quoted(catalogue.commands[one.name])}'`).join("\n    ")})
  local at=\${words[(i)(${names.join("|")})]}
  if (( at >= CURRENT )); then
    _arguments '1:command:{_describe command commands}' \\
      ${wizard.map((one) => specs(catalogue, one)).join("")}
    return
  fi
  local command=$words[at]
  # What stands before the command are flags: they are looked at as if they stood behind it.
  words[at]=()
  (( CURRENT-- ))
  case $command in
${namedCommands.map((command) => `    ${command.name}) _arguments ${specs(catalogue, command)} ;;`).join("\n")}
  esac
}
_criadm "$@"
`
}
