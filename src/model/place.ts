/** A spot in a file of the node. `file` is the path as the node sees it (never with --root in front). */
export interface Place {
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
  /** How many code units of that line are meant; absent: up to the end of the line. */
  readonly length?: number
  /** The whole line without its line break, so that it can be shown. */
  readonly text?: string
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
  return {
    file,
    line,
    column: offset - lineStart + 1,
    ...(length === undefined ? {} : { length }),
    text: lineText,
  }
}
