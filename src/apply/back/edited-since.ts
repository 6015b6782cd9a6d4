// Files that somebody has changed by hand after a run wrote them. They are shown, all three versions, and never
// overwritten unasked.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { FileChange } from "../../model/change.ts"
import type { EditedFile } from "../../model/run.ts"
import { differenceOf, readVersion } from "../changes/file-version.ts"

/** A file that already is as it was before the run is no obstacle. */
export function editedFiles(machine: ReadingMachine, changes: readonly FileChange[]): readonly EditedFile[] {
  return changes.flatMap(({ path, realPath, before, after }) => {
    const now = readVersion(machine, realPath)
    const isOurs = differenceOf(after, now) === undefined || differenceOf(before, now) === undefined
    return isOurs ? [] : [{ path, realPath, before, ours: after, ...(now === undefined ? {} : { now }) }]
  })
}
