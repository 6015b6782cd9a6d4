// Reads for which processor a program of the node was built, from the head of its ELF file: the only way to know the
// architecture of a tree that is not running.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Fact } from "../model/facts/fact.ts"

/** e_machine → machine name as uname -m prints it. See include/uapi/linux/elf-em.h. */
const machineNames: Readonly<Record<number, string>> = {
  3: "i686",
  8: "mips",
  20: "ppc",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  62: "x86_64",
  183: "aarch64",
  243: "riscv64",
  258: "loongarch64",
}

/** The architecture of the first of these programs that can be read. */
export function readElfArchitecture(machine: ReadingMachine, programs: readonly string[]): Fact<string> {
  const facts = programs.map((path) => readOne(machine, path))
  return (
    facts.find((fact) => fact.state === "known") ??
    facts.find((fact) => fact.state !== "absent") ??
    facts[0] ?? { state: "absent", source: { kind: "file", path: "/bin/sh" } }
  )
}

/** See elf(5): magic at 0, byte order at 5 (1: little-endian), e_machine at 18. */
function readOne(machine: ReadingMachine, path: string): Fact<string> {
  const source = { kind: "file", path } as const
  const file = machine.readFile(path)
  if (file.state === "absent") return { state: "absent", source }
  if (file.state === "unreadable") return { state: "unreadable", source, reason: file.why }
  const { bytes } = file
  const isElf = bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46
  if (!isElf || bytes.length < 20) return { state: "not-understood", source, reason: "not an ELF program" }
  const isLittleEndian = bytes[5] === 1
  const code = new DataView(bytes.buffer, bytes.byteOffset).getUint16(18, isLittleEndian)
  if (code === 21 && isLittleEndian) return { state: "known", value: "ppc64le", source }
  const name = machineNames[code]
  if (name === undefined) return { state: "not-understood", source, reason: `e_machine ${code} is not in the table` }
  return { state: "known", value: name, source }
}
