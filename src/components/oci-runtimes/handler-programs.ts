// Whether a program that a runtime handler needs can be started: it must be there, be executable, and be made for this
// node's processor. A name without a slash is looked for in the PATH of the runtime's service.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ServiceFacts } from "../../model/service.ts"

/** A program that cannot be started, or may not be: its architecture is compared with the node's where that is known. */
export interface HandlerProgram {
  readonly handler: string
  /** What names it: "BinaryName", "runtime_type", "path"; empty: the runtime itself. */
  readonly key: string
  /** As it is named. */
  readonly program: string
  readonly why: "missing" | "not-executable" | "architecture"
  /** For which architecture it is made, as uname -m says it. */
  readonly madeFor?: string
}

/** systemd.exec(5), Environment variables: PATH of services. The others' are no narrower. */
const usualPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"] as const

/** e_machine of elf(5) → uname -m. */
const machines: Readonly<Record<number, string>> = {
  3: "i686",
  40: "arm",
  62: "x86_64",
  183: "aarch64",
  243: "riscv64",
}

/** Programs of runtimes have some 15 MB. */
const maxBytes = 96 * 1024 * 1024

/** As far as e_machine, elf(5). */
const headerBytes = 20

/** Undefined: it is there. `isNamed`: a person named it, so that it is looked into, and not only whether it is there. */
export function troubleWith(
  machine: ReadingMachine,
  service: ServiceFacts | undefined,
  program: string,
  isNamed: boolean,
  besides: readonly string[] = [],
): Pick<HandlerProgram, "why" | "madeFor"> | undefined {
  const path = service?.environment["PATH"]?.split(":") ?? usualPath
  const places = program.includes("/") ? [program] : [...path, ...besides].map((directory) => `${directory}/${program}`)
  const found = places.find((place) => machine.resolve(place) !== undefined)
  const real = found === undefined ? undefined : machine.resolve(found)
  if (found === undefined || real === undefined) return { why: "missing" }
  if (!isNamed) return undefined
  const entry = machine.inspect(real)
  if (entry?.kind !== "file" || (entry.mode & 0o111) === 0) return { why: "not-executable" }
  if (entry.size < headerBytes) return undefined
  const file = machine.readFile(real, { maxBytes })
  if (file.state !== "read") return undefined
  const { bytes } = file
  if (bytes[0] !== 0x7f || bytes[1] !== 0x45 || bytes[2] !== 0x4c || bytes[3] !== 0x46 || bytes.length < headerBytes)
    return undefined
  const code = bytes[5] === 1 ? (bytes[18] ?? 0) | ((bytes[19] ?? 0) << 8) : ((bytes[18] ?? 0) << 8) | (bytes[19] ?? 0)
  const madeFor = machines[code]
  return madeFor === undefined ? undefined : { why: "architecture", madeFor }
}
