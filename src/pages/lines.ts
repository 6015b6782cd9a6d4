// What every face says, before anybody knows how wide it is: lines of spans, each with a tone that says what it means.
// Colours and glyphs come last, in cli/paint.ts and tui/drawing/theme.ts; where a line breaks is decided in wrap.ts.

/**
 * What a piece of text means. "focus" is where the next key goes; "mark" is a hit of the search; "turning" is a frame of
 * what turns while something is under way.
 */
export type Tone =
  | "plain"
  | "strong"
  | "quiet"
  | "ok"
  | "warn"
  | "fault"
  | "focus"
  | "added"
  | "removed"
  | "mark"
  | "turning"

export interface Span {
  readonly text: string
  readonly tone: Tone
}

export interface Line {
  readonly spans: readonly Span[]
  /** Columns by which the rows after the first are indented when the line is too long for one row. */
  readonly hang: number
  /** Sentences: broken to the reader's width everywhere. What is none, the command line leaves in one row to be copied. */
  readonly isProse?: true
  /** May be cut to one row on a screen, because another screen has the whole of it. */
  readonly isCut?: true
  /** A command to be pasted: where it needs several rows, each but the last ends in a backslash. */
  readonly isCommand?: true
  /** Stands at the right edge, beside the end of the text or below it. */
  readonly right?: Span
  /** What is said of it where it is read aloud, if that is not the text itself. */
  readonly spoken?: string
}

export function span(text: string, tone: Tone = "plain"): Span {
  return { text, tone }
}

/** A line of plain strings and spans; rows after the first are indented by `hang` columns. */
export function line(parts: string | readonly (string | Span)[], hang = 0): Line {
  const list = typeof parts === "string" ? [parts] : parts
  return { spans: list.map((part) => (typeof part === "string" ? span(part) : part)), hang }
}

/** Sentences; rows after the first are indented by `hang` columns. */
export function prose(parts: string | readonly (string | Span)[], hang = 0): Line {
  return { ...line(parts, hang), isProse: true }
}

export function quiet(text: string, hang = 0): Line {
  return line([span(text, "quiet")], hang)
}

export function strong(text: string): Line {
  return line([span(text, "strong")])
}

export const emptyLine: Line = { spans: [], hang: 0 }

/** The same lines, so many columns further right. */
export function indented(lines: readonly Line[], columns: number): readonly Line[] {
  return lines.map((one) => ({ ...one, spans: [span(" ".repeat(columns)), ...one.spans], hang: one.hang + columns }))
}

/** The line, which a screen may cut to one row. */
export function inOneRow(one: Line): Line {
  return { ...one, isCut: true }
}

/** A command for a shell, on a line of its own. */
export function commandLine(text: string, tone: Tone = "plain"): Line {
  return { ...line([span(text, tone)], 4), isCommand: true }
}

/** The line with a word at the right edge. */
export function atRight(one: Line, right: Span): Line {
  return { ...one, right }
}

/** The line, which is read aloud in other words: without columns, with words for its signs. */
export function spokenAs(one: Line, spoken: string): Line {
  return { ...one, spoken }
}

/** What is said of a line: without the spaces that put columns below each other. */
export function spokenText(one: Line): string {
  return one.spoken ?? textOf(one).trimEnd()
}

export function textOf(one: Line): string {
  return [...one.spans, ...(one.right === undefined ? [] : [span("  "), one.right])].map(({ text }) => text).join("")
}

/** Rows of a label and a text, the texts aligned; a label longer than 28 columns pushes its own text along. */
export function aligned(rows: readonly { readonly label: string; readonly text: readonly (string | Span)[] }[]) {
  const widest = Math.min(28, Math.max(0, ...rows.map((row) => Bun.stringWidth(row.label))))
  return rows.map((row) => {
    const gap = Math.max(0, widest - Bun.stringWidth(row.label)) + 2
    return line([span(row.label, "quiet"), " ".repeat(gap), ...row.text], widest + 2)
  })
}
