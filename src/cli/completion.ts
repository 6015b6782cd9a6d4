// Completion scripts for bash, zsh and fish, from the same definitions as the flags: commands, flags, their values.
import type { Catalogue } from "../messages/catalogue.ts"
import { type CommandDefinition, commands, type FlagDefinition, flags, takes } from "./definitions.ts"
import { flagHelp } from "./help.ts"

const longNames = (flag: FlagDefinition): readonly string[] =>
  flag.form === "two-way" ? [`--${flag.name}`, `--no-${flag.name}`] : [`--${flag.name}`]
const flagsOf = (command: CommandDefinition) => flags.filter((flag) => takes(command, flag))
const named = commands.filter((command) => command.name !== "wizard")
const wantsFile = (flag: FlagDefinition) => flag.placeholder === "FILE" || flag.placeholder === "DIR"

export function bashCompletion(): string {
  const values = flags
    .filter((flag) => flag.choices !== undefined)
    .map((flag) => `    --${flag.name}) COMPREPLY=($(compgen -W "${flag.choices?.join(" ")}" -- "$cur")); return ;;`)
  const files = flags.filter(wantsFile).map((flag) => `--${flag.name}`)
  const words = commands.map((command) => {
    const own = [...flagsOf(command).flatMap(longNames), ...(command.argument?.choices ?? [])]
    const all = command.name === "wizard" ? [...named.map((one) => one.name), ...own] : own
    return `    ${command.name === "wizard" ? "''" : command.name}) words="${all.join(" ")}" ;;`
  })
  return `# bash completion for criadm
_criadm() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in ${named.map((one) => one.name).join("|")}) command=\${COMP_WORDS[i]}; break ;; esac
  done
  case $prev in
${values.join("\n")}
    ${files.join("|")}) COMPREPLY=($(compgen -f -- "$cur")); return ;;
  esac
  if [[ $command == rollback && $cur != -* ]]; then
    words=$(criadm history -o json 2>/dev/null | sed -n 's/^ *"number": \\([0-9]*\\),*$/\\1/p')
    COMPREPLY=($(compgen -W "$words" -- "$cur")); return
  fi
  case $command in
${words.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  [[ $command == apply && $cur != -* ]] && COMPREPLY+=($(compgen -f -- "$cur"))
}
complete -F _criadm criadm
`
}

const quoted = (text: string) => text.replaceAll("'", "'\\''")

export function zshCompletion(catalogue: Catalogue): string {
  const spec = (flag: FlagDefinition) =>
    longNames(flag).map((name) => {
      const isNegated = name.startsWith("--no-")
      const help = quoted(flagHelp(catalogue, flag)).replaceAll("[", "(").replaceAll("]", ")").replaceAll(":", "\\:")
      const values =
        flag.placeholder === undefined || isNegated
          ? ""
          : `:${flag.placeholder}:${flag.choices !== undefined ? `(${flag.choices.join(" ")})` : wantsFile(flag) ? "_files" : " "}`
      return `'${flag.form === "list" ? "*" : ""}${name}[${help}]${values}'`
    })
  const cases = named.map((command) => {
    const argument =
      command.argument === undefined
        ? []
        : [
            `'1:${command.argument.placeholder}:${
              command.argument.choices !== undefined ? `(${command.argument.choices.join(" ")})` : "_files"
            }'`,
          ]
    return `    ${command.name}) _arguments ${[...flagsOf(command).flatMap(spec), ...argument].join(" \\\n      ")} ;;`
  })
  return `#compdef criadm
_criadm() {
  local -a commands
  commands=(${named.map((one) => `'${one.name}:${quoted(catalogue.commands[one.name])}'`).join("\n    ")})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${cases.join("\n")}
  esac
}
_criadm "$@"
`
}

export function fishCompletion(catalogue: Catalogue): string {
  const lines = ["# fish completion for criadm", "complete -c criadm -f"]
  for (const command of named) {
    const help = quoted(catalogue.commands[command.name])
    lines.push(`complete -c criadm -n __fish_use_subcommand -a ${command.name} -d '${help}'`)
    const seen = `-n '__fish_seen_subcommand_from ${command.name}'`
    for (const flag of flagsOf(command)) {
      const short = flag.aliases.filter((alias) => alias.length === 1).map((alias) => ` -s ${alias}`)
      const value =
        flag.placeholder === undefined
          ? ""
          : flag.choices !== undefined
            ? ` -x -a '${flag.choices.join(" ")}'`
            : wantsFile(flag)
              ? " -r -F"
              : " -x"
      const text = quoted(flagHelp(catalogue, flag))
      lines.push(`complete -c criadm ${seen} -l ${flag.name}${short.join("")}${value} -d '${text}'`)
      if (flag.form === "two-way") lines.push(`complete -c criadm ${seen} -l no-${flag.name} -d '${text}'`)
    }
    if (command.argument?.choices !== undefined) {
      lines.push(`complete -c criadm ${seen} -a '${command.argument.choices.join(" ")}'`)
    } else if (command.name === "apply") lines.push(`complete -c criadm ${seen} -F`)
    else if (command.name === "rollback") {
      lines.push(`complete -c criadm ${seen} -a "(criadm history 2>/dev/null | string match -r '\\d+' | head -50)"`)
    }
  }
  return `${lines.join("\n")}\n`
}
