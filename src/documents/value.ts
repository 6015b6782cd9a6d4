// Plain values: looking into them, comparing them, and what they shall be after an edit. Every editor compares its
// new text with this intention; none of it knows a language.
import { type Clause, clause } from "../model/arguments/clause.ts"
import type { Edit, KeyPath, Table, Value } from "./document.ts"

export function isTable(value: Value | undefined): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** The own value of a key; keys such as "constructor" are absent unless the document has them. */
export function ownValue(table: Table, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** The value at a path of keys, undefined when there is none. An element of a list is named by its index, from "0". */
export function valueAt(root: Value, path: KeyPath): Value | undefined {
  let value: Value | undefined = root
  for (const key of path) {
    if (isTable(value)) value = ownValue(value, key)
    else if (isList(value)) value = /^\d+$/.test(key) ? value[Number(key)] : undefined
    else return undefined
  }
  return value
}

/** Whether two values are the same in every part. Order of keys does not count; dates are equal as they are written. */
export function areEqual(a: Value | undefined, b: Value | undefined): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((element, index) => areEqual(element, b[index]))
  if (a instanceof Date) return b instanceof Date && dateText(a) === dateText(b)
  if (isTable(a)) {
    if (!isTable(b)) return false
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && areEqual(ownValue(a, key), ownValue(b, key)))
    )
  }
  return Object.is(a, b)
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? "invalid" : date.toISOString()
}

/** A table from entries; a key named __proto__ becomes an ordinary key. */
export function tableOf(entries: Iterable<readonly [string, Value]>): Table {
  const table: Record<string, Value> = {}
  for (const [key, value] of entries) {
    Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true })
  }
  return table
}

/** Deepest nesting in a value: 0 for a scalar. Stops counting at `limit`, so that it cannot run out of stack. */
export function depthOf(value: Value, limit: number): number {
  if (limit <= 0) return 0
  if (!isList(value) && !isTable(value)) return 0
  let deepest = 0
  for (const inner of isList(value) ? value : Object.values(value)) {
    deepest = Math.max(deepest, depthOf(inner, limit - 1))
  }
  return deepest + 1
}

/** What a table shall be after an edit, or why there can be no such table. */
export type Intention = { readonly table: Table } | { readonly why: Clause }

function withValue(
  table: Table,
  path: KeyPath,
  at: number,
  change: (old: Value | undefined) => Value | undefined,
): Intention {
  const key = path[at]
  if (key === undefined) return { why: clause("edit-without-key") }
  const old = ownValue(table, key)
  let value: Value | undefined
  if (at === path.length - 1) value = change(old)
  else {
    if (old !== undefined && !isTable(old)) {
      return { why: clause("edit-below", { key: path.slice(0, at + 1).join("."), is: isList(old) ? "list" : "value" }) }
    }
    const inner = withValue(old ?? {}, path, at + 1, change)
    if ("why" in inner) return inner
    value = old === undefined && Object.keys(inner.table).length === 0 ? undefined : inner.table
  }
  if (value === undefined) return { table: tableOf(Object.entries(table).filter(([name]) => name !== key)) }
  if (old !== undefined) {
    const changed = value
    return { table: tableOf(Object.entries(table).map(([name, own]) => [name, name === key ? changed : own])) }
  }
  return { table: tableOf([...Object.entries(table), [key, value]]) }
}

/** What a table shall be after an edit. Lists are only edited element-wise where there is a list or nothing. */
export function intend(table: Table, edit: Edit): Intention {
  if (edit.edit === "set") return withValue(table, edit.path, 0, () => edit.value)
  if (edit.edit === "remove") return withValue(table, edit.path, 0, () => undefined)
  const old = valueAt(table, edit.path)
  if (old !== undefined && !isList(old)) return { why: clause("edit-of-no-list") }
  if (edit.edit === "remove-element") {
    if (old === undefined) return { table }
    return withValue(table, edit.path, 0, () => old.filter((element) => !areEqual(element, edit.value)))
  }
  if (old?.some((element) => areEqual(element, edit.value))) return { table }
  return withValue(table, edit.path, 0, () => [...(old ?? []), edit.value])
}

/**
 * The tables that a removal may leave: with the tables above the path kept empty, or gone with their last key. Where
 * a language writes such tables only through their keys, the text cannot keep them.
 */
export function leftByRemoval(table: Table, path: KeyPath): readonly Table[] {
  const left: Table[] = [table]
  let current = table
  for (let length = path.length - 1; length > 0; length--) {
    const above = path.slice(0, length)
    const value = valueAt(current, above)
    if (value === undefined) continue
    if (!isTable(value) || Object.keys(value).length > 0) break
    const without = withValue(current, above, 0, () => undefined)
    if ("why" in without) break
    current = without.table
    left.push(current)
  }
  return left
}
