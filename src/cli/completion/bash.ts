// Completion for bash 4 and later, without the package bash-completion.
import { type CommandDefinition, commands, type FlagDefinition, flags, flagsOf, takes } from "../definitions.ts"
import { longSpellings, namedCommands, type Offered, offeredFor, runLine, spellings, wizard } from "./offered.ts"

/** The line of shell that sets COMPREPLY. */
function reply(offered: Offered): string {
  if (offered === "files") return 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur"))'
  if (offered === "directories") return 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur"))'
  if (offered === "runs") return 'COMPREPLY=($(compgen -W "$(_criadm_runs "$root")" -- "$cur"))'
  return offered === "text" ? "COMPREPLY=()" : `COMPREPLY=($(compgen -W "${offered.words.join(" ")}" -- "$cur"))`
}

/** What is offered behind a flag, as a pattern of case on "command:flag"; nothing for a flag without a value. */
function behind(command: string, flag: FlagDefinition): readonly string[] {
  const offered = offeredFor(flag)
  const pattern = spellings(flag).map((spelling) => `${command}:${spelling}`)
  if (offered !== undefined) return [`    ${pattern.join("|")}) ${reply(offered)}; return ;;`]
  return command === "*" ? [] : [`    ${pattern.join("|")}) ;;`]
}

/** Those of a command that take something else than with most: watch --install, check --output. */
function flagsOfItsOwn(command: CommandDefinition): readonly FlagDefinition[] {
  const usual = new Map(flags.map((flag) => [flag.name, JSON.stringify(offeredFor(flag))] as const))
  return flagsOf(command).filter((flag) => usual.get(flag.name) !== JSON.stringify(offeredFor(flag)))
}

export function bashCompletion(): string {
  const asking = flags.filter((flag) => commands.some((command) => takes(command, flag)))
  const values = [
    ...namedCommands.flatMap((command) => flagsOfItsOwn(command).flatMap((flag) => behind(command.name, flag))),
    ...asking.flatMap((flag) => behind("*", flag)),
  ]
  const words = [...wizard, ...namedCommands].map((command) => {
    const own = flagsOf(command).flatMap(longSpellings).join(" ")
    const name = command.name === "wizard" ? "''" : command.name
    const argument = command.argument === undefined ? undefined : offeredFor(command.argument)
    const others = command.name === "wizard" ? { words: namedCommands.map((one) => one.name) } : argument
    return `    ${name})\n      words="${own}"\n      [[ $cur != -* ]] && { ${reply(others ?? "text")}; return; } ;;`
  })
  return `# bash completion for criadm
_criadm_runs() {
  criadm history \${1:+--root "$1"} 2>/dev/null | sed -nE 's/${runLine}/\\1/p'
}
_criadm() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command='' root='' words='' i
  # For bash "--flag=value" is three words.
  if [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${namedCommands.map((one) => one.name).join("|")}) [[ -n $command ]] || command=\${COMP_WORDS[i]} ;;
      --root) root=\${COMP_WORDS[i+1]}; [[ $root == = ]] && root=\${COMP_WORDS[i+2]} ;;
    esac
  done
  case $command:$prev in
${values.join("\n")}
  esac
  case $command in
${words.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _criadm criadm
`
}
