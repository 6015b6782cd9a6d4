// Whether a program that a runtime handler needs can be started: it must be there, be executable, and be made for this
// node's processor. A name without a slash is looked for in the PATH of the runtime's service.
import { elfHeadBytes, elfMachine } from "../../documents/elf.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ServiceFacts } from "../../model/service.ts"

/** A program that cannot be started, or may not be: its architecture is compared with the node's where that is known. */
export interface HandlerProgram {
  readonly handler: string
  /** What names it: "BinaryName", "runtime_type", "runtime_path", "path"; empty: the runtime itself. */
  readonly key: string
  /** As it is named. */
  readonly program: string
  readonly why: "missing" | "not-executable" | "architecture" | "no-program"
  /** A place where it lies and is not looked for. */
  readonly elsewhere?: string
  /** For which architecture it is made, as uname -m says it. */
  readonly madeFor?: string
}

/**
 * containerd, pkg/shim/util.go, BinaryName: "io.containerd.kata.v2" → "containerd-shim-kata-v2"; a path is the shim
 * itself. Undefined: no name of a shim.
 */
export function shimOf(type: string): string | undefined {
  if (type.startsWith("/")) return type
  const parts = type.split(".")
  return parts.length < 2 ? undefined : `containerd-shim-${parts.at(-2)}-${parts.at(-1)}`
}

/** systemd.exec(5), Environment variables: PATH of services. The others' are no narrower. */
const usualPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"] as const

/** Where it would be started from, as it is named; undefined: nowhere. */
export function placeOf(
  machine: ReadingMachine,
  service: Pick<ServiceFacts, "environment"> | undefined,
  program: string,
  besides: readonly string[] = [],
): string | undefined {
  const path = service?.environment["PATH"]?.split(":") ?? usualPath
  const places = program.includes("/") ? [program] : [...path, ...besides].map((directory) => `${directory}/${program}`)
  return places.find((place) => machine.resolve(place) !== undefined)
}

/** What is smaller is a script, or what a server said instead of a program. In bytes. */
const smallestProgram = 4096

/** Undefined: it is there. `isNamed`: a person named it, so that its processor is looked at as well. */
export function troubleWith(
  machine: ReadingMachine,
  service: ServiceFacts | undefined,
  program: string,
  isNamed: boolean,
  besides: readonly string[] = [],
): Pick<HandlerProgram, "why" | "madeFor"> | undefined {
  const found = placeOf(machine, service, program, besides)
  const real = found === undefined ? undefined : machine.resolve(found)
  if (found === undefined || real === undefined) return { why: "missing" }
  // What is usual is asked for its release where the node runs; a file that is no program then says so itself.
  if (!isNamed && machine.isLive) return undefined
  const entry = machine.inspect(real)
  if (entry?.kind !== "file" || (entry.mode & 0o111) === 0) return { why: "not-executable" }
  if (entry.size > 0 && entry.size < smallestProgram && !isProgram(machine, real)) return { why: "no-program" }
  if (!isNamed || entry.size < elfHeadBytes) return undefined
  const file = machine.readFile(real, { headBytes: elfHeadBytes })
  const madeFor = file.state === "read" ? elfMachine(file.bytes) : undefined
  return typeof madeFor === "string" ? { why: "architecture", madeFor } : undefined
}

/** execve(2): ELF, or a script with its interpreter. One that cannot be read may be one. */
function isProgram(machine: ReadingMachine, path: string): boolean {
  const file = machine.readFile(path, { headBytes: elfHeadBytes })
  if (file.state !== "read") return true
  const head = Buffer.from(file.bytes.subarray(0, 4)).toString("latin1")
  return head === "\x7fELF" || head.startsWith("#!")
}
