// What the YAML parser expected, in plain words, by the codes of the yaml package (src/errors.ts, ErrorCode).

import { clause, type PlainClause, type Said } from "../../model/arguments/clause.ts"

const words: Readonly<Record<string, PlainClause>> = {
  ALIAS_PROPS: "yaml-alias-alone",
  BAD_ALIAS: "yaml-name",
  BAD_COLLECTION_TYPE: "yaml-collection-of-tag",
  BAD_DIRECTIVE: "yaml-directive",
  BAD_DQ_ESCAPE: "escape-after-backslash",
  BAD_INDENT: "yaml-indentation",
  BAD_PROP_ORDER: "yaml-properties-first",
  BAD_SCALAR_START: "yaml-quotes",
  BLOCK_AS_IMPLICIT_KEY: "yaml-value-further-right",
  BLOCK_IN_FLOW: "yaml-commas",
  COMMENT_SPACE: "yaml-blank-before-comment",
  DUPLICATE_KEY: "yaml-key-twice",
  IMPOSSIBLE: "parser-something-else",
  KEY_OVER_1024_CHARS: "yaml-long-key",
  MISSING_CHAR: "yaml-missing-character",
  MULTILINE_IMPLICIT_KEY: "yaml-key-on-one-line",
  MULTIPLE_ANCHORS: "yaml-one-anchor",
  MULTIPLE_DOCS: "yaml-document-mark",
  MULTIPLE_TAGS: "yaml-one-tag",
  NON_STRING_KEY: "yaml-text-key",
  RESOURCE_EXHAUSTION: "yaml-nesting",
  TAB_AS_INDENT: "yaml-tab-as-indentation",
  TAG_RESOLVE_FAILED: "yaml-value-of-tag",
  UNEXPECTED_TOKEN: "yaml-something-else",
}

/** What was expected, by the parser's code; its own words for a code that is not known here. */
export function expectedByYaml(code: string, message: string): Said {
  const bracket = /^Flow .* end with a (.)/.exec(message)?.[1]
  if (bracket !== undefined) return clause("yaml-closing-bracket", { bracket })
  const known = words[code]
  return known === undefined ? `${message}.` : clause(known)
}
