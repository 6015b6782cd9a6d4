// Two versions of a file as a unified diff. Credentials are redacted in both.
import { unifiedDiff } from "../documents/diff.ts"
import { withShortWords } from "../messages/short-words.ts"
import type { FileVersion } from "../model/change.ts"
import { redactText } from "../model/secrets/redact.ts"
import { type Line, line, span, type Tone } from "./lines.ts"

/** Empty when the texts are the same. Null: there is no such file. */
export function diffLines(path: string, before: FileVersion | null, after: FileVersion | null): readonly Line[] {
  const diff = unifiedDiff(path, shownText(before), shownText(after))
  if (diff === "") return []
  const rows = diff.replace(/\n$/, "").split("\n")
  return rows.map((row) => {
    const tone = toneOf(row)
    return line([span(tone === "plain" ? withShortWords(row) : row, tone)], 2)
  })
}

function toneOf(row: string): Tone {
  if (row.startsWith("+++") || row.startsWith("---")) return "strong"
  if (row.startsWith("+")) return "added"
  if (row.startsWith("-")) return "removed"
  return row.startsWith("@@") ? "quiet" : "plain"
}

function shownText(version: FileVersion | null): string | null {
  return version === null ? null : redactText(version.text)
}
