// Files that somebody has changed by hand after a run wrote them. They are shown, all three versions, and never
// overwritten unasked.
import type { ReadingMachine } from "../machine/reading.ts"
import type { FileChange, FileVersion } from "../model/change.ts"
import { differenceOf, readVersion } from "./file-version.ts"
import { readRun } from "./runs.ts"

export interface EditedFile {
  readonly path: string
  readonly realPath: string
  /** Before the run. Null: there was no such file. */
  readonly before: FileVersion | null
  /** As the run left it. */
  readonly ours: FileVersion | null
  /** Undefined: it cannot be read, or is no text. */
  readonly now: FileVersion | null | undefined
}

/** Of a recorded run, for faces that show what a rollback would overwrite. */
export function editedSince(machine: ReadingMachine, number: number): readonly EditedFile[] {
  const changes = readRun(machine, number)?.plan.changes ?? []
  return editedFiles(
    machine,
    changes.filter((change) => change.kind === "file"),
  )
}

/** A file that already is as it was before the run is no obstacle. */
export function editedFiles(machine: ReadingMachine, changes: readonly FileChange[]): readonly EditedFile[] {
  return changes.flatMap(({ path, realPath, before, after }) => {
    const now = readVersion(machine, realPath)
    const isOurs = differenceOf(after, now) === undefined || differenceOf(before, now) === undefined
    return isOurs ? [] : [{ path, realPath, before, ours: after, now }]
  })
}
