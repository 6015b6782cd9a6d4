// Whether a program is a package's: by the files that the package manager has recorded. Another program of the same name
// elsewhere, such as a second containerd below /opt, is of a release that the package says nothing about.
import type { ReadingMachine } from "../machine/reading.ts"

/** A package as its package manager has recorded it. */
export interface RecordedPackage {
  readonly name: string
  /** Of the record, for people. */
  readonly path: string
  /** As it is written there. */
  readonly version: string
  /** Absolute paths; undefined: the record does not tell. */
  files(): readonly string[] | undefined
}

/** Nothing but packages has programs here; what an operator adds lies elsewhere (FHS 3.0, 4.9 and 3.13). */
const directoriesOfPackages = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"] as const

/** A copy of a program of the package, byte for byte, is of its release, too. */
export function owns(machine: ReadingMachine, found: RecordedPackage, program: string): boolean {
  const real = machine.resolve(program)
  if (real === undefined) return false
  const slash = real.lastIndexOf("/")
  if (directoriesOfPackages.some((directory) => directory === real.slice(0, slash))) return true
  const name = real.slice(slash)
  const files = found.files() ?? directoriesOfPackages.map((directory) => `${directory}${name}`)
  const own = files.filter((path) => path.endsWith(name)).flatMap((path) => machine.resolve(path) ?? [])
  return own.some((path) => path === real || isCopy(machine, path, real))
}

function isCopy(machine: ReadingMachine, path: string, other: string): boolean {
  const size = machine.inspect(path)?.size
  if (size === undefined || size === 0 || size !== machine.inspect(other)?.size) return false
  const digest = machine.sha256(path)
  return digest !== undefined && digest === machine.sha256(other)
}
