// A directory that does not exist yet is made; undone by removing it when it is empty.
import type { DirectoryChange } from "../../model/change.ts"
import { faultOf } from "./act-fault.ts"
import { type ChangeKind, type Looking, withRemoval } from "./change-kind.ts"

const looking: Looking<DirectoryChange> = {
  observe(machine, { path, remove }) {
    const kind = machine.inspect(path)?.kind
    if (kind !== undefined && kind !== "directory") return "other"
    return (kind === "directory") === (remove === undefined) ? "after" : "before"
  },
  moved: (machine, change) => (looking.observe(machine, change) === "other" ? "kind" : undefined),
  isAnybodys: true,
  isOursOnceBegun: false,
}

export const directory: ChangeKind<DirectoryChange> = {
  perform: async ({ machine }, { path, mode, remove }) =>
    faultOf(remove === undefined ? machine.makeDirectory(path, mode) : machine.removeEmptyDirectory(path)),
  inverse: withRemoval,
  stepBack: () => "files",
  looking,
  subject: ({ path }) => path,
  byHand: ({ path, remove }, { at }) => [remove === undefined ? `rmdir ${at(path)}` : `mkdir ${at(path)}`],
}
