// Values and keys as TOML text, in the spelling that the file at hand already uses. It writes single spans, never a
// document.
import { type Clause, clause } from "../../model/arguments/clause.ts"
import type { KeyPath, Value } from "../document.ts"
import { isList, isTable, ownValue, tableOf } from "../value.ts"
import { isTomlInteger, type TomlTree } from "./tree.ts"

export type Quote = '"' | "'"

/** How a file quotes: keys and texts apart, and how each quoted key is spelled where it stands already. */
export interface Spelling {
  readonly forKeys: Quote
  readonly forTexts: Quote
  readonly keys: ReadonlyMap<string, string>
}

const bareKey = /^[A-Za-z0-9_-]+$/
const basicEscapes: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
}

export function spellingOf(tree: TomlTree): Spelling {
  const keys = new Map<string, string>()
  let literalKeys = 0
  let literalTexts = 0
  for (const key of [
    ...tree.headers.map((header) => header.node.key),
    ...tree.entries.map((entry) => entry.node.key),
  ]) {
    for (const part of key.keys) {
      if (part.type === "TOMLBare") continue
      keys.set(part.value, tree.text.slice(...part.range))
      literalKeys += part.style === "literal" ? 1 : -1
    }
  }
  for (const { node } of tree.entries) {
    if (node.value.type === "TOMLValue" && node.value.kind === "string") {
      literalTexts += node.value.style === "literal" ? 1 : -1
    }
  }
  return { forKeys: literalKeys > 0 ? "'" : '"', forTexts: literalTexts > 0 ? "'" : '"', keys }
}

/** A text in quotes; literal quotes only where the text can stand between them as it is. */
function tomlString(text: string, quote: Quote): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: TOML 1.0 allows none of them in a literal string
  if (quote === "'" && !/['\u0000-\u001F\u007F]/.test(text)) return `'${text}'`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: TOML 1.0 asks for escapes of exactly these
  const escaped = text.replace(/["\\\u0000-\u001F\u007F]/g, (character) => {
    return basicEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`
  })
  return `"${escaped}"`
}

export function tomlKey(key: string, spelling: Spelling): string {
  return spelling.keys.get(key) ?? (bareKey.test(key) ? key : tomlString(key, spelling.forKeys))
}

export function tomlKeys(path: KeyPath, spelling: Spelling): string {
  return path.map((key) => tomlKey(key, spelling)).join(".")
}

/** The value as one line of TOML. Only for values that `findUnwritable` lets pass. */
export function tomlValue(value: Value, spelling: Spelling, quote: Quote = spelling.forTexts): string {
  if (typeof value === "string") return tomlString(value, quote)
  if (typeof value === "number") {
    if (Number.isNaN(value)) return "nan"
    if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf"
    return /[.e]/.test(String(value)) ? String(value) : `${Object.is(value, -0) ? "-0" : value}.0`
  }
  if (value instanceof Date) return value.toISOString()
  if (isList(value)) return `[${value.map((element) => tomlValue(element, spelling, quote)).join(", ")}]`
  if (isTable(value)) {
    const pairs = Object.entries(value).map(
      ([key, inner]) => `${tomlKey(key, spelling)} = ${tomlValue(inner, spelling, quote)}`,
    )
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`
  }
  return String(value)
}

/** Why TOML has no way to write this value. */
export function findUnwritable(value: Value): Clause | undefined {
  if (value === null) return clause("toml-without-null")
  if (typeof value === "string") return value.isWellFormed() ? undefined : clause("half-character")
  if (typeof value === "bigint") return isTomlInteger(value) ? undefined : clause("toml-large-number")
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? clause("date-invalid") : undefined
  if (isList(value)) return value.map(findUnwritable).find((why) => why !== undefined)
  if (isTable(value)) {
    if (Object.keys(value).some((key) => !key.isWellFormed())) return clause("half-character-in-key")
    return Object.values(value)
      .map(findUnwritable)
      .find((why) => why !== undefined)
  }
  return undefined
}

/**
 * The same value with whole numbers as bigint, as a tree has them. Where the tree has a float already, such as 1.0, a
 * whole number stays a float.
 */
export function withExactIntegers(value: Value, old: Value | undefined): Value {
  if (typeof value === "number" && Number.isInteger(value)) return typeof old === "number" ? value : BigInt(value)
  if (isList(value))
    return value.map((element, index) => withExactIntegers(element, isList(old) ? old[index] : undefined))
  if (!isTable(value)) return value
  const above = isTable(old) ? old : {}
  return tableOf(
    Object.entries(value).map(([key, inner]) => [key, withExactIntegers(inner, ownValue(above, key))] as const),
  )
}

/** The same value with bigint only where a number would lose digits, as documents show them. */
export function withPlainIntegers(value: Value): Value {
  if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) return Number(value)
  if (isList(value)) return value.map(withPlainIntegers)
  if (isTable(value))
    return tableOf(Object.entries(value).map(([key, inner]) => [key, withPlainIntegers(inner)] as const))
  return value
}
