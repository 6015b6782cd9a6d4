// What the fuzz tests need to know of an editor: what its texts look like, how it is asked, and what an edit shall make
// of the values, by something that shares no code with it.
import type { Edit, KeyInText, KeyPath, Table, Value } from "../../src/documents/document.ts"
import type { Result } from "../../src/model/fault.ts"
import type { Chance } from "./random.ts"

/** One document of a text; a YAML stream has several, every other text has one. */
export interface OpenedDocument {
  readonly root: Table
  readonly keys: readonly KeyInText[]
}

/** What another reader makes of a text: the values of its documents, or that it is none. Undefined: it cannot tell. */
export type OtherReading = { readonly documents: readonly unknown[] } | { readonly why: string } | undefined

export interface Editor {
  readonly name: string
  /** Right texts to begin with. */
  readonly samples: readonly string[]
  /** Words and marks of the language. */
  readonly tokens: readonly string[]
  /** A right text, or nearly so, made up from the language's grammar. */
  generate(chance: Chance): string
  open(text: string): Result<readonly OpenedDocument[]>
  edit(text: string, document: number, edits: readonly Edit[]): Result<string>
  /** A key that is in no document. */
  newPath(below: KeyPath, chance: Chance): KeyPath
  newValue(chance: Chance): Value
  /** The values after an edit of one document; undefined: no other opinion. */
  expected(root: Table, edit: Edit): unknown
  /** How the values are compared: a text that is the same for the same values. */
  comparable(root: unknown, edit: Edit | undefined): string
  /** Reads the text by another parser, whose values `comparable` can compare. */
  readOtherwise?(text: string): OtherReading
  /** A third opinion: why it reads the text otherwise than the editor, which gives these roots or none. */
  disagreement?(text: string, roots: readonly Table[] | undefined): Promise<string | undefined>
}
