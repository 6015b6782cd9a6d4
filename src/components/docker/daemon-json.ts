// Reads daemon.json for what bears on CRI: the entries of exec-opts, keys that look like it and do not count, and keys
// that stand there twice. Pure; what a release makes of it is judged in problems.ts and effective.ts.
import type { Document, KeyInText, Table } from "../../documents/document.ts"
import { duplicateKeys, json } from "../../documents/json/json.ts"
import { isList, ownValue } from "../../documents/value.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { Fault } from "../../model/fault.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { Place } from "../../model/place.ts"

/** The key, and the flag's name, under which dockerd takes it without a word and does nothing. */
export const execOpts = "exec-opts"
export const flagSpelling = "exec-opt"

/** Compared without regard to case (moby daemon/daemon_unix.go, getCD). */
const driverOption = "native.cgroupdriver"

export interface ExecOpt {
  /** As written. */
  readonly text: string
  /** Lower case, blanks around it dropped. */
  readonly name: string
  readonly value: string
}

export interface DaemonJson {
  /** Undefined: there is no file, or it does not parse. */
  readonly root?: Table
  readonly document?: Document
  /** Why it does not parse. */
  readonly broken?: Fault
  readonly isEmpty: boolean
  readonly hasByteOrderMark: boolean
}

export function readDaemonJson(config: FileFact): DaemonJson {
  const file = knownValue(config)
  if (file === undefined) return { isEmpty: false, hasByteOrderMark: false }
  const parsed = json.parse(file.path, file.text)
  if (!parsed.ok) return { broken: parsed.fault, isEmpty: false, hasByteOrderMark: file.text.startsWith("\uFEFF") }
  const { root, isEmpty, hasByteOrderMark } = parsed.value
  return { root, document: parsed.value, isEmpty, hasByteOrderMark }
}

/** "native.cgroupdriver=systemd"; blanks around both halves do not count. */
export function readExecOpt(text: string): ExecOpt {
  const equals = text.indexOf("=")
  const name = equals < 0 ? text : text.slice(0, equals)
  return { text, name: name.trim().toLowerCase(), value: equals < 0 ? "" : text.slice(equals + 1).trim() }
}

export function isDriverOption({ name }: ExecOpt): boolean {
  return name === driverOption
}

export function driverEntry(driver: string): string {
  return `${driverOption}=${driver}`
}

/** The entries of a key at the top; empty when it is no list of texts. */
export function entriesOf({ root }: DaemonJson, key: string): readonly ExecOpt[] {
  const list = root === undefined ? undefined : ownValue(root, key)
  return isList(list) ? list.flatMap((entry) => (typeof entry === "string" ? [readExecOpt(entry)] : [])) : []
}

/** Where a key at the top stands; of two, the last, which counts. */
export function placeOf({ document }: DaemonJson, key: string): Place | undefined {
  return document?.keys.findLast(({ path }) => path.length === 1 && path[0] === key)?.valuePlace
}

/** Keys that are meant as exec-opts and are ignored: the flag's spelling, and the key within another table. */
export function ignoredKeys({ document }: DaemonJson): readonly KeyInText[] {
  return (document?.keys ?? []).filter(({ path }) => {
    const name = path.at(-1)
    return path.length === 1 ? name === flagSpelling : name === execOpts || name === flagSpelling
  })
}

/** Earlier lines of exec-opts at the top: the last one counts. */
export function overriddenKeys({ document }: DaemonJson): readonly KeyInText[] {
  const all = (document?.keys ?? []).filter(({ path }) => path.length === 1 && path[0] === execOpts)
  return duplicateKeys({ keys: all }).length === 0 ? [] : all.slice(0, -1)
}
