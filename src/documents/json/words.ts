// What the JSON parser expected, in plain words, by the names of jsonc-parser's error codes (src/main.ts,
// ParseErrorCode).

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: "a value was expected here: text in double quotes, a number, true, false, null, [ or {.",
  InvalidNumberFormat: "a number was expected here.",
  PropertyNameExpected: "a key in double quotes was expected here.",
  ValueExpected: "a value was expected here.",
  ColonExpected: "a : was expected after the key.",
  CommaExpected: "a comma was expected before this.",
  CloseBraceExpected: "a } was expected here.",
  CloseBracketExpected: "a ] was expected here.",
  EndOfFileExpected: "the end of the file was expected here.",
  InvalidCommentToken: "JSON has no comments, and dockerd does not read a file with them.",
  UnexpectedEndOfComment: "JSON has no comments, and dockerd does not read a file with them.",
  UnexpectedEndOfString: "the text that begins here has no closing quote on its line.",
  UnexpectedEndOfNumber: "a digit was expected here.",
  InvalidUnicode: "four hexadecimal digits were expected after \\u.",
  InvalidEscapeCharacter: 'one of " \\ / b f n r t u was expected after the backslash.',
  InvalidCharacter: "a tab or control character within quotes must be written as an escape.",
}

/** The parser's code in plain words, with a full stop. */
export function expectedByJson(code: string): string {
  return words[code] ?? "the parser expected something else here."
}
