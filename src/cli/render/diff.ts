// Two versions of a file as a unified diff for a person. Credentials are redacted in both, and control characters
// are shown as text.
import { unifiedDiff } from "../../documents/diff.ts"
import { withShortWords } from "../../messages/short-words.ts"
import type { FileVersion } from "../../model/change.ts"
import { redactText } from "../../model/secrets/redact.ts"
import type { Paint } from "../paint.ts"
import { printable } from "../text.ts"

/** Empty when the texts are the same. Null: there is no such file. */
export function renderDiff(path: string, before: FileVersion | null, after: FileVersion | null, paint: Paint): string {
  return printable(unifiedDiff(path, shownText(before), shownText(after)).replace(/\n$/, ""))
    .split("\n")
    .map((line) => {
      if (line.startsWith("+++") || line.startsWith("---")) return paint(line, "strong")
      if (line.startsWith("+")) return paint(line, "added")
      if (line.startsWith("-")) return paint(line, "removed")
      return line.startsWith("@@") ? paint(line, "quiet") : withShortWords(line)
    })
    .join("\n")
}

function shownText(version: FileVersion | null): string | null {
  return version === null ? null : redactText(version.text)
}
