// Reads the files of CRI-O the way it does: crio.conf, then every file below the drop-in directory in lexical walk
// order, whatever it is called. What the values mean together is effective.ts.
import type { Document, KeyInText, Value } from "../../documents/document.ts"
import { toml } from "../../documents/toml/toml.ts"
import { isList, isTable, valueAt } from "../../documents/value.ts"
import type { Place } from "../../model/place.ts"
import type { Problem } from "./findings/problems.ts"
import { handlersTable, isOfType, tablePattern, tables, typeOf } from "./tables/keys.ts"
import type { Release } from "./tables/releases.ts"

/** A file as it is on the node: its text, or why there is none. */
export interface ConfigFile {
  readonly path: string
  readonly text: string | { readonly unreadable: string }
}

/** A key with its value, under the name CRI-O knows it by. */
export interface Entry {
  /** Names in lower case, because CRI-O accepts any; the name of a handler as it is written. */
  readonly path: readonly string[]
  readonly value: Value
  readonly key: KeyInText
}

export interface LoadedFile {
  readonly path: string
  readonly document: Document
  /** Keys with values, in text order. Tables and elements of lists are not among them. */
  readonly entries: readonly Entry[]
  /** The names of the handlers that have a table here, even an empty one, with the place of it. */
  readonly handlers: ReadonlyMap<string, Place>
}

/**
 * The order of filepath.Walk: names within a directory by their bytes, a directory where its name sorts. `paths` lie
 * below `directory`.
 */
export function inWalkOrder(directory: string, paths: readonly string[]): readonly string[] {
  const prefix = `${directory.replace(/(?<!\/)\/+$/, "")}/`
  return paths.toSorted((a, b) => compareParts(a.slice(prefix.length).split("/"), b.slice(prefix.length).split("/")))
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    const order = Buffer.compare(Buffer.from(part), Buffer.from(other))
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** BurntSushi/toml takes a name in any case where it is the name of a field; a handler's is a key of a map. */
function knownPath(path: readonly string[]): readonly string[] {
  const lower = path.map((name) => name.toLowerCase())
  const isHandler = lower.slice(0, 3).join(".") === handlersTable
  return isHandler ? lower.map((name, index) => (index === 3 ? (path[3] ?? name) : name)) : lower
}

function isInList(document: Document, { path }: KeyInText): boolean {
  return path.some((_, length) => length > 0 && isList(valueAt(document.root, path.slice(0, length))))
}

export function loadFile(release: Release, { path, text }: ConfigFile): LoadedFile | Problem {
  if (typeof text !== "string") {
    return { code: "crio-config-unreadable", file: path, what: text.unreadable, wanted: "" }
  }
  const parsed = toml.parse(path, text)
  if (!parsed.ok) {
    const { fault } = parsed
    const what = fault.code === "document-broken" ? fault.args.expected : fault.code
    return { code: "crio-config-broken", file: path, what, wanted: "", ...placed(fault.place) }
  }
  const document = parsed.value
  const keys = document.keys.filter((key) => !isInList(document, key))
  const entries = keys
    .filter(({ value }) => !isTable(value))
    .map((key): Entry => ({ path: knownPath(key.path), value: key.value, key }))
  const handlers = new Map<string, Place>()
  for (const { path: written, keyPlace } of keys) {
    const known = knownPath(written)
    const name = known[3]
    if (name !== undefined && known.slice(0, 3).join(".") === handlersTable && !handlers.has(name)) {
      handlers.set(name, keyPlace)
    }
  }
  return findWrongType(release, path, document) ?? { path, document, entries, handlers }
}

function placed(place: Place | undefined): { readonly place?: Place } {
  return place === undefined ? {} : { place }
}

function findWrongType(release: Release, file: string, document: Document): Problem | undefined {
  for (const key of document.keys) {
    const list = key.path.findIndex((_, length) => isList(valueAt(document.root, key.path.slice(0, length))))
    const path = knownPath(list < 0 ? key.path : key.path.slice(0, list))
    const value = list < 0 ? key.value : []
    const isTableWanted = tables.includes(tablePattern(path))
    const wanted = isTableWanted ? "table" : list < 0 ? typeOf(release, path) : undefined
    if (wanted === undefined || (wanted === "table" ? isTable(value) : isOfType(value, wanted))) continue
    return { code: "crio-wrong-type", file, what: path.join("."), wanted, place: key.valuePlace }
  }
  return undefined
}

/** The entry of a key, the exact spelling first. */
export function entryAt(file: LoadedFile, path: readonly string[]): Entry | undefined {
  const wanted = path.join("\0")
  const same = file.entries.filter((entry) => entry.path.join("\0") === wanted)
  return same.find(({ key }) => key.path.join("\0") === wanted) ?? same.at(-1)
}
