// Reads a TOML text into values and into the spans of its keys, values and headers, for toml.ts to show and for the
// splices to cut at. TOML 1.0 only, because that is what the runtimes read: toml-eslint-parser is the judge of syntax,
// smol-toml (which also accepts 1.1) makes the values.

import { parse } from "smol-toml"
import { type AST, ParseError, parseTOML } from "toml-eslint-parser"
import { clause } from "../../model/arguments/clause.ts"
import type { Result } from "../../model/fault.ts"
import { ok } from "../../model/fault.ts"
import type { KeyPath, Table, Value } from "../document.ts"
import { broken, findUnreadable, maxDepth, maxLines, maxValues, tooDeep } from "../limits.ts"
import { placesIn } from "../lines.ts"
import { depthOf, tableOf } from "../value.ts"
import { findExcess } from "./limits.ts"
import { expectedByToml, expectedValue, isNoticedLate } from "./words.ts"

export interface TomlHeader {
  /** The keys of the header, as written. */
  readonly path: KeyPath
  /** The same with the index of the element after each list of tables on the way. */
  readonly indexedPath: KeyPath
  readonly node: AST.TOMLTable
  /** Whether the table is an element of a list of tables, or lies in one. */
  readonly isInList: boolean
}

export interface TomlEntry {
  readonly path: KeyPath
  readonly node: AST.TOMLKeyValue
  /** The header it stands under; undefined above the first one. */
  readonly header: TomlHeader | undefined
  /** The inline table it stands in. */
  readonly inline: AST.TOMLInlineTable | undefined
  /** Whether a list is on the way to it, so that its path has an index. */
  readonly isInList: boolean
}

export interface TomlTree {
  /** Without byte-order mark; all offsets are offsets of it. */
  readonly text: string
  /** Integers are bigint throughout, so that 1 and 1.0 differ. */
  readonly root: Table
  readonly headers: readonly TomlHeader[]
  readonly entries: readonly TomlEntry[]
}

const language = "TOML"

function keysOf(key: AST.TOMLKey): string[] {
  return key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value))
}

function plain(value: unknown): Value {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    return tableOf(Object.entries(value).map(([key, inner]) => [key, plain(inner)] as const))
  }
  return value as Value
}

/** A whole number of TOML is a 64-bit signed integer (TOML 1.0, "Integer"). */
export function isTomlInteger(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value
}

function collect(program: AST.TOMLProgram): Pick<TomlTree, "headers" | "entries"> & { readonly oversized: number } {
  const headers: TomlHeader[] = []
  const entries: TomlEntry[] = []
  let oversized = -1
  const visitValue = (
    node: AST.TOMLContentNode,
    path: KeyPath,
    header: TomlHeader | undefined,
    isInList: boolean,
  ): void => {
    if (node.type === "TOMLInlineTable") for (const inner of node.body) visit(inner, path, header, node, isInList)
    else if (node.type === "TOMLArray") {
      node.elements.forEach((element, index) => {
        visitValue(element, [...path, String(index)], header, true)
      })
    } else if (node.kind === "integer" && !isTomlInteger(node.bigint)) oversized = node.range[0]
  }
  const visit = (
    node: AST.TOMLKeyValue,
    above: KeyPath,
    header: TomlHeader | undefined,
    inline: AST.TOMLInlineTable | undefined,
    isInList: boolean,
  ): void => {
    const path = [...above, ...keysOf(node.key)]
    entries.push({ path, node, header, inline, isInList })
    visitValue(node.value, path, header, isInList)
  }
  for (const node of program.body[0].body) {
    if (node.type === "TOMLKeyValue") visit(node, [], undefined, undefined, false)
    else {
      const isInList = node.resolvedKey.some((key) => typeof key === "number")
      const header = { path: keysOf(node.key), indexedPath: node.resolvedKey.map(String), node, isInList }
      headers.push(header)
      for (const entry of node.body) visit(entry, header.indexedPath, header, undefined, isInList)
    }
  }
  return { headers, entries, oversized }
}

/** Reads a text without byte-order mark. Anything but TOML 1.0 within the limits is a fault with its place. */
export function readTomlTree(file: string, text: string): Result<TomlTree> {
  const unreadable = findUnreadable(language, file, text)
  if (unreadable !== undefined) return unreadable
  const excess = findExcess(text)
  if (excess !== undefined) {
    const place = placesIn(file, text)(excess.offset, 1)
    if (excess.what === "depth") return tooDeep(language, place)
    if (excess.what === "lines") return broken(language, clause("text-many-lines", { most: maxLines }), place)
    return broken(language, clause("text-many-values", { most: maxValues }), place)
  }
  try {
    const { headers, entries, oversized } = collect(parseTOML(text, { tomlVersion: "1.0" }))
    if (oversized >= 0) {
      return broken(language, clause("toml-integer"), placesIn(file, text)(oversized))
    }
    const root = plain(parse(text, { integersAsBigInt: true })) as Table
    if (depthOf(root, maxDepth + 1) > maxDepth) return tooDeep(language, placesIn(file, text)(0))
    return ok({ text, root, headers, entries })
  } catch (error) {
    return brokenBy(error, file, text)
  }
}

/** The parser notices some errors only at the next token; a person looks for them where something is missing. */
function brokenNear(message: string, at: number, file: string, text: string): Result<never> {
  const placeOf = placesIn(file, text)
  const before = text.slice(0, at).trimEnd()
  if (/^(Unexpected character|Unspecified)/.test(message) && before.endsWith("=") && before.length < at) {
    if (text.slice(before.length, at).includes("\n")) return broken(language, expectedValue, placeOf(before.length))
  }
  if (message.startsWith("Trailing comma") && before.endsWith(",")) {
    return broken(language, expectedByToml(message), placeOf(before.length - 1, 1))
  }
  const isLate = isNoticedLate(message) && /[\r\n]/.test(text[at - 1] ?? "")
  return broken(language, expectedByToml(message), placeOf(isLate ? before.length : at))
}

function brokenBy(error: unknown, file: string, text: string): Result<never> {
  const placeOf = placesIn(file, text)
  if (error instanceof ParseError) {
    return brokenNear(error.message, Math.min(Math.max(0, error.index), text.length), file, text)
  }
  // The parser spreads the characters of one string over the arguments of one call, which has a limit of its own.
  if (error instanceof RangeError) return broken(language, clause("toml-shorter-text"), placeOf(0))
  // What smol-toml refuses and the other parser does not: it gives line and column, both 1-based.
  const at = error as { readonly line?: unknown; readonly column?: unknown; readonly message?: unknown }
  if (typeof at.line !== "number" || typeof at.column !== "number") throw error
  const start = text.split("\n", at.line - 1).reduce((sum, line) => sum + line.length + 1, 0)
  const what =
    String(at.message)
      .split("\n", 1)[0]
      ?.replace(/^Invalid TOML document: /, "") ?? ""
  return broken(language, `${what}.`, placeOf(Math.min(text.length, start + at.column - 1)))
}
