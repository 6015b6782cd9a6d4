import { redactText } from "./secrets/redact.ts"

/** A spot in a file of the node. `file` is the path as the node sees it (never with --root in front). */
export interface Place {
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
  /** How many code units of that line are meant; absent: up to the end of the line. */
  readonly length?: number
  /** The whole line without its line break. */
  readonly text?: string
  /** The line with credentials redacted, where that they are some follows from other lines: a table's header, a block. */
  readonly shown?: string
}

/** Longer texts cost more than a line of them is worth. In UTF-16 code units. */
const longestRedacted = 256 * 1024

/** A text as it may be shown, made when a line of it is first asked for: most places are never shown. */
export class ShownText {
  readonly #text: string
  #redacted: string | undefined

  constructor(text: string) {
    this.#text = text
  }

  /** As long as the line itself. */
  line(start: number, length: number): string {
    if (this.#text.length > longestRedacted) return "x".repeat(length)
    this.#redacted ??= redactText(this.#text)
    return this.#redacted.slice(start, start + length)
  }
}

/** A place in a text that is known as a whole. What may be shown of its line is no part of its value, and is not stored. */
export function placeWithin(place: Place & { readonly text: string }, start: number, whole: ShownText): Place {
  const shown = { get: () => whole.line(start, place.text.length), enumerable: false }
  return Object.defineProperty({ ...place }, "shown", shown)
}

/** The line as it may be shown. */
export function lineShown({ text, shown }: Place): string | undefined {
  return shown ?? (text === undefined ? undefined : redactText(text))
}

/** `file:line:column`, the form that editors and terminals can jump to. */
export function placeToText(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`
}

/** The place of a character offset (UTF-16 code units, 0-based) in the text of a file. */
export function placeAt(file: string, text: string, offset: number, length?: number): Place {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf("\n") + 1
  const lineEnd = text.indexOf("\n", offset)
  const line = before.length === 0 ? 1 : before.split("\n").length
  const lineText = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, "")
  const place = {
    file,
    line,
    column: offset - lineStart + 1,
    ...(length === undefined ? {} : { length }),
    text: lineText,
  }
  return placeWithin(place, lineStart, new ShownText(text))
}
