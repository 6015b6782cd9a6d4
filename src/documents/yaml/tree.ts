// Reads a YAML stream into values and into the nodes of its keys, document by document. YAML 1.1 as the Go programs of
// Kubernetes read it (sigs.k8s.io/yaml): yes and on are true, 0644 is octal, << merges; dates and times stay text. A key
// may be there twice, and the later line counts: the kubelet says so in its log and goes on.

import type { Alias, Document, Node, Pair, Scalar, Tags, YAMLMap, YAMLSeq } from "yaml"
import { type Clause, clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { KeyPath, Table, Value } from "../document.ts"
import { broken, findUnreadable, maxDepth, maxValues, tooDeep } from "../limits.ts"
import { placesIn } from "../lines.ts"
import { isList, isTable, tableOf } from "../value.ts"
import { findYamlExcess, maxYamlLength, maxYamlLines, maxYamlMarks } from "./limits.ts"
import { isAlias, isMap, isScalar, isSeq, yamlPackage } from "./package.ts"
import { findRefusedTab } from "./tabs.ts"
import { expectedByYaml } from "./words.ts"

export interface YamlEntry {
  readonly path: KeyPath
  readonly pair: Pair
  readonly key: Scalar
  readonly value: Node | null
  readonly map: YAMLMap
  /** What it holds; of a key that is there twice, each its own. */
  readonly held: Value
  /** Whether a list is on the way to it, so that its path has an index. */
  readonly isInList: boolean
  /** An earlier line of the same table has this key already. */
  readonly isAgain: boolean
}

export interface YamlTree {
  readonly root: Table
  /** Undefined: the document is empty, or holds only comments. */
  readonly map: YAMLMap | undefined
  readonly entries: readonly YamlEntry[]
  /** Where the document ends, as an offset of the whole text. */
  readonly end: number
}

const language = "YAML"

/** A fault while a document is read; carried up through the recursion. */
class Unreadable extends Error {
  readonly expected: Clause
  readonly offset: number
  constructor(expected: Clause, offset: number) {
    super(expected.code)
    this.expected = expected
    this.offset = offset
  }
}

/** Types that Go's reader does not have: dates and sexagesimal numbers stay text there. */
const unknownTypes = /:(binary|omap|pairs|set|timestamp)$/

function goTags(tags: Tags): Tags {
  return tags.filter((tag) => {
    if (typeof tag === "string") return true
    return !unknownTypes.test(tag.tag) && !("format" in tag && tag.format === "TIME")
  })
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.source === "<<"
}

interface Reading {
  /** The node that a name stands for from here on: the last one above with that anchor. */
  readonly anchors: Map<string, Node>
  readonly entries: YamlEntry[]
  readonly known: Map<Node, { readonly value: Value; readonly size: number } | undefined>
  size: number
}

function offsetOf(node: unknown): number {
  return (node as Node | undefined)?.range?.[0] ?? 0
}

function readScalar(node: Scalar): Value {
  const { value } = node
  if (value === null || value === undefined) return null
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value
  if (typeof value === "bigint") return value
  return node.source ?? String(value)
}

/** What an alias stands for, each time counted with all that is in it, so that aliases of aliases cannot explode. */
function readAlias(reading: Reading, node: Alias): Value {
  // Alias.resolve of the parser walks the whole document each time.
  const target = reading.anchors.get(node.source)
  const known = target === undefined ? undefined : reading.known.get(target)
  if (known === undefined) throw new Unreadable(clause("yaml-anchor-above"), offsetOf(node))
  reading.size += known.size
  if (reading.size > maxValues) throw new Unreadable(clause("text-many-values", { most: maxValues }), offsetOf(node))
  return known.value
}

function read(reading: Reading, node: Node | null, path: KeyPath, isInList: boolean): Value {
  if (node === null) return null
  if (path.length > maxDepth) throw new RangeError("nested too deep")
  if (isAlias(node)) return readAlias(reading, node)
  const before = reading.size
  reading.size++
  reading.known.set(node, undefined)
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node)
  let value: Value = null
  if (isScalar(node)) value = readScalar(node)
  else if (isSeq(node)) value = readList(reading, node as YAMLSeq<Node | null>, path)
  else if (isMap(node)) value = readMap(reading, node, path, isInList)
  reading.known.set(node, { value, size: reading.size - before })
  return value
}

