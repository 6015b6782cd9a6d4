// Reads strict JSON, as encoding/json of Go does for dockerd, into values and into the spans of its keys and values.
// jsonc-parser gives the spans and the first error, JSON.parse has the last word on what is JSON.

import type { Node, ParseError } from "jsonc-parser"
import { clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import { once } from "../../model/once.ts"
import type { KeyPath, Table, Value } from "../document.ts"
import { broken, findUnreadable, maxDepth, maxValues, tooDeep } from "../limits.ts"
import { placesIn } from "../lines.ts"
import { expectedByJson } from "./words.ts"

type Range = readonly [from: number, to: number]

export interface JsonEntry {
  readonly path: KeyPath
  readonly key: Range
  readonly value: Range
  /** From the key to the end of the value. */
  readonly whole: Range
  /** The object it stands in. */
  readonly object: JsonObject
  /** Elements, where the value is a list. */
  readonly elements: readonly Range[] | undefined
  /** Whether a list is on the way to it, so that its path has an index. */
  readonly isInList: boolean
}

export interface JsonObject {
  readonly path: KeyPath
  readonly range: Range
  /** Its keys with their values, in text order. */
  readonly items: readonly Range[]
  readonly isInList: boolean
}

export interface JsonTree {
  /** Without byte-order mark. */
  readonly text: string
  readonly root: Table
  readonly entries: readonly JsonEntry[]
  readonly objects: readonly JsonObject[]
  /** Whether there is nothing but blanks: dockerd takes that as {}. */
  readonly isEmpty: boolean
}

const language = "JSON"

/** Most nodes have no JSON to read, and it makes tables when it is loaded. By its module: its other form finds no parts once bundled. */
const library = once(() => require("jsonc-parser/lib/esm/main.js") as typeof import("jsonc-parser"))

/** The first spot where nesting or the number of values goes beyond the limits. */
function findExcess(text: string): { readonly offset: number; readonly isDepth: boolean } | undefined {
  let depth = 0
  let values = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"' && text[at] !== "\n"; at++) if (text[at] === "\\") at++
    } else if (character === "{" || character === "[") depth++
    else if (character === "}" || character === "]") depth--
    else if (character === ",") values++
    if (depth > maxDepth || values > maxValues) return { offset: at, isDepth: depth > maxDepth }
  }
  return undefined
}

function rangeOf(node: Node): Range {
  return [node.offset, node.offset + node.length]
}

function collect(root: Node): Pick<JsonTree, "entries" | "objects"> {
  const entries: JsonEntry[] = []
  const objects: JsonObject[] = []
  const visit = (node: Node, path: KeyPath, isInList: boolean): void => {
    if (node.type === "array") {
      node.children?.forEach((element, index) => {
        visit(element, [...path, String(index)], true)
      })
    }
    if (node.type !== "object") return
    const properties = node.children ?? []
    const object = { path, range: rangeOf(node), items: properties.map(rangeOf), isInList }
    objects.push(object)
    for (const property of properties) {
      const [key, value] = property.children ?? []
      if (key === undefined || value === undefined) continue
      const own = [...path, String(key.value)]
      const elements = value.type === "array" ? (value.children ?? []).map(rangeOf) : undefined
      const spans = { key: rangeOf(key), value: rangeOf(value), whole: rangeOf(property) }
      entries.push({ path: own, ...spans, object, elements, isInList })
      visit(value, own, isInList)
    }
  }
  visit(root, [], false)
  return { entries, objects }
}

function brokenBy(errors: readonly ParseError[], file: string, text: string): Result<never> {
  const placeOf = placesIn(file, text)
  const first = errors[0]
  if (first === undefined) return broken(language, clause("json-strict"), placeOf(0))
  const before = text.slice(0, first.offset).trimEnd()
  if (/[}\]]/.test(text[first.offset] ?? "") && before.endsWith(",")) {
    return broken(language, clause("json-comma-before-bracket"), placeOf(before.length - 1, 1))
  }
  return broken(
    language,
    expectedByJson(library().printParseErrorCode(first.error)),
    placeOf(first.offset, first.length),
  )
}

/** Reads a text without byte-order mark. Comments, trailing commas and anything but an object are faults. */
export function readJsonTree(file: string, text: string): Result<JsonTree> {
  const unreadable = findUnreadable(language, file, text)
  if (unreadable !== undefined) return unreadable
  if (text.trim() === "") return ok({ text, root: {}, entries: [], objects: [], isEmpty: true })
  const excess = findExcess(text)
  if (excess !== undefined) {
    const place = placesIn(file, text)(excess.offset, 1)
    if (excess.isDepth) return tooDeep(language, place)
    return broken(language, clause("text-many-values", { most: maxValues }), place)
  }
  const errors: ParseError[] = []
  const node = library().parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  if (node === undefined || errors.length > 0) return brokenBy(errors, file, text)
  let value: Value
  try {
    value = JSON.parse(text) as Value
  } catch {
    return brokenBy([], file, text)
  }
  if (node.type !== "object") return broken(language, clause("json-object"), placesIn(file, text)(node.offset))
  return ok({ text, root: value as Table, ...collect(node), isEmpty: false })
}
