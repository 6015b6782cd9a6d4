// What the TOML parser expected, in plain words. The parser (toml-eslint-parser, src/errors.ts) gives one English
// sentence per code and no code, so its sentences are the keys here.

import { type Clause, clause, type PlainClause } from "../../model/arguments/clause.ts"

export const expectedValue = clause("toml-value-after-equals")

const words: readonly (readonly [message: string, expected: PlainClause])[] = [
  ["Unterminated string constant", "toml-closing-quote"],
  ["Unterminated table-key", "toml-header-end"],
  ["Unterminated array", "toml-list-end"],
  ["Unterminated inline table", "toml-inline-table-end"],
  ["Empty bare keys", "toml-key"],
  ["Must be a newline", "toml-line-end"],
  ["Expected equal", "toml-equals"],
  ["Unspecified values", "toml-value-after-equals"],
  ["Expected comma", "toml-comma"],
  ["Defining a key multiple times", "toml-defined-twice"],
  ["Unexpected character", "toml-value"],
  ["Unexpected token", "toml-something-else"],
  ["Control characters", "toml-control-character"],
  ["The key, equals sign, and value", "toml-one-line"],
  ["No newlines are allowed", "toml-inline-table-one-line"],
  ["Underscores are allowed", "toml-underscore"],
  ["Unexpected spaces", "toml-blank"],
  ["Three or more quotes", "toml-quotes-in-a-row"],
  ["Unexpected invalid date", "toml-date"],
  ["Unexpected invalid time", "toml-time"],
  ["Leading zeros", "toml-leading-zeros"],
  ["Trailing comma is not permitted", "toml-trailing-comma"],
  ["Invalid character in escape", "escape-after-backslash"],
  ["Consecutive dots", "toml-key-between-dots"],
  ["Invalid code point", "toml-character"],
  ["Keys cannot end with a dot", "toml-key-after-dot"],
  ["Keys cannot start with a dot", "toml-key-before-dot"],
]

/** What was expected, by the parser's sentence. */
export function expectedByToml(message: string): Clause {
  return clause(words.find(([start]) => message.startsWith(start))?.[1] ?? "parser-something-else")
}

const lateSentences =
  /^(Expected equal|Unspecified values|Expected comma|Must be a newline|The key, equals|Unterminated table-key|No newlines are)/

/** Whether the parser noticed only at the next token that something is missing before it. */
export function isNoticedLate(message: string): boolean {
  return lateSentences.test(message)
}
