// Opens the node that --root names, or says why it cannot be: there is no such directory, or none to be trusted.
import { failed, ok, type Result } from "../model/fault.ts"
import { errnoOf } from "./errno.ts"
import { linuxMachine, type MachineChoice } from "./linux.ts"
import { ExposedRoot } from "./node-tree.ts"
import type { WritingMachine } from "./writing.ts"

export function openTree(choice: MachineChoice): Result<WritingMachine> {
  const { root } = choice
  try {
    return ok(linuxMachine(choice))
  } catch (error) {
    if (error instanceof ExposedRoot) {
      return failed({ code: "root-behind-link", args: { root, link: error.exposure.path }, turn: "person" })
    }
    const why = errnoOf(error)
    return why === "ENOENT" || why === "ENOTDIR"
      ? failed({ code: "root-missing", args: { root }, turn: "person" })
      : failed({ code: "root-unreadable", args: { root, why }, turn: "person" })
  }
}
