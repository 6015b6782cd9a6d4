// Completion for fish 3 and later: one line for each thing that can be offered.
import type { Catalogue } from "../../messages/catalogue.ts"
import type { CommandDefinition } from "../definitions.ts"
import { flagsOf } from "../definitions.ts"
import { flagHelp } from "../help.ts"
import { namedCommands, type Offered, offeredFor, runLine, wizard } from "./offered.ts"

const quoted = (text: string) => text.replaceAll("'", "\\'")

function takingValue(offered: Offered): string {
  if (offered === "files") return " -r -F"
  if (offered === "directories") return " -x -a '(__fish_complete_directories)'"
  if (offered === "runs") return " -x -a '(__criadm_runs)'"
  return offered === "text" ? " -x" : ` -x -a '${offered.words.join(" ")}'`
}

/** As takingValue, for what stands by itself. */
function argumentOf(offered: Offered): string {
  if (offered === "files") return " -F"
  return takingValue(offered).replace(" -x", " -k")
}

function linesOf(catalogue: Catalogue, command: CommandDefinition): readonly string[] {
  const isWizard = command.name === "wizard"
  const start = `complete -c criadm -n ${isWizard ? "__fish_use_subcommand" : `'__fish_seen_subcommand_from ${command.name}'`}`
  const lines: string[] = []
  for (const flag of flagsOf(command)) {
    const short = flag.aliases.filter((alias) => alias.length === 1).map((alias) => ` -s ${alias}`)
    const offered = offeredFor(flag)
    const help = `-d '${quoted(flagHelp(catalogue, flag))}'`
    lines.push(`${start} -l ${flag.name}${short.join("")}${offered === undefined ? "" : takingValue(offered)} ${help}`)
    if (flag.form === "two-way") lines.push(`${start} -l no-${flag.name} ${help}`)
  }
  const argument = command.argument === undefined ? undefined : offeredFor(command.argument)
  return argument === undefined ? lines : [...lines, `${start}${argumentOf(argument)}`]
}

export function fishCompletion(catalogue: Catalogue): string {
  return `# fish completion for criadm
function __criadm_runs
  set -l words (commandline -opc)
  set -l root
  for at in (seq (count $words))
    string match -q -- '--root=*' $words[$at]; and set root $words[$at]
    test "$words[$at]" = --root; and test $at -lt (count $words); and set root --root=$words[(math $at + 1)]
  end
  criadm history $root 2>/dev/null | sed -nE 's/${runLine}/\\1\\t\\2/p'
end
complete -c criadm -f
${namedCommands
  .map(({ name }) => `complete -c criadm -n __fish_use_subcommand -a ${name} -d '${quoted(catalogue.commands[name])}'`)
  .join("\n")}
${[...wizard, ...namedCommands].flatMap((command) => linesOf(catalogue, command)).join("\n")}
`
}
