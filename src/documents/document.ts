// What every language's editor offers: read a text into plain values with places, and change single keys with the
// smallest edit. After each edit the new text is parsed again and must equal the intended values, or it is refused.
import type { Result } from "../model/fault.ts"
import type { Place } from "../model/place.ts"

/** Plain values as JSON has them, plus bigint for integers beyond 2^53 and Date for TOML's dates. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | readonly Value[]
  | { readonly [key: string]: Value }
export type Table = { readonly [key: string]: Value }
export type KeyPath = readonly string[]

export type Edit =
  /** Sets a key; tables on the way are made where the file's own order suggests. */
  | { readonly edit: "set"; readonly path: KeyPath; readonly value: Value; readonly comment?: string }
  /** Removes a key; absent counts as done. */
  | { readonly edit: "remove"; readonly path: KeyPath }
  /** Removes each element equal to `value` from an array. */
  | { readonly edit: "remove-element"; readonly path: KeyPath; readonly value: Value }
  /** Appends an element to an array unless it is there; makes the array when absent. */
  | { readonly edit: "add-element"; readonly path: KeyPath; readonly value: Value }

/** A key as it stands in the text. */
export interface KeyInText {
  readonly path: KeyPath
  readonly value: Value
  /** Of the key. */
  readonly keyPlace: Place
  /** Of the value; of a table header: of the header. */
  readonly valuePlace: Place
}

export interface Document {
  readonly file: string
  readonly text: string
  readonly root: Table
  /** Every key and every table header, in text order. */
  readonly keys: readonly KeyInText[]
  readonly hasByteOrderMark: boolean
}

export interface Language {
  readonly name: string
  /** Faults carry file, line, column, the line itself and what the parser expected. Nesting and size are bounded. */
  parse(file: string, text: string): Result<Document>
  /** The text with all edits made in order; equal to `text`, byte for byte, when every edit already holds. */
  edit(file: string, text: string, edits: readonly Edit[]): Result<string>
}
