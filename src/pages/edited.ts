// A file that was changed by hand after a run wrote it, as two diffs: what the run made of the file as it was before, and
// what somebody has made of that since.
import type { Catalogue } from "../messages/catalogue.ts"
import type { FileVersion } from "../model/change.ts"
import type { EditedFile } from "../model/run.ts"
import { diffLines } from "./diff.ts"
import { type Line, line, quiet, strong } from "./lines.ts"

export function editedLines({ path, before, ours, now }: EditedFile, { lines }: Catalogue): readonly Line[] {
  const versions = (from: FileVersion | null, to: FileVersion | null): readonly Line[] => {
    const hasOtherRights = from !== null && to !== null && rightsOf(from) !== rightsOf(to)
    const rights = hasOtherRights ? [line(lines["edited-mode"]({ before: rightsOf(from), after: rightsOf(to) }))] : []
    const shown = [...diffLines(path, from, to), ...rights]
    return shown.length === 0 ? [quiet(lines["edited-hidden"]({}))] : shown
  }
  return [
    strong(lines["edited-by-run"]({ path })),
    ...versions(before, ours),
    strong(lines["edited-by-hand"]({ path })),
    ...(now === undefined ? [line(lines["edited-unreadable"]({ path }))] : versions(ours, now)),
  ]
}

function rightsOf({ mode, uid, gid }: FileVersion): string {
  return `${mode.toString(8).padStart(4, "0")} ${uid}:${gid}`
}
