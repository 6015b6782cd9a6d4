// The ExecStart= line that counts, of a unit and its drop-ins: which file it stands in and its text as written there.
// See systemd.service(5): an empty assignment forgets the lines before it.

import { continues } from "../../documents/units/scan.ts"
import { unitFile } from "../../documents/units/unit-file.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { FileContent, FileFact } from "../../model/file-content.ts"
import type { Place } from "../../model/place.ts"

export interface ExecStart {
  readonly file: FileContent
  readonly place: Place
  /** As it stands in the file, with its continuation lines. */
  readonly raw: string
  /** Where `raw` begins in the file's text, in UTF-16 code units. */
  readonly offset: number
}

/** Every line with a command, in the order in which systemd reads them; `counts`: none comes after that forgets it. */
export function execStarts(files: readonly FileFact[]): readonly (ExecStart & { readonly counts: boolean })[] {
  const found: (ExecStart & { counts: boolean })[] = []
  for (const file of files.flatMap((fact) => knownValue(fact) ?? [])) {
    const parsed = unitFile.parse(file.path, file.text)
    if (!parsed.ok || !/\.(service|conf)$/.test(file.path)) continue
    for (const { path, value, valuePlace } of parsed.value.keys) {
      if (path[0] !== "Service" || path[1] !== "ExecStart") continue
      if (value === "") for (const one of found) one.counts = false
      else found.push({ file, place: valuePlace, ...rawAt(file.text, valuePlace), counts: true })
    }
  }
  return found
}

/** The command that is started; only Type=oneshot may have more than one. */
export function effectiveExecStart(files: readonly FileFact[]): ExecStart | undefined {
  return execStarts(files).find((one) => one.counts)
}

/** The value as written, from where it begins to the end of its last continuation line (systemd.syntax(7)). */
function rawAt(text: string, { line, column }: Place): { readonly raw: string; readonly offset: number } {
  let offset = text.startsWith("\uFEFF") ? 1 : 0
  for (let at = 1; at < line; at++) offset = text.indexOf("\n", offset) + 1
  offset += column - 1
  let end = offset
  for (let from = offset; from < text.length; ) {
    const next = text.indexOf("\n", from)
    const until = next < 0 ? text.length : next
    const written = text.slice(from, until).replace(/\r$/, "")
    // A comment between two of its lines does not end the value.
    const isComment = from > offset && /^[ \t]*[#;]/.test(written)
    const isContinued = continues(written)
    if (!isComment) end = from + written.replace(isContinued ? /\\$/ : "", "").trimEnd().length
    if (next < 0 || (!isComment && !isContinued)) break
    from = until + 1
  }
  return { raw: text.slice(offset, end), offset }
}
