// Splices that give a key of a unit file exactly the values wanted, line by line: values that are right already keep
// their lines, the others are changed in place, taken away, or added below the last one.
import type { KeyPath } from "../document.ts"
import { applySplices, commentLines, lacksFinalLineBreak, lineBreakOf, lineEnd, type Splice } from "../lines.ts"
import type { UnitAssignment, UnitScan } from "./scan.ts"

/** The values of a key; empty when the section or the key is not there. */
export function valuesOf(scan: UnitScan, section: string, key: string): readonly UnitAssignment[] {
  return scan.assignments.filter((assignment) => assignment.section === section && assignment.key === key)
}

/** Where a new line goes: below the last line of the key, else of the section's last block, else at the end. */
function newLines(text: string, scan: UnitScan, path: KeyPath, lines: readonly string[], comment?: string): Splice {
  const [section = "", key = ""] = path
  const lineBreak = lineBreakOf(text)
  const body = [...commentLines(comment, ""), ...lines.map((value) => `${key}=${value}`)]
    .map((line) => line + lineBreak)
    .join("")
  const header = scan.headers.findLast((any) => any.name === section)
  if (header === undefined) {
    const gap = text === "" || /\n[ \t]*\r?\n$/.test(text) ? "" : lineBreak
    const joint = lacksFinalLineBreak(text) ? lineBreak : ""
    return { from: text.length, to: text.length, text: `${joint}${gap}[${section}]${lineBreak}${body}` }
  }
  const next = scan.headers.find((any) => any.at[0] > header.at[0])?.at[0] ?? text.length
  const inBlock = scan.assignments.filter(({ linesAt }) => linesAt[0] > header.at[0] && linesAt[0] < next)
  const after = inBlock.findLast((assignment) => assignment.key === key) ?? inBlock.at(-1)
  const at = after?.linesAt[1] ?? lineEnd(text, header.at[1])
  const joint = at === text.length && lacksFinalLineBreak(text) ? lineBreak : ""
  return { from: at, to: at, text: joint + body }
}

/** The text with the key's values as wanted. */
export function spliceValues(text: string, scan: UnitScan, path: KeyPath, wanted: readonly string[], comment?: string) {
  const [section = "", key = ""] = path
  const old = valuesOf(scan, section, key)
  const splices: Splice[] = []
  let tooMany = old.length - wanted.length
  let index = 0
  for (const { value: had, linesAt, valueAt } of old) {
    const value = wanted[index]
    if (tooMany > 0 && had !== value) {
      tooMany--
      splices.push({ from: linesAt[0], to: linesAt[1], text: "" })
      continue
    }
    index++
    if (value !== undefined && had !== value) splices.push({ from: valueAt[0], to: valueAt[1], text: value })
  }
  const added = wanted.slice(index)
  if (added.length > 0) splices.push(newLines(text, scan, path, added, old.length === 0 ? comment : undefined))
  return applySplices(text, splices)
}
