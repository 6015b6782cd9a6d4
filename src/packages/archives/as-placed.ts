// Whether a file of a release archive is on the node as it was placed.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { TreeFile } from "../../model/change.ts"

/** Whether a file is there, and is what the archive brought. */
export function isAsPlaced(machine: ReadingMachine, { path, bytes, sha256 }: TreeFile): boolean {
  const entry = machine.inspect(path)
  return entry?.kind === "file" && entry.size === bytes && machine.sha256(path) === sha256
}
