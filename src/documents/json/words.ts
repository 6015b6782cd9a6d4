// What the JSON parser expected, in plain words, by the names of jsonc-parser's error codes (src/main.ts,
// ParseErrorCode).

import { type Clause, clause, type PlainClause } from "../../model/arguments/clause.ts"

const words: Readonly<Record<string, PlainClause>> = {
  InvalidSymbol: "json-value",
  InvalidNumberFormat: "json-number",
  PropertyNameExpected: "json-key",
  ValueExpected: "json-value-missing",
  ColonExpected: "json-colon",
  CommaExpected: "json-comma",
  CloseBraceExpected: "json-brace",
  CloseBracketExpected: "json-bracket",
  EndOfFileExpected: "json-end",
  InvalidCommentToken: "json-comment",
  UnexpectedEndOfComment: "json-comment",
  UnexpectedEndOfString: "json-closing-quote",
  UnexpectedEndOfNumber: "json-digit",
  InvalidUnicode: "json-hexadecimal",
  InvalidEscapeCharacter: "json-escape",
  InvalidCharacter: "json-control-character",
}

/** What was expected, by the parser's code. */
export function expectedByJson(code: string): Clause {
  return clause(words[code] ?? "parser-something-else")
}
