// Reads for which processor a program of the node was built, from the head of its ELF file: the only way to know the
// architecture of a tree that is not running.
import { elfHeadBytes, elfMachine } from "../documents/elf.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { Fact } from "../model/facts/fact.ts"

/** The architecture of the first of these programs that can be read. */
export function readElfArchitecture(machine: ReadingMachine, programs: readonly string[]): Fact<string> {
  const facts = programs.map((path) => readOne(machine, path))
  return (
    facts.find((fact) => fact.state === "known") ??
    facts.find((fact) => fact.state !== "absent") ??
    facts[0] ?? { state: "absent", source: { kind: "file", path: "/bin/sh" } }
  )
}

function readOne(machine: ReadingMachine, path: string): Fact<string> {
  const source = { kind: "file", path } as const
  const file = machine.readFile(path, { headBytes: elfHeadBytes })
  if (file.state === "absent") return { state: "absent", source }
  if (file.state === "unreadable") return { state: "unreadable", source, reason: file.why }
  const name = elfMachine(file.bytes)
  if (name === undefined) return { state: "not-understood", source, reason: "not an ELF program" }
  if (typeof name === "number")
    return { state: "not-understood", source, reason: `e_machine ${name} is not in the table` }
  return { state: "known", value: name, source }
}
