// Commands in sentences, for a node that is named by --root: they name it too, so that each can be pasted as it is. A
// flag may stand right behind a command's name, whatever follows.
import type { Catalogue } from "./catalogue.ts"

/** Commands that take --root; a command that names a tree already is left alone. */
const commands =
  /\bcriadm (?:detect|check|explain|plan|apply|verify|rollback|history|confirm)\b(?![^.;,，。；\n]*--root)/g

/** The same language, about the node below this directory. */
export function withRoot(catalogue: Catalogue, root: string): Catalogue {
  const named = (text: string) => text.replaceAll(commands, (command) => `${command} --root ${shellWord(root)}`)
  const { screens } = catalogue
  return {
    ...catalogue,
    lines: spoken(catalogue.lines, named),
    reasons: spoken(catalogue.reasons, named),
    faults: spoken(catalogue.faults, named),
    findings: spoken(catalogue.findings, named),
    screens: { ...screens, end: { ...screens.end, undoCommand: (run) => named(screens.end.undoCommand(run)) } },
  }
}

type Sentences = Readonly<Record<string, (args: never) => unknown>>

/** A table whose every sentence, or text with several of them, goes through `change`. */
function spoken<Table extends Sentences>(table: Table, change: (text: string) => string): Table {
  const changed = (text: unknown): unknown => {
    if (typeof text === "string") return change(text)
    return Object.fromEntries(Object.entries(text as Record<string, string>).map(([key, one]) => [key, change(one)]))
  }
  const entries = Object.entries(table).map(([code, say]) => [code, (args: never) => changed(say(args))])
  return Object.fromEntries(entries) as Table
}

function shellWord(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
