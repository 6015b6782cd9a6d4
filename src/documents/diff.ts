// The difference of two texts as `diff -u` shows it: hunks with three lines of context, as data for the screen and
// as text. It compares bytes, not meaning; carriage returns are part of their line.
import { findLineChanges, type LineChange } from "./line-changes.ts"

/** Lines of unchanged text around a change (POSIX diff -u). */
const contextLines = 3

export interface DiffLine {
  /** " " is in both texts, "-" only in the old one, "+" only in the new one. */
  readonly kind: " " | "-" | "+"
  /** Without its line feed; a carriage return before it is kept. */
  readonly text: string
  /** 1-based, for " " and "-". */
  readonly oldLine?: number
  /** 1-based, for " " and "+". */
  readonly newLine?: number
  /** The text ends with this line, without a line feed. */
  readonly lacksLineBreak?: true
}

export interface Hunk {
  /** 1-based; with a count of 0 it is the line before the hunk, 0 at the start of the text. */
  readonly oldStart: number
  readonly oldCount: number
  readonly newStart: number
  readonly newCount: number
  readonly lines: readonly DiffLine[]
}

/** Lines with their line feeds, so that a last line without one differs from the same line with one. */
function linesOf(text: string): readonly string[] {
  const lines: string[] = []
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at)
    const next = end < 0 ? text.length : end + 1
    lines.push(text.slice(at, next))
    at = next
  }
  return lines
}

function shownLine(kind: DiffLine["kind"], line: string, oldLine: number | undefined, newLine: number | undefined) {
  return {
    kind,
    text: line.endsWith("\n") ? line.slice(0, -1) : line,
    ...(oldLine === undefined ? {} : { oldLine }),
    ...(newLine === undefined ? {} : { newLine }),
    ...(line.endsWith("\n") ? {} : { lacksLineBreak: true as const }),
  }
}

function hunkOf(changes: readonly LineChange[], before: readonly string[], after: readonly string[]): Hunk {
  const first = changes[0]
  const last = changes.at(-1)
  if (first === undefined || last === undefined) throw new Error("a hunk without a change")
  const oldFrom = Math.max(0, first.oldFrom - contextLines)
  const newFrom = first.newFrom - (first.oldFrom - oldFrom)
  const oldTo = Math.min(before.length, last.oldTo + contextLines)
  const newTo = last.newTo + (oldTo - last.oldTo)
  const lines: DiffLine[] = []
  let oldAt = oldFrom
  let newAt = newFrom
  const showContext = (until: number) => {
    for (; oldAt < until; oldAt++, newAt++) lines.push(shownLine(" ", before[oldAt] ?? "", oldAt + 1, newAt + 1))
  }
  for (const change of changes) {
    showContext(change.oldFrom)
    for (; oldAt < change.oldTo; oldAt++) lines.push(shownLine("-", before[oldAt] ?? "", oldAt + 1, undefined))
    for (; newAt < change.newTo; newAt++) lines.push(shownLine("+", after[newAt] ?? "", undefined, newAt + 1))
  }
  showContext(oldTo)
  const oldCount = oldTo - oldFrom
  const newCount = newTo - newFrom
  return {
    oldStart: oldCount === 0 ? oldFrom : oldFrom + 1,
    oldCount,
    newStart: newCount === 0 ? newFrom : newFrom + 1,
    newCount,
    lines,
  }
}

/** The hunks that make `after` of `before`; none when they are the same. */
export function diffLines(before: string, after: string): readonly Hunk[] {
  if (before === after) return []
  const oldLines = linesOf(before)
  const newLines = linesOf(after)
  const groups: LineChange[][] = []
  for (const change of findLineChanges(oldLines, newLines)) {
    const group = groups.at(-1)
    const previous = group?.at(-1)
    const isNear = previous !== undefined && change.oldFrom - previous.oldTo <= 2 * contextLines
    if (group !== undefined && isNear) group.push(change)
    else groups.push([change])
  }
  return groups.map((group) => hunkOf(group, oldLines, newLines))
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${start},${count}`
}

/** The text of a hunk with its @@ line; each line ends with a line feed. */
function hunkToText(hunk: Hunk): string {
  const head = `@@ -${range(hunk.oldStart, hunk.oldCount)} +${range(hunk.newStart, hunk.newCount)} @@\n`
  const lines = hunk.lines.map((line) => {
    return `${line.kind}${line.text}\n${line.lacksLineBreak ? "\\ No newline at end of file\n" : ""}`
  })
  return head + lines.join("")
}

/** The whole as `diff -u` prints it, without times. Null: there is no such file before, or after. "" when equal. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return ""
  const head = `--- ${before === null ? "/dev/null" : path}\n+++ ${after === null ? "/dev/null" : path}\n`
  return (
    head +
    diffLines(before ?? "", after ?? "")
      .map(hunkToText)
      .join("")
  )
}
