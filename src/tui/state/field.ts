// A line of text that is being typed: pure. The cursor stands between graphemes, so a backspace never leaves half a
// character behind.

import { splitGraphemes } from "../../messages/line-breaks.ts"
import type { Key } from "./keys.ts"

export interface Field {
  readonly text: string
  /** Graphemes before the cursor. */
  readonly cursor: number
}

export function fieldWith(text: string): Field {
  return { text, cursor: splitGraphemes(text).length }
}

/** Puts text in at the cursor; line breaks of a pasted text become spaces, other controls are dropped. */
export function typeText(field: Field, text: string): Field {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls have no place in a line
  const clean = text.replace(/[\r\n\t]+/g, " ").replace(/[\u0000-\u001f\u007f]/g, "")
  const all = splitGraphemes(field.text)
  const before = all.slice(0, field.cursor).join("") + clean
  return { text: before + all.slice(field.cursor).join(""), cursor: splitGraphemes(before).length }
}

/** The word before the cursor and the spaces behind it, as unix-word-rubout of readline(3). */
function deleteWord(all: readonly string[], at: number): Field {
  let from = at
  while (from > 0 && all[from - 1] === " ") from -= 1
  while (from > 0 && all[from - 1] !== " ") from -= 1
  return { text: [...all.slice(0, from), ...all.slice(at)].join(""), cursor: from }
}

/**
 * The field after a key, where `offered` stands in it and nothing was typed yet: typing and deleting replace it, moving
 * takes it over. Undefined: the key means nothing to it.
 */
export function editOffered(offered: string, key: Key): Field | undefined {
  const empty: Field = { text: "", cursor: 0 }
  switch (key.key) {
    case "character":
    case "space":
      return editField(empty, key)
    case "backspace":
    case "delete":
    case "delete-word":
    case "clear":
      return empty
    case "left":
    case "right":
    case "home":
    case "end":
      return editField(fieldWith(offered), key)
    default:
      return undefined
  }
}

/** The field after a key; the same field when the key means nothing to it. */
export function editField(field: Field, key: Key): Field {
  const all = splitGraphemes(field.text)
  const at = field.cursor
  switch (key.key) {
    case "character":
      return typeText(field, key.character)
    case "space":
      return typeText(field, " ")
    case "backspace":
      return at === 0 ? field : { text: [...all.slice(0, at - 1), ...all.slice(at)].join(""), cursor: at - 1 }
    case "delete":
      return at === all.length ? field : { text: [...all.slice(0, at), ...all.slice(at + 1)].join(""), cursor: at }
    case "delete-word":
      return deleteWord(all, at)
    case "clear":
      return { text: "", cursor: 0 }
    case "left":
      return at === 0 ? field : { ...field, cursor: at - 1 }
    case "right":
      return at === all.length ? field : { ...field, cursor: at + 1 }
    case "home":
      return { ...field, cursor: 0 }
    case "end":
      return { ...field, cursor: all.length }
    default:
      return field
  }
}
