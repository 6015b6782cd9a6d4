// What the YAML parser expected, in plain words, by the codes of the yaml package (src/errors.ts, ErrorCode).

const words: Readonly<Record<string, string>> = {
  ALIAS_PROPS: "an alias such as *name without anything else was expected.",
  BAD_ALIAS: "a name was expected after * or &.",
  BAD_COLLECTION_TYPE: "another kind of collection was expected for this tag.",
  BAD_DIRECTIVE: "a directive such as %YAML 1.1 was expected.",
  BAD_DQ_ESCAPE: "an escape such as \\n, \\\\ or \\u00E9 was expected after the backslash.",
  BAD_INDENT: "another indentation was expected on this line.",
  BAD_PROP_ORDER: "the anchor or tag was expected before the value.",
  BAD_SCALAR_START: "text that begins with this character must be in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "the value of the key above must be on its line or further to the right.",
  BLOCK_IN_FLOW: "values separated by commas were expected within the brackets.",
  COMMENT_SPACE: "a blank was expected before the comment.",
  DUPLICATE_KEY: "this key is there twice; it is allowed once.",
  IMPOSSIBLE: "the parser expected something else here.",
  KEY_OVER_1024_CHARS: "a key of at most 1024 characters was expected.",
  MISSING_CHAR: "a : after the key, a comma, a closing quote or a closing bracket was expected here.",
  MULTILINE_IMPLICIT_KEY: "a key on one line, with a : after it, was expected.",
  MULTIPLE_ANCHORS: "at most one anchor was expected.",
  MULTIPLE_DOCS: "a --- line was expected before the next document.",
  MULTIPLE_TAGS: "at most one tag was expected.",
  NON_STRING_KEY: "a key of plain text was expected.",
  RESOURCE_EXHAUSTION: "fewer nested values were expected.",
  TAB_AS_INDENT: "blanks were expected for the indentation: YAML does not allow tabs.",
  TAG_RESOLVE_FAILED: "a value that fits its tag was expected.",
  UNEXPECTED_TOKEN: "something else was expected here, such as a key with a : after it.",
}

/** The parser's code in plain words, with a full stop; its own words for a code that is not known here. */
export function expectedByYaml(code: string, message: string): string {
  const bracket = /^Flow .* end with a (.)/.exec(message)?.[1]
  if (bracket !== undefined) return `a ${bracket} was expected at the end of what was opened above.`
  return words[code] ?? `${message}.`
}
