// A machine for one look at it: directories are taken to stay where they were found, which saves most of the system calls.
// Kept beside the machine and not in it: who wraps one and answers some questions himself must not be passed over.
import type { ReadingMachine } from "./reading.ts"

/** What is asked through the tree of files. */
export type FileReading = Pick<
  ReadingMachine,
  "readFile" | "inspect" | "list" | "resolve" | "exposure" | "device" | "identity" | "fileSystemType"
>

const makers = new WeakMap<ReadingMachine, () => FileReading>()

export function canBeStill<Machine extends ReadingMachine>(machine: Machine, make: () => FileReading): Machine {
  makers.set(machine, make)
  return machine
}

/** The machine itself where it makes no difference. */
export function still(machine: ReadingMachine): ReadingMachine {
  const make = makers.get(machine)
  return make === undefined ? machine : { ...machine, ...make() }
}
