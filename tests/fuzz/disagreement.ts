// Where Python's parsers read a text otherwise than the editors do, as far as that is not meant to be so.

import type { Table, Value } from "../../src/documents/document.ts"
import { toml } from "../../src/documents/toml/toml.ts"
import { isList, isTable } from "../../src/documents/value.ts"
import { comparable } from "../documents/property-runs.ts"
import { inEnglish } from "../in-english.ts"
import { byPython } from "./other-readers.ts"

/**
 * Faults that are not about syntax (sizes, 64 bits, control characters), and keys by dots into a table that a header
 * further down its path has made already: TOML 1.0 leaves that open, smol-toml refuses it, tomllib does not.
 */
const stricterOnPurpose = /at most|control character|shorter text|nested|redefine/

/** As Python tells it: dates by their name only, and no numbers that JSON has not. */
function told(value: unknown): unknown {
  if (value instanceof Date) return "date"
  // A line break within a text may be read as written or as a line feed (TOML 1.0, "String").
  if (typeof value === "string") return value.replaceAll("\r\n", "\n")
  if (Array.isArray(value)) return value.map(told)
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, told(inner)]))
  return value
}

export async function disagreementOnToml(
  text: string,
  roots: readonly Table[] | undefined,
): Promise<string | undefined> {
  const other = await byPython("TOML", text)
  if (other === undefined) return undefined
  if (roots === undefined) {
    const own = toml.parse("f", text)
    const why = !own.ok && own.fault.code === "document-broken" ? inEnglish(own.fault.args.expected) : ""
    return "why" in other || stricterOnPurpose.test(why) ? undefined : `only the other reads it: ${why}`
  }
  if ("why" in other) return `only the editor reads it: ${other.why}`
  const [own, others] = [comparable(roots.map(told)), comparable(other.documents.map(told))]
  return own === others ? undefined : `${own}\n${others}`
}

/** A node of YAML as other-readers.py tells it. */
type Shape =
  | null
  | { readonly pairs: readonly (readonly [Shape, Shape])[] }
  | { readonly items: readonly Shape[] }
  | { readonly text: string; readonly isPlain: boolean }

function differs(own: Value, other: Shape): boolean {
  if (isTable(own)) {
    const isNothing = other === null || ("text" in other && other.text === "" && other.isPlain)
    if (isNothing) return Object.keys(own).length > 0
    if (!("pairs" in other)) return true
    const values = Object.values(own)
    const names = other.pairs.map(([key]) => (key !== null && "text" in key ? key.text : ""))
    // Of two lines with one key PyYAML shows both.
    if (new Set(names).size < names.length) return false
    if (values.length !== names.length) return true
    // Keys that look like numbers come first in an object, so the order says nothing; texts are compared by key.
    return other.pairs.some(([key, value]) => {
      const name = key !== null && "text" in key ? key.text : undefined
      const inner = name !== undefined && Object.hasOwn(own, name) ? own[name] : undefined
      return inner === undefined ? !values.some((any) => !differs(any, value)) : differs(inner, value)
    })
  }
  if (isList(own)) {
    if (other === null || !("items" in other)) return true
    return own.length !== other.items.length || own.some((item, at) => differs(item, other.items[at] ?? null))
  }
  if (other === null || !("text" in other)) return own !== null
  // A block of lines at the end of a file that has no last line break: with one or without one.
  return typeof own === "string" && own.trimEnd() !== other.text.trimEnd()
}

/**
 * Line breaks of YAML 1.1 that 1.2 does not have, tabs, directives, ends of documents, keys with "?" or of more than
 * 1024 characters: PyYAML has rules of its own for them.
 */
const outsideOfBoth = /[\t\u0085\u2028\u2029\uFEFF]|\r(?!\n)|^%|^\.\.\.|[^\n]{1000}|(?:^|\s)\?(?:\s|$)/m

/** PyYAML is stricter about names of anchors, aliases and tags, and knows fewer characters than YAML does. */
const pythonOnly = /anchor|scanning an alias|scanning a tag|special characters/

export async function disagreementOnYaml(
  text: string,
  roots: readonly Table[] | undefined,
): Promise<string | undefined> {
  // Merged keys are in the values and not in the text.
  if (roots === undefined || text.includes("<<") || outsideOfBoth.test(text)) return undefined
  const other = await byPython("YAML", text)
  if (other === undefined) return undefined
  if ("why" in other && pythonOnly.test(other.why)) return undefined
  if ("why" in other) return `only the editor reads it: ${other.why}`
  const shapes = other.documents as readonly Shape[]
  const isSame =
    roots.length === Math.max(1, shapes.length) && roots.every((root, at) => !differs(root, shapes[at] ?? null))
  return isSame ? undefined : `${JSON.stringify(roots)}\n${JSON.stringify(shapes)}`
}
