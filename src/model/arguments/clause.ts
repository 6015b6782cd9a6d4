// Parts of sentences that are no names: what a parser expected, why an edit is not made, what a setting accepts. Below
// the faces they are codes with arguments like everything else; wording/ says them in each language.

/** Whole clauses. What was expected of a text ends with a full stop, everything else does not. */
export type PlainClause =
  | "toml-value-after-equals"
  | "toml-closing-quote"
  | "toml-header-end"
  | "toml-list-end"
  | "toml-inline-table-end"
  | "toml-key"
  | "toml-line-end"
  | "toml-equals"
  | "toml-comma"
  | "toml-defined-twice"
  | "toml-value"
  | "toml-something-else"
  | "toml-control-character"
  | "toml-one-line"
  | "toml-inline-table-one-line"
  | "toml-underscore"
  | "toml-blank"
  | "toml-quotes-in-a-row"
  | "toml-date"
  | "toml-time"
  | "toml-leading-zeros"
  | "toml-trailing-comma"
  | "escape-after-backslash"
  | "toml-key-between-dots"
  | "toml-character"
  | "toml-key-after-dot"
  | "toml-key-before-dot"
  | "parser-something-else"
  | "toml-integer"
  | "toml-shorter-text"
  | "key-without-dots"
  | "json-strict"
  | "json-comma-before-bracket"
  | "json-object"
  | "json-value"
  | "json-number"
  | "json-key"
  | "json-value-missing"
  | "json-colon"
  | "json-comma"
  | "json-brace"
  | "json-bracket"
  | "json-end"
  | "json-comment"
  | "json-closing-quote"
  | "json-digit"
  | "json-hexadecimal"
  | "json-escape"
  | "json-control-character"
  | "yaml-explicit-keys"
  | "yaml-tab"
  | "yaml-document-mark"
  | "yaml-missing-character"
  | "yaml-blank-before-comment"
  | "yaml-directive"
  | "yaml-long-key"
  | "yaml-text-key"
  | "yaml-key-on-one-line"
  | "yaml-name"
  | "yaml-value-of-tag"
  | "yaml-alias-alone"
  | "yaml-indentation"
  | "yaml-collection-of-tag"
  | "yaml-one-anchor"
  | "yaml-one-tag"
  | "yaml-tab-as-indentation"
  | "yaml-nesting"
  | "yaml-something-else"
  | "yaml-quotes"
  | "yaml-properties-first"
  | "yaml-value-further-right"
  | "yaml-key-twice"
  | "yaml-commas"
  | "yaml-rows"
  | "yaml-merge"
  | "yaml-anchor-above"
  | "unit-header-end"
  | "edit-changes-more"
  | "edit-of-table"
  | "edit-of-list-of-tables"
  | "edit-through-list-of-tables"
  | "edit-of-no-list"
  | "edit-in-list"
  | "edit-of-key-twice"
  | "edit-without-object"
  | "edit-of-inline-table"
  | "edit-of-unit-key"
  | "edit-of-text-only"
  | "edit-over-lines"
  | "edit-not-as-it-is"
  | "edit-of-control-character"
  | "edit-of-invalid-key"
  | "edit-without-key"
  | "edit-without-tables"
  | "edit-without-lists"
  | "edit-of-form"
  | "edit-through-alias"
  | "edit-of-alias"
  | "edit-of-absent-document"
  | "edit-of-order"
  | "edit-of-quoted-flag"
  | "half-character"
  | "half-character-in-key"
  | "date-invalid"
  | "json-without-dates"
  | "json-without-number"
  | "json-digits"
  | "toml-without-null"
  | "toml-large-number"
  | "yaml-without-dates"
  | "accepts-image-repository"
  | "accepts-version"
  | "accepts-quoted-version"
  | "accepts-release"
  | "accepts-quoted-release"
  | "accepts-module"
  | "accepts-sysctl"
  | "accepts-ip-forward"
  | "accepts-mirror"
  | "accepts-handler"
  | "accepts-no-proxy"
  | "accepts-open-files"
  | "accepts-release-mirror"
  | "type-text"
  | "type-boolean"
  | "type-integer"
  | "type-texts"
  | "type-table"
  | "type-float"
  | "type-duration"
  | "type-tables"
  | "accepts-checksums"
  | "accepts-image"
  | "accepts-proxy"
  | "accepts-registry"
  | "accepts-run"
  | "accepts-image-archive"

/** Clauses with something of the file or the node in them. */
export interface ClauseTable extends Readonly<Record<PlainClause, Record<never, never>>> {
  /** Of a parser's expectations: the closing bracket that is missing. */
  "yaml-closing-bracket": { readonly bracket: string }
  "text-too-long": { readonly kib: number }
  /** `character`: two hexadecimal digits or more, such as 0x07. */
  "text-control-character": { readonly character: string }
  "text-nested-deeply": { readonly levels: number }
  "text-many-values": { readonly most: number }
  "text-many-lines": { readonly most: number }
  "text-many-lines-or-long": { readonly lines: number; readonly kib: number }
  "edit-of-many-elements": { readonly most: number }
  "edit-of-invalid-file": { readonly language: string }
  "edit-of-doubled-key": { readonly key: string }
  "edit-below": { readonly key: string; readonly is: "list" | "value" }
  "accepts-one-mirror": { readonly host: string }
  "accepts-one-program": { readonly name: string }
  "accepts-one-row": { readonly host: string }
  "accepts-one-value": { readonly key: string }
  "accepts-registry-or-mirror": { readonly host: string }
  "accepts-seconds": { readonly least: number; readonly most: number }
  "accepts-source": { readonly sources: readonly string[] }
}

type Code = keyof ClauseTable

export type Clause = { readonly [C in Code]: { readonly code: C; readonly args: ClauseTable[C] } }[Code]

/** A name, a list of names, or what another program said, shown as it is; or a clause of ours. */
export type Said = string | Clause

/** A clause by its code, with its arguments where it has some. */
export function clause<C extends Code>(code: C, ...[args]: C extends PlainClause ? [] : [ClauseTable[C]]): Clause {
  return { code, args: args ?? {} } as Clause
}

/** Among the arguments of a sentence. */
export function isClause(value: unknown): value is Clause {
  return typeof value === "object" && value !== null && "code" in value && "args" in value
}
