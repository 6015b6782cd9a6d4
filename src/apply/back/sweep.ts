// Removes the staged files that a killed run left beside a destination. The machine sweeps them at the next act on
// the same file; a recovery that finds the file already as it was makes no such act.
import { isStagedFor } from "../../machine/names.ts"
import { directoryOf, nameOf, pathBelow } from "../../machine/paths.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Fault } from "../../model/fault.ts"
import { faultOf } from "../changes/act-fault.ts"

export function sweepBeside(machine: WritingMachine, path: string): Fault | undefined {
  const directory = directoryOf(path)
  const faults = (machine.list(directory) ?? [])
    .filter((name) => isStagedFor(nameOf(path), name))
    .map((name) => faultOf(machine.removeFile(pathBelow(directory, name))))
  return faults.find((fault) => fault !== undefined)
}
