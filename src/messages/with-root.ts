// Commands in sentences, for a node that is named by --root: they name it too, so that each can be pasted as it is. A
// flag may stand right behind a command's name, whatever follows.
import { shellWord } from "../model/shell-word.ts"
import { lazily } from "../wording/lazily.ts"
import type { Catalogue } from "./catalogue.ts"

/** Commands that take --root; a command that names a tree already is left alone. */
const commands =
  /\bcriadm (?:detect|check|explain|answers|plan|apply|verify|rollback|history|confirm)\b(?![^.;,，。；\n]*--root)/g

/**
 * What changes files by their paths, which are the node's and not those of the machine on which it is pasted. Of plans
 * and answers, which lie on that machine, only the mode is spoken of: chmod go-w.
 */
const fileCommands =
  /(?<![\w/.-])(?:rm|mv|mkdir -p|cp(?: -p| --remove-destination)?|chmod (?:\d+|\+x)|chown root:root)((?: \/[^\s;,()，。；（）]+)+)/g

/** What installs packages would do so on that machine. */
const packageManagers =
  /(?<![\w/-]|chroot \S+ )(?:apt-get|dnf|yum|zypper|apk|pacman) (?:install|add|config-manager|-S)[^\n]*/g

/** Makes kernel values take effect where the node runs, which it does not here. */
const reloads = / && sysctl --system/g

/** The same language, about the node below this directory. */
export function withRoot(catalogue: Catalogue, root: string): Catalogue {
  const inTree = (path: string) => (path === root || path.startsWith(`${root}/`) ? path : shellWord(`${root}${path}`))
  const moved = (command: string, paths: string) => {
    const program = command.slice(0, command.length - paths.length)
    return program + paths.replaceAll(/ (\/\S*[^\s.])/g, (_, path: string) => ` ${inTree(path)}`)
  }
  const named = (text: string) =>
    text
      .replaceAll(commands, (command) => `${command} --root ${shellWord(root)}`)
      .replaceAll(fileCommands, moved)
      .replaceAll(packageManagers, (line) => `chroot ${shellWord(root)} ${asOne(line)}`)
      .replaceAll(reloads, "")
  const tables = Object.keys(catalogue) as (keyof Catalogue)[]
  const same = Object.fromEntries(tables.map((table) => [table, () => catalogue[table]]))
  return lazily<Catalogue>({
    ...(same as { [Table in keyof Catalogue]: () => Catalogue[Table] }),
    lines: () => spoken(catalogue.lines, named),
    reasons: () => spoken(catalogue.reasons, named),
    faults: () => spoken(catalogue.faults, named),
    findings: () => spoken(catalogue.findings, named),
    screens: () => {
      const { screens } = catalogue
      return { ...screens, end: { ...screens.end, undoCommand: (run) => named(screens.end.undoCommand(run)) } }
    },
  })
}

type Sentences = Readonly<Record<string, (args: never) => unknown>>

/** A table whose every sentence, or text with several of them, goes through `change`; of hundreds few are said. */
function spoken<Table extends Sentences>(table: Table, change: (text: string) => string): Table {
  const changed = (text: unknown): unknown => {
    if (typeof text === "string") return change(text)
    return Object.fromEntries(Object.entries(text as Record<string, string>).map(([key, one]) => [key, change(one)]))
  }
  return new Proxy(table, {
    get(sentences, code) {
      const say: unknown = Reflect.get(sentences, code)
      return typeof say === "function" ? (args: never) => changed(say(args)) : say
    },
  })
}

/** Several commands, one after the other, as one. */
function asOne(commandLine: string): string {
  return commandLine.includes(" && ") ? `sh -c ${shellWord(commandLine)}` : commandLine
}
