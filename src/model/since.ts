// Facts that differ between releases, as rows: a row holds from its release on, until the next row takes over. A fact
// is written once; the type of everything that is known of one release follows from the rows.
import { isAtLeast, type Version } from "./version.ts"

export interface Row<T> {
  /** The first release for which it holds: "1.7.17", "2.0.0-alpha.0" where pre-releases have it too. */
  readonly since: string
  readonly value: T
  /** Where it was learnt: release notes, source file of a tag, a program that was asked. */
  readonly source: string
}

/**
 * When the days in all tables were last looked at, ISO 8601: until when releases are mended, and what is planned. Shown
 * wherever such a day is spoken of.
 */
export const datesCheckedOn = "2026-11-29"

/** Per fact its rows, oldest first. */
export type Tables = Readonly<Record<string, readonly Row<unknown>[]>>

/** What tables say of one release. */
export type Known<T extends Tables> = {
  readonly [Name in keyof T]: T[Name] extends readonly Row<infer Value>[] ? Value : never
}

/** Rows of one fact, with the type of its values widened: `rows<boolean>([...])`. */
export function rows<T>(given: readonly Row<T>[]): readonly Row<T>[] {
  return given
}

/** The value of the last row that holds; of the first one for anything older. A release newer than all is like the last. */
export function lookUp<T>(table: readonly Row<T>[], version: Version): T {
  const row = table.findLast(({ since }) => isAtLeast(version, since)) ?? table[0]
  if (row === undefined) throw new Error("a table of releases is empty")
  return row.value
}

export function lookUpAll<T extends Tables>(tables: T, version: Version): Known<T> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, lookUp(table, version)]),
  ) as unknown as Known<T>
}

/** What holds from one release on, and up to the one before another. */
export interface Range {
  /** Absent: for every release criadm knows. */
  readonly since?: string
  /** The first release for which it no longer holds. */
  readonly until?: string
}

export function holds({ since, until }: Range, version: Version): boolean {
  return (since === undefined || isAtLeast(version, since)) && (until === undefined || !isAtLeast(version, until))
}
