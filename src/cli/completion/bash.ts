// Completion for bash 4 and later, without the package bash-completion.
import { commands, flags, flagsOf, takes } from "../definitions.ts"
import { longSpellings, namedCommands, type Offered, offeredFor, runLine, spellings, wizard } from "./offered.ts"

/** The line of shell that sets COMPREPLY. */
function reply(offered: Offered): string {
  if (offered === "files") return 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur"))'
  if (offered === "directories") return 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur"))'
  if (offered === "runs") return 'COMPREPLY=($(compgen -W "$(_criadm_runs "$root")" -- "$cur"))'
  return offered === "text" ? "COMPREPLY=()" : `COMPREPLY=($(compgen -W "${offered.words.join(" ")}" -- "$cur"))`
}

export function bashCompletion(): string {
  const asking = flags.filter((flag) => commands.some((command) => takes(command, flag)))
  const values = asking.flatMap((flag) => {
    const offered = offeredFor(flag)
    return offered === undefined ? [] : [`    ${spellings(flag).join("|")}) ${reply(offered)}; return ;;`]
  })
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
  case $prev in
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
