// Finds the files that define a unit the way systemd does (systemd.unit(5), UNIT FILE LOAD PATH): the unit file, its
// drop-ins, and the links that start it at boot. Works on any tree, running or not.
import type { ReadingMachine } from "../../machine/reading.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { Definition } from "../mentions.ts"

/** Directories of units in the order in which they count. /lib is /usr/lib where the two are merged. */
const unitDirectories = [
  "/etc/systemd/system.control",
  "/run/systemd/system.control",
  "/run/systemd/transient",
  "/run/systemd/generator.early",
  "/etc/systemd/system",
  "/etc/systemd/system.attached",
  "/run/systemd/system",
  "/run/systemd/system.attached",
  "/run/systemd/generator",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
  "/run/systemd/generator.late",
] as const

export interface UnitFiles {
  /** The unit file first, then its drop-ins in the order in which they are applied. */
  readonly files: readonly FileFact[]
  /** Every name under which the unit is known: the one asked for and what its link points to. */
  readonly names: readonly string[]
  /** The link or empty file that masks it. */
  readonly maskedBy?: string
}

/** "containerd.service" of "containerd"; a name with a unit type stays. */
export function unitName(service: string): string {
  return /\.(service|socket|target|mount|path|timer|slice)$/.test(service) ? service : `${service}.service`
}

/** The service units of a node, without templates; an alias is a unit of its own here. */
export function unitDefinitions(machine: ReadingMachine): readonly Definition[] {
  return unitDirectories.flatMap((directory) =>
    (machine.list(directory) ?? [])
      .filter((name) => name.endsWith(".service") && !name.endsWith("@.service"))
      .map((name) => ({ name, path: `${directory}/${name}` })),
  )
}

/** Undefined: there is no such unit. */
export function findUnit(machine: ReadingMachine, name: string): UnitFiles | undefined {
  const path = unitDirectories.map((directory) => `${directory}/${name}`).find((one) => machine.inspect(one))
  if (path === undefined) return undefined
  const names = [...new Set([name, nameBehindLinks(machine, path)])]
  if (isMask(machine, path)) return { files: [], names, maskedBy: path }
  const dropIns = findDropIns(machine, names)
  const files = [path, ...dropIns].map((one) => toFileFact(machine.readFile(one)))
  return { files, names }
}

/** Whether there is a file of that name, be it a mask. */
export function isDefined(machine: ReadingMachine, name: string): boolean {
  return unitDirectories.some((directory) => machine.list(directory)?.includes(name) ?? false)
}

/** Where people and packages mask: what systemctl mask writes, for good and until the next boot. */
const maskDirectories = ["/etc/systemd/system", "/run/systemd/system"] as const

/** The file that masks a unit which another one needs; undefined: it is not masked. */
export function maskOf(machine: ReadingMachine, name: string): string | undefined {
  return maskDirectories.map((directory) => `${directory}/${name}`).find((path) => isMask(machine, path))
}

/** Whether another unit pulls it in at boot: a link in some .wants or .requires directory. */
export function isWantedAtBoot(machine: ReadingMachine, names: readonly string[]): boolean {
  return unitDirectories.some((directory) =>
    (machine.list(directory) ?? [])
      .filter((entry) => /\.(wants|requires|upholds)$/.test(entry))
      .some((entry) => names.some((name) => machine.inspect(`${directory}/${entry}/${name}`) !== undefined)),
  )
}

/**
 * Drop-ins sorted by file name over all directories; of two with one name, the one in the directory that counts more.
 * The unit's own directories come first, then those of its dashed prefixes, then those of its type.
 */
function findDropIns(machine: ReadingMachine, names: readonly string[]): readonly string[] {
  const byName = new Map<string, string>()
  for (const name of names.flatMap(dropInNames)) {
    for (const directory of unitDirectories.map((parent) => `${parent}/${name}.d`)) {
      for (const entry of machine.list(directory) ?? []) {
        if (entry.endsWith(".conf") && !byName.has(entry)) byName.set(entry, `${directory}/${entry}`)
      }
    }
  }
  const sorted = [...byName].toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return sorted.map(([, path]) => path).filter((path) => !isMask(machine, path))
}

/** "foo-bar.service" → "foo-bar.service", "foo-.service", "service". */
function dropInNames(name: string): readonly string[] {
  const dot = name.lastIndexOf(".")
  const stem = name.slice(0, dot)
  const type = name.slice(dot + 1)
  const dashes = [...stem.matchAll(/-/g)].map(({ index }) => index).filter((index) => index < stem.length - 1)
  const prefixes = dashes.toReversed().map((index) => `${stem.slice(0, index + 1)}.${type}`)
  return [name, ...prefixes, type]
}

/** A link to /dev/null, or an empty file, switches a unit or a drop-in off. */
function isMask(machine: ReadingMachine, path: string): boolean {
  const entry = machine.inspect(path)
  if (entry?.kind === "symlink") return entry.target === "/dev/null" || machine.resolve(path) === "/dev/null"
  return entry?.kind === "file" && entry.size === 0
}

/** An alias is a link to a unit of another name; see systemd.unit(5), Alias=. */
function nameBehindLinks(machine: ReadingMachine, path: string): string {
  const real = machine.resolve(path) ?? path
  const name = real.slice(real.lastIndexOf("/") + 1)
  const own = path.slice(path.lastIndexOf("/") + 1)
  return name.slice(name.lastIndexOf(".")) === own.slice(own.lastIndexOf(".")) ? name : own
}
