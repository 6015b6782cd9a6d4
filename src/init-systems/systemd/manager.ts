// What systemd itself is set to, of that which services get: its release, and the variables that it hands to every
// service (systemd-system.conf(5), DefaultEnvironment=) or has itself and hands to who asks for them
// (ManagerEnvironment=, and systemd.exec(5), PassEnvironment=).
import { unitFile } from "../../documents/units/unit-file.ts"
import { splitWords } from "../../documents/units/words.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileFact } from "../../model/file-content.ts"

/** In the order in which they count: of two files of one name the first is read. */
const directories = ["/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd", "/lib/systemd"]

/** systemd's own library has its release in its name: libsystemd-shared-252.so, libsystemd-shared-257-9.el10.so. */
const ownLibrary = /^libsystemd-shared-(\d+)\b.*\.so$/

/** "252"; undefined: not known. */
export function systemdRelease(machine: ReadingMachine): string | undefined {
  const multiarch = (machine.list("/usr/lib") ?? []).filter((name) => name.endsWith("-linux-gnu"))
  const places = ["systemd", ...multiarch.map((name) => `${name}/systemd`)].map((name) => `/usr/lib/${name}`)
  const names = [...places, "/lib/systemd"].flatMap((place) => machine.list(place) ?? [])
  return names.flatMap((name) => ownLibrary.exec(name)?.[1] ?? [])[0]
}

export interface ManagerEnvironment {
  /** The files that set variables, in the order in which they count. */
  readonly files: readonly FileFact[]
  readonly handedOut: Readonly<Record<string, string>>
  readonly own: Readonly<Record<string, string>>
}

export function managerEnvironment(machine: ReadingMachine): ManagerEnvironment {
  const files = configurationFiles(machine)
    .map((path) => toFileFact(machine.readFile(path)))
    .filter((fact) => fact.state === "known" && /^[ \t]*(?:Default|Manager)Environment[ \t]*=/m.test(fact.value.text))
  const variables = { DefaultEnvironment: {}, ManagerEnvironment: {} } as Record<string, Record<string, string>>
  for (const file of files) {
    const parsed = file.state === "known" ? unitFile.parse(file.value.path, file.value.text) : undefined
    for (const { path, value } of parsed?.ok === true ? parsed.value.keys : []) {
      const [section = "", key = ""] = path
      if (section !== "Manager" || variables[key] === undefined || typeof value !== "string") continue
      if (value === "") variables[key] = {}
      for (const word of splitWords(value)) {
        const [, name = "", text = ""] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(word) ?? []
        if (name !== "") variables[key] = { ...variables[key], [name]: text }
      }
    }
  }
  return { files, handedOut: variables["DefaultEnvironment"] ?? {}, own: variables["ManagerEnvironment"] ?? {} }
}

/** The main file, then drop-ins sorted by name over all directories. */
function configurationFiles(machine: ReadingMachine): readonly string[] {
  const names = (directory: string) => machine.list(directory) ?? []
  const main = directories.find((directory) => names(directory).includes("system.conf"))
  const dropIns = new Map<string, string>()
  for (const parent of directories.filter((one) => names(one).includes("system.conf.d"))) {
    for (const name of names(`${parent}/system.conf.d`)) {
      if (name.endsWith(".conf") && !dropIns.has(name)) dropIns.set(name, `${parent}/system.conf.d/${name}`)
    }
  }
  const sorted = [...dropIns].toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return [...(main === undefined ? [] : [`${main}/system.conf`]), ...sorted.map(([, path]) => path)]
}
