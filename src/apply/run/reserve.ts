// Room for the way back: before the first change, files as large as what an undo has to write are put on each file
// system concerned. They go when the run goes back or has come to its end, so a disk that fills up meanwhile, by
// whomever, keeps nothing from being put back.
import { randomHex } from "../../machine/names.ts"
import { directoryOf, pathBelow } from "../../machine/paths.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Fault } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"
import { stateDirectory } from "../../model/run.ts"
import type { OpenRun } from "./runs.ts"
import { runPaths, writeOwnFile } from "./state-directory.ts"

/** For a file's last block, its directory's and its inode, on file systems of today. In bytes. */
const perFile = 3 * 4096

/** Of a begin and a done record each way, with the file system's last block; a record has about 150 bytes. */
const perChange = 1024
const forTheEnd = 64 * 1024

/** Undefined: there is room. With a fault nothing may be begun. */
export function makeReserve(machine: WritingMachine, { number, plan }: OpenRun): Fault | undefined {
  for (const [path, bytes] of reservesOf(machine, number, plan)) {
    // Random, for file systems that compress or do not store what is there already.
    const fault = writeOwnFile(machine, path, randomHex(Math.ceil(bytes / 2)))
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Gives the room back. What cannot be removed is left: it does no harm, and the next one who ends the run tries again. */
export function freeReserve(machine: WritingMachine, { number, plan }: Pick<OpenRun, "number" | "plan">): void {
  for (const path of reservesOf(machine, number, plan).keys()) {
    if (machine.inspect(path) !== undefined) machine.removeFile(path)
  }
}

/** Paths of the files with their sizes in bytes, one for each file system. */
function reservesOf(machine: ReadingMachine, number: number, plan: Plan): ReadonlyMap<string, number> {
  const own = machine.device(stateDirectory)
  const byDevice = new Map([[own, pathBelow(runPaths(number).directory, "reserve")]])
  const sizes = new Map([[byDevice.get(own) ?? "", forTheEnd + plan.changes.length * perChange]])
  for (const change of plan.changes) {
    if (change.kind !== "file" || change.before === null) continue
    const directory = directoryOf(change.realPath)
    const device = machine.device(directory)
    const path = byDevice.get(device) ?? pathBelow(directory, `.criadm-reserve-${number}`)
    byDevice.set(device, path)
    sizes.set(path, (sizes.get(path) ?? 0) + Buffer.byteLength(change.before.text) + perFile)
  }
  return sizes
}
