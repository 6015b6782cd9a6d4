// Reads a systemd unit file line by line as systemd does (systemd.syntax(7); systemd 252 to 258,
// src/shared/conf-parser.c, config_parse): comments vanish even between continuation lines, a backslash at the end of
// a line becomes a blank, and lines that are no assignment are skipped.
import { lineEnd } from "../lines.ts"

type Range = readonly [from: number, to: number]

export interface UnitAssignment {
  /** The section it counts for; undefined above the first header, where systemd ignores it. */
  readonly section: string | undefined
  readonly key: string
  /** Continuation lines joined by one blank each, comments among them left out. */
  readonly value: string
  readonly keyAt: Range
  /** From the first to the last character of the value, over all its lines. */
  readonly valueAt: Range
  /** All its lines, with their line breaks. */
  readonly linesAt: Range
}

export interface UnitHeader {
  readonly name: string
  readonly at: Range
}

export interface UnitScan {
  readonly headers: readonly UnitHeader[]
  readonly assignments: readonly UnitAssignment[]
  /** Lines that are neither: systemd says so in its log and goes on. */
  readonly ignored: readonly number[]
  /** A line that begins with [ and does not end with ]: systemd does not load the unit. */
  readonly brokenHeader: number | undefined
}

/** One logical line: its text, and for each part of it where that part stands. */
interface Logical {
  readonly parts: readonly { readonly text: string; readonly from: number }[]
  readonly start: number
  readonly end: number
}

/** Whether a line ends with a backslash that is not itself escaped. */
export function continues(line: string): boolean {
  let at = line.length
  while (line[at - 1] === "\\") at--
  return ((line.length - at) & 1) === 1
}

function* logicalLines(text: string): Generator<Logical> {
  let parts: { text: string; from: number }[] = []
  let start = 0
  for (let at = 0; at < text.length; ) {
    const next = lineEnd(text, at)
    const line = text.slice(at, next).replace(/(?<![\r\n])[\r\n]+$/, "")
    const stripped = line.trimStart()
    const from = at + line.length - stripped.length
    const isComment = stripped.startsWith("#") || stripped.startsWith(";")
    if (parts.length === 0) start = at
    at = next
    if (isComment) continue
    const isContinued = continues(stripped)
    parts.push({ text: isContinued ? `${stripped.slice(0, -1)} ` : stripped, from })
    if (isContinued && at < text.length) continue
    yield { parts, start, end: at }
    parts = []
  }
  if (parts.length > 0) yield { parts, start, end: text.length }
}

/** The offset of the last character of a logical line that is neither blank nor the continuing backslash. */
function contentEnd(text: string, { parts }: Logical, atLeast: number): number {
  for (const { text: part, from } of parts.toReversed()) {
    const length = part.trimEnd().length
    if (length > 0) return Math.max(atLeast, Math.min(text.length, from + length))
  }
  return atLeast
}

export function scanUnit(text: string): UnitScan {
  const headers: UnitHeader[] = []
  const assignments: UnitAssignment[] = []
  const ignored: number[] = []
  let section: string | undefined
  for (const logical of logicalLines(text)) {
    const first = logical.parts[0]
    const whole = logical.parts.map((part) => part.text).join("")
    const line = whole.trim()
    if (first === undefined || line === "") continue
    if (line.startsWith("[")) {
      if (!line.endsWith("]")) return { headers, assignments, ignored, brokenHeader: first.from }
      section = line.slice(1, -1)
      headers.push({ name: section, at: [first.from, first.from + line.length] })
      continue
    }
    const equals = first.text.indexOf("=")
    const key = first.text.slice(0, Math.max(0, equals)).trim()
    if (equals < 0 || key === "") {
      ignored.push(first.from)
      continue
    }
    const after = whole.slice(equals + 1)
    const blanks = first.text.slice(equals + 1).length - first.text.slice(equals + 1).trimStart().length
    const isOnFirstLine = first.text.slice(equals + 1).trim() !== ""
    const from = first.from + equals + 1 + (isOnFirstLine ? blanks : 0)
    assignments.push({
      section,
      key,
      value: after.trim(),
      keyAt: [first.from, first.from + key.length],
      valueAt: [from, after.trim() === "" ? from : contentEnd(text, logical, from)],
      linesAt: [logical.start, logical.end],
    })
  }
  return { headers, assignments, ignored, brokenHeader: undefined }
}
