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

/** The line as it may be shown. */
export function lineShown({ text, shown }: Place): string | undefined {
  return shown ?? (text === undefined ? undefined : redactText(text))
}

/** What `shown` is of a line that begins at `start`, in a text of which the whole is known. */
export function shownLine(line: string, start: number, redacted: string): Pick<Place, "shown"> {
  const shown = redacted.slice(start, start + line.length)
  return shown === redactText(line) ? {} : { shown }
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
    ...shownLine(lineText, lineStart, redactText(text)),
  }
}
