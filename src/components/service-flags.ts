// Flags of a service's program: reads them from its command line, finds the file that holds one, and changes or removes
// it in an environment file. A flag that stands in a unit or in a script is found and named, never edited.

import { environmentFile } from "../documents/assignments/key-values.ts"
import { unitFile } from "../documents/units/unit-file.ts"
import { splitWords } from "../documents/units/words.ts"
import { type Clause, clause } from "../model/arguments/clause.ts"
import { known, knownValue } from "../model/facts/fact.ts"
import { failed, type Result } from "../model/fault.ts"
import type { FileContent, FileFact } from "../model/file-content.ts"
import type { Place } from "../model/place.ts"
import type { ServiceFacts } from "../model/service.ts"

export interface Flag {
  /** Without dashes, with dashes inside: "cgroup-driver". */
  readonly name: string
  /** Undefined: the flag stands alone. */
  readonly value: string | undefined
  /** The words of the command line that are this flag. */
  readonly words: readonly string[]
}

/** Where a flag is written. */
export interface FlagHome {
  readonly flag: Flag
  readonly file: FileContent
  readonly place: Place
  /** The variable of an environment file that holds it; undefined: a unit or a script. */
  readonly variable: string | undefined
}

/** The flags of a command line, in order. An underscore counts as a dash (component-base, WordSepNormalizeFunc). */
export function readFlags(words: readonly string[]): readonly Flag[] {
  const flags: Flag[] = []
  for (const [index, word] of words.entries()) {
    const [, written, joined, value] = /^--([A-Za-z][\w.-]*)(=(.*))?$/s.exec(word) ?? []
    if (written === undefined) continue
    const name = written.replaceAll("_", "-")
    const next = words[index + 1]
    if (joined !== undefined) flags.push({ name, value: value ?? "", words: [word] })
    else if (next !== undefined && !next.startsWith("-")) flags.push({ name, value: next, words: [word, next] })
    else flags.push({ name, value: undefined, words: [word] })
  }
  return flags
}

/** The flag that counts: the last of its name (pflag). */
export function lastFlag(flags: readonly Flag[], name: string): Flag | undefined {
  return flags.findLast((flag) => flag.name === name)
}

/** The files that look meant for a service and that nothing hands to it. */
export function unreadFacts(service: ServiceFacts | undefined): readonly FileFact[] {
  return (service?.unreadFiles ?? []).map(({ file }) => known(file, { kind: "file", path: file.path }))
}

/** Every place where a flag of this name is written, in the order of the files given. */
export function findFlags(files: readonly FileFact[], name: string): readonly FlagHome[] {
  return files.flatMap((fact) => {
    const file = knownValue(fact)
    if (file === undefined) return []
    return isUnit(file.path) ? findInUnit(file, name) : findInEnvironment(file, name)
  })
}

/** The text of an environment file with the flag's value replaced. */
export function withFlagValue(home: FlagHome, value: string): Result<string> {
  const word = `--${home.flag.name}=${value}`
  return editVariable(home, (words) => replaceWords(words, home.flag.words, [word]))
}

/** The text of an environment file without the flag. */
export function withoutFlag(home: FlagHome): Result<string> {
  return editVariable(home, (words) => replaceWords(words, home.flag.words, []))
}

function findInEnvironment(file: FileContent, name: string): readonly FlagHome[] {
  const parsed = environmentFile.parse(file.path, file.text)
  if (!parsed.ok) return []
  const isEditable = isEnvironmentFile(file.path)
  const { keys } = parsed.value
  const counting = isEditable ? keys.filter((key, at) => countsIn(keys, key.path[0] ?? "", at)) : keys
  return counting.flatMap(({ path, value, valuePlace }) =>
    flagsNamed(value, name).map((flag) => {
      return { flag, file, place: valuePlace, variable: isEditable ? path[0] : undefined }
    }),
  )
}

/**
 * Of several assignments of a variable the last one counts, and one whose name is none (a byte-order mark before it) is
 * passed over; see systemd.exec(5), EnvironmentFile=. In a script it may be any of them.
 */
function countsIn(keys: readonly { readonly path: readonly string[] }[], name: string, at: number): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !keys.slice(at + 1).some((later) => later.path[0] === name)
}

function findInUnit(file: FileContent, name: string): readonly FlagHome[] {
  const parsed = unitFile.parse(file.path, file.text)
  if (!parsed.ok) return []
  return parsed.value.keys.flatMap(({ value, valuePlace }) =>
    flagsNamed(value, name).map((flag) => ({ flag, file, place: valuePlace, variable: undefined })),
  )
}

/** In Environment="A=--x --y" the whole assignment is one word; so each word is split once more behind its "=". */
function flagsNamed(value: unknown, name: string): readonly Flag[] {
  if (typeof value !== "string") return []
  const words = splitWords(value).flatMap((word) =>
    /^\w+=/.test(word) ? splitWords(word.replace(/^\w+=/, "")) : [word],
  )
  return readFlags(words).filter((flag) => flag.name === name)
}

/** Files of assignments only; an init script has assignments too and is a program, which is not edited. */
function isEnvironmentFile(path: string): boolean {
  return path.endsWith(".env") || /^\/etc\/(default|sysconfig|conf\.d)\//.test(path)
}

function isUnit(path: string): boolean {
  return /\.(service|conf)$/.test(path)
}

/** The variable's words as systemd splits them; blanks between the others and their quotes stay as they are. */
function editVariable(home: FlagHome, change: (text: string) => string | undefined): Result<string> {
  const { file, variable = "" } = home
  const parsed = environmentFile.parse(file.path, file.text)
  if (!parsed.ok) return parsed
  const old = parsed.value.root[variable]
  const value = typeof old === "string" ? change(old) : undefined
  const refused = (why: Clause) =>
    failed({ code: "edit-refused", args: { file: file.path, key: variable, why }, place: home.place })
  if (typeof old !== "string" || value === undefined) return refused(clause("edit-of-quoted-flag"))
  // A word that stood behind the flag may become the value of the flag before it.
  if (flagsBut(home.flag.name, value) !== flagsBut(home.flag.name, old)) {
    return refused(clause("edit-changes-more"))
  }
  return environmentFile.edit(file.path, file.text, [{ edit: "set", path: [variable], value }])
}

/** The flags of another name, as one text that can be compared. */
function flagsBut(name: string, text: string): string {
  return JSON.stringify(readFlags(splitWords(text)).filter((flag) => flag.name !== name))
}

/** Replaces words that stand in a text plainly, between blanks; undefined when they do not. */
function replaceWords(text: string, old: readonly string[], words: readonly string[]): string | undefined {
  const plain = [...text.matchAll(/[^ \t]+/g)].map((match) => ({ word: match[0], from: match.index }))
  const first = plain.findIndex((_, at) => old.every((word, offset) => plain[at + offset]?.word === word))
  const [from, last, previous] = [plain[first], plain[first + old.length - 1], plain[first - 1]]
  if (from === undefined || last === undefined) return undefined
  const after = text.slice(last.from + last.word.length)
  if (words.length > 0) return text.slice(0, from.from) + words.join(" ") + after
  // The blanks before the words go with them; at the start of the text those after.
  if (previous === undefined) return after.replace(/^[ \t]+/, "")
  return text.slice(0, previous.from + previous.word.length) + after
}
