// Whether what root is about to install by a file is root's own: nobody else may write the file, or put another one in
// its place.
import type { Fault } from "../../model/fault.ts"
import type { ReadingMachine } from "../reading.ts"

/** What of an entry, or of a file that was read, says who may write it. */
export interface Written {
  readonly path: string
  readonly mode: number
  readonly uid: number
}

/** Permission bits: its group, everybody. See inode(7). */
const writableByOthers = 0o022

/** Undefined: nobody but root and the caller could have written it. */
export function whoElse(machine: ReadingMachine, { path, mode, uid }: Written): Fault | undefined {
  // Where others decide about a directory, a copy elsewhere is what helps, whatever the file itself is like.
  const exposure = machine.exposure(path)
  if (exposure !== undefined) return { code: "file-exchangeable", args: { file: path, directory: exposure.path } }
  if (uid !== 0 && uid !== machine.uid) {
    return { code: "file-of-another-user", args: { file: path, user: String(uid) } }
  }
  return (mode & writableByOthers) === 0 ? undefined : { code: "file-open", args: { file: path } }
}