function readList(reading: Reading, list: YAMLSeq<Node | null>, path: KeyPath): Value {
  return list.items.map((item, index) => {
    // A pair directly in a list is the short form of a map with one key: [a: 1].
    return read(reading, item, [...path, String(index)], true)
  })
}

function readMap(reading: Reading, map: YAMLMap, path: KeyPath, isInList: boolean): Table {
  const own = new Map<string, Value>()
  const merged: Table[] = []
  for (const pair of map.items) {
    const { key } = pair
    const value = (pair.value ?? null) as Node | null
    if (isMergeKey(key)) {
      merged.push(...readMerged(reading, value, [...path, "<<"], offsetOf(value ?? key)))
      continue
    }
    if (!isScalar(key)) throw new Unreadable(clause("yaml-text-key"), offsetOf(key ?? map))
    // ~ and nothing are keys of YAML; sigs.k8s.io/yaml, convertToJSONableObject, refuses them.
    const written = readScalar(key)
    if (written === null) throw new Unreadable(clause("yaml-text-key"), offsetOf(key))
    const name = String(written)
    const isAgain = own.has(name)
    const entry = { path: [...path, name], pair, key, value, map, isInList, isAgain }
    const index = reading.entries.push({ ...entry, held: null }) - 1
    const held = read(reading, value, [...path, name], isInList)
    reading.entries[index] = { ...entry, held }
    // Of two lines the later one counts: kubernetes#83204, lenient decoding of the kubelet's configuration.
    own.set(name, held)
  }
  for (const table of merged) {
    for (const [name, inner] of Object.entries(table)) if (!own.has(name)) own.set(name, inner)
  }
  return tableOf(own)
}

/** What << merges: a table or a list of tables, anything else is refused (go-yaml v2, decode.go, merge). */
function readMerged(reading: Reading, node: Node | null, path: KeyPath, offset: number): readonly Table[] {
  const value = read(reading, node, path, true)
  const tables = isList(value) ? value : [value]
  if (!tables.every(isTable)) throw new Unreadable(clause("yaml-merge"), offset)
  return tables
}

function readDocument(document: Document, text: string): YamlTree {
  const reading: Reading = { anchors: new Map(), entries: [], known: new Map(), size: 0 }
  const { contents } = document
  const end = document.range?.[2] ?? text.length
  if (contents === null || (isScalar(contents) && contents.value === null && contents.source === "")) {
    return { root: {}, map: undefined, entries: [], end }
  }
  if (!isMap(contents)) throw new Unreadable(clause("yaml-rows"), offsetOf(contents))
  const root = read(reading, contents, [], false) as Table
  return { root, map: contents, entries: reading.entries, end }
}

/** Reads a text without byte-order mark: its documents in order, at least one. */
export function readYamlTrees(file: string, text: string): Result<readonly YamlTree[]> {
  const unreadable = findUnreadable(language, file, text)
  if (unreadable !== undefined) return unreadable
  const placeOf = placesIn(file, text)
  const excess = findYamlExcess(text)
  if (excess !== undefined) {
    const place = placeOf(excess.offset)
    if (excess.what === "depth") return tooDeep(language, place)
    if (excess.what === "explicit-keys") return broken(language, clause("yaml-explicit-keys"), place)
    if (excess.what === "marks") return broken(language, clause("text-many-values", { most: maxYamlMarks }), place)
    return broken(
      language,
      clause("text-many-lines-or-long", { lines: maxYamlLines, kib: maxYamlLength / 1024 }),
      place,
    )
  }
  try {
    const parsed = yamlPackage().parseAllDocuments(text, {
      version: "1.1",
      customTags: goTags,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    })
    const documents: readonly Document[] = Array.isArray(parsed) ? parsed : []
    const error = documents.flatMap((document) => document.errors).sort((a, b) => a.pos[0] - b.pos[0])[0]
    if (error !== undefined) {
      return broken(language, expectedByYaml(error.code, error.message), placeOf(Math.min(error.pos[0], text.length)))
    }
    const tab = findRefusedTab(text)
    if (tab !== undefined) return broken(language, clause("yaml-tab"), placeOf(tab, 1))
    if (documents.length === 0) return ok([{ root: {}, map: undefined, entries: [], end: text.length }])
    return ok(documents.map((document) => readDocument(document, text)))
  } catch (error) {
    if (error instanceof Unreadable) return broken(language, error.expected, placeOf(error.offset))
    if (error instanceof RangeError) return tooDeep(language, placeOf(0))
    throw error
  }
}
