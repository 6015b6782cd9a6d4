// Values and keys as YAML text: plain where YAML 1.1 and 1.2 both read the same text, else in quotes. Lists are written
// in brackets on one line, tables as indented lines or, within brackets, in braces.
import { type Clause, clause } from "../../model/arguments/clause.ts"
import type { Table, Value } from "../document.ts"
import { isList, isTable } from "../value.ts"

export type YamlQuote = '"' | "'" | undefined

/** Texts that begin with a letter or a slash and have no sign that YAML reads as its own. */
const plainText = /^[A-Za-z/][A-Za-z0-9_./@+=-]*(?::[A-Za-z0-9_./@+=-]+)*$/
/** Words that YAML 1.1 reads as something else than text. */
const reservedWord = /^(?:y|n|yes|no|on|off|true|false|null)$/i

export function yamlString(text: string, quote: YamlQuote): string {
  const isPlain = plainText.test(text) && !reservedWord.test(text)
  if (quote === undefined && isPlain) return text
  // JSON leaves these three as they are; YAML takes them for line breaks or a byte-order mark.
  if (quote === "'" && /^[\x20-\x7E\u00A0-\u2027\u202A-\uD7FF]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`
  return JSON.stringify(text).replace(/[\u0080-\u00A0\u2028\u2029\uFEFF]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  })
}

/** A value on one line. */
export function yamlInline(value: Value, quote: YamlQuote): string {
  if (typeof value === "string") return yamlString(value, quote)
  if (isList(value)) return `[${value.map((element) => yamlInline(element, quote)).join(", ")}]`
  if (isTable(value)) {
    const pairs = Object.entries(value).map(
      ([key, inner]) => `${yamlString(key, undefined)}: ${yamlInline(inner, quote)}`,
    )
    return pairs.length === 0 ? "{}" : `{${pairs.join(", ")}}`
  }
  return String(value)
}

/** The lines of `key: value` with tables one level further in, each with its indentation, without line breaks. */
export function yamlLines(key: string, value: Value, indent: string, quote: YamlQuote): readonly string[] {
  const name = `${indent}${yamlString(key, undefined)}:`
  if (!isTable(value) || Object.keys(value).length === 0) return [`${name} ${yamlInline(value, quote)}`]
  return [name, ...tableLines(value, `${indent}  `, quote)]
}

function tableLines(table: Table, indent: string, quote: YamlQuote): readonly string[] {
  return Object.entries(table).flatMap(([key, value]) => yamlLines(key, value, indent, quote))
}

/** Why YAML has no way to write this value. */
export function findUnwritable(value: Value): Clause | undefined {
  if (value instanceof Date) return clause("yaml-without-dates")
  if (typeof value === "number" && !Number.isFinite(value)) return clause("json-without-number")
  if (typeof value === "string") return value.isWellFormed() ? undefined : clause("half-character")
  const inner = isList(value) ? value : isTable(value) ? Object.values(value) : []
  return inner.map(findUnwritable).find((why) => why !== undefined)
}
