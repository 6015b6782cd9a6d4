// A file is replaced whole, created, or removed.
import type { FileChange } from "../../model/change.ts"
import { faultOf } from "./act-fault.ts"
import type { ChangeKind } from "./change-kind.ts"
import { differenceOf, readVersion } from "./file-version.ts"

export const file: ChangeKind<FileChange> = {
  async perform({ machine }, { realPath, after, attributesFrom }) {
    if (after === null) return faultOf(machine.removeFile(realPath))
    const { text, mode, uid, gid } = after
    const rest = attributesFrom === undefined ? {} : { attributesFrom }
    return faultOf(machine.replaceFile(realPath, { bytes: new TextEncoder().encode(text), mode, uid, gid, ...rest }))
  },
  inverse: (change) => ({ ...change, before: change.after, after: change.before }),
  stepBack: () => "files",
  looking: {
    observe(machine, { realPath, before, after }) {
      const now = readVersion(machine, realPath)
      if (differenceOf(after, now) === undefined) return "after"
      return differenceOf(before, now) === undefined ? "before" : "other"
    },
    moved(machine, { path, realPath, before }) {
      const different = differenceOf(before, readVersion(machine, realPath))
      if (different !== undefined || before === null) return different
      return machine.resolve(path) === realPath ? undefined : "link"
    },
    isAnybodys: false,
    isOursOnceBegun: false,
  },
  subject: ({ path }) => path,
  byHand({ before, realPath }, { at, kept }) {
    if (before === null) return [`rm ${at(realPath)}`]
    const { mode, uid, gid } = before
    return [`install -m ${mode.toString(8)} -o ${uid} -g ${gid} ${at(kept(realPath))} ${at(realPath)}`]
  },
}
