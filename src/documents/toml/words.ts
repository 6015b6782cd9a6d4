// What the TOML parser expected, in plain words. The parser (toml-eslint-parser, src/errors.ts) gives one English
// sentence per code and no code, so its sentences are the keys here.

export const expectedValue = "a value was expected after the =."

const words: readonly (readonly [message: string, expected: string])[] = [
  ["Unterminated string constant", "the text that begins here has no closing quote."],
  ["Unterminated table-key", "a ] was expected at the end of the table header."],
  ["Unterminated array", "a ] was expected at the end of the list."],
  ["Unterminated inline table", "a } was expected at the end of the inline table."],
  ["Empty bare keys", "a key was expected here."],
  ["Must be a newline", "the end of the line was expected here."],
  ["Expected equal", "an = was expected after the key."],
  ["Unspecified values", expectedValue],
  ["Expected comma", "a comma was expected between two values."],
  ["Defining a key multiple times", "this key or table is defined twice; TOML allows it once."],
  ["Unexpected character", "a value was expected here: text in straight quotes, a number, true, false, [ or {."],
  ["Unexpected token", "something else was expected here."],
  ["Control characters", "control characters must be written as escapes."],
  ["The key, equals sign, and value", "key, = and value were expected on one line."],
  ["No newlines are allowed", "an inline table must end on the line where it begins."],
  ["Underscores are allowed", "an underscore may only stand between two digits."],
  ["Unexpected spaces", "no blank was expected here."],
  ["Three or more quotes", "at most two quotes in a row were expected within this text."],
  ["Unexpected invalid date", "a date such as 2026-01-31 was expected."],
  ["Unexpected invalid time", "a time such as 07:32:00 was expected."],
  ["Leading zeros", "a number without leading zeros was expected."],
  ["Trailing comma is not permitted", "no comma was expected after the last key of an inline table."],
  ["Invalid character in escape", "an escape such as \\n, \\\\ or \\u00E9 was expected after the backslash."],
  ["Consecutive dots", "a key was expected between two dots."],
  ["Invalid code point", "this character is not allowed here."],
  ["Keys cannot end with a dot", "a key was expected after the dot."],
  ["Keys cannot start with a dot", "a key was expected before the dot."],
]

/** The parser's sentence in plain words, with a full stop. */
export function expectedByToml(message: string): string {
  return words.find(([start]) => message.startsWith(start))?.[1] ?? "the parser expected something else here."
}

const lateSentences =
  /^(Expected equal|Unspecified values|Expected comma|Must be a newline|The key, equals|Unterminated table-key|No newlines are)/

/** Whether the parser noticed only at the next token that something is missing before it. */
export function isNoticedLate(message: string): boolean {
  return lateSentences.test(message)
}
