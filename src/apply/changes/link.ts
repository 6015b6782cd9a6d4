// A symbolic link is made where nothing is, or removed; undone by the other.
import type { LinkChange } from "../../model/change.ts"
import { shellWord } from "../../model/shell-word.ts"
import { faultOf } from "./act-fault.ts"
import { type ChangeKind, type Looking, withRemoval } from "./change-kind.ts"

const looking: Looking<LinkChange> = {
  observe(machine, { path, target, remove }) {
    const found = machine.inspect(path)
    if (found !== undefined && (found.kind !== "symlink" || found.target !== target)) return "other"
    return (found !== undefined) === (remove === undefined) ? "after" : "before"
  },
  moved: (machine, change) => (looking.observe(machine, change) === "other" ? "link" : undefined),
  isAnybodys: true,
  isOursOnceBegun: false,
}

export const link: ChangeKind<LinkChange> = {
  perform: async ({ machine }, { path, target, remove }) =>
    faultOf(remove === undefined ? machine.makeLink(path, target) : machine.removeLink(path)),
  inverse: withRemoval,
  stepBack: () => "files",
  looking,
  subject: ({ path }) => path,
  byHand: ({ path, target, remove }, { at }) => [
    remove === undefined ? `rm ${at(path)}` : `ln -s ${shellWord(target)} ${at(path)}`,
  ],
}
