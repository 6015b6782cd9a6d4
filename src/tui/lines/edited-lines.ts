// Files that were changed by hand after a run wrote them: what the run made of each, and what somebody has made of that
// since. Shown where a run was not put back because of them.
import type { FileVersion } from "../../model/change.ts"
import type { EditedFile } from "../../model/run.ts"
import { emptyLine, type Line, line, quiet, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import { diffLines } from "./diff-lines.ts"

export function editedLines(files: readonly EditedFile[], { catalogue: { lines } }: Context): readonly Line[] {
  const versions = (from: FileVersion | null, to: FileVersion | null): readonly Line[] => {
    const [before, after] = [rightsOf(from), rightsOf(to)]
    const hasOtherRights = from !== null && to !== null && before !== after
    const shown = [
      ...diffLines(from, to),
      ...(hasOtherRights ? [line(lines["edited-mode"]({ before, after }), 2)] : []),
    ]
    return shown.length === 0 ? [quiet(lines["edited-hidden"]({}), 2)] : shown
  }
  return files.flatMap(({ path, before, ours, now }) => [
    strong(lines["edited-by-run"]({ path })),
    ...versions(before, ours),
    emptyLine,
    strong(lines["edited-by-hand"]({ path })),
    ...(now === undefined ? [line(lines["edited-unreadable"]({ path }), 2)] : versions(ours, now)),
    emptyLine,
  ])
}

function rightsOf(version: FileVersion | null): string {
  return version === null ? "" : `${version.mode.toString(8).padStart(4, "0")} ${version.uid}:${version.gid}`
}
