// The version of a program that a package manager has installed, from its own record, for trees whose programs cannot be
// run. A program that answers for itself counts more, and a program that is no package's has no version from here.
import type { ReadingMachine } from "../machine/reading.ts"
import { type Fact, known } from "../model/facts/fact.ts"
import { parseVersion } from "../model/version.ts"
import { owns, type RecordedPackage } from "./package-files.ts"
import { paragraphsWith, recordText } from "./package-record.ts"
import { rpmPackages } from "./rpm-database.ts"

/** A record in one file: paragraphs of "key: value" lines, one package each. */
interface Record {
  readonly path: string
  readonly keys: { readonly name: string; readonly version: string }
  isInstalled(paragraph: string): boolean
  /** Undefined: the record does not tell. */
  files(machine: ReadingMachine, paragraph: string, name: string): readonly string[] | undefined
}

const dpkgDirectory = "/var/lib/dpkg"

/** dpkg(1), FILES; a removed package whose configuration is left stays in the record. */
const dpkg: Record = {
  path: `${dpkgDirectory}/status`,
  keys: { name: "Package", version: "Version" },
  isInstalled: (paragraph) => / installed$/.test(field(paragraph, "Status") ?? ""),
  files(machine, paragraph, name) {
    // With "Multi-Arch: same" the list has the architecture in its name.
    const names = [name, `${name}:${field(paragraph, "Architecture") ?? ""}`]
    return names.map((one) => linesOf(machine, `${dpkgDirectory}/info/${one}.list`)).find((list) => list !== undefined)
  },
}

/** https://wiki.alpinelinux.org/wiki/Apk_spec; the second place is that of a merged /usr (apk-tools 3). */
const apk = (path: string): Record => ({
  path,
  keys: { name: "P", version: "V" },
  isInstalled: () => true,
  files(_machine, paragraph) {
    let directory = ""
    const files: string[] = []
    for (const line of paragraph.split("\n")) {
      if (line.startsWith("F:")) directory = line.slice(2)
      else if (line.startsWith("R:")) files.push(`/${directory}/${line.slice(2)}`)
    }
    return files.length === 0 ? undefined : files
  },
})

const records: readonly Record[] = [dpkg, apk("/lib/apk/db/installed"), apk("/usr/lib/apk/db/installed")]

/** pacman(8): a directory NAME-VERSION-RELEASE per package. */
const pacmanDirectory = "/var/lib/pacman/local"

/**
 * The version of the package that this program is of, one of these names. Undefined: none of them is recorded as
 * installed, none has this program, or the record is of a form that criadm does not read.
 */
export function recordedVersion(
  machine: ReadingMachine,
  names: readonly string[],
  program: string,
): Fact<string> | undefined {
  const found = recordedPackage(machine, names, program)
  return found === undefined ? undefined : known(asVersion(found.version) ?? "", { kind: "file", path: found.path })
}

/** The same with the package's name, and its version as the package manager writes it. */
export function recordedPackage(
  machine: ReadingMachine,
  names: readonly string[],
  program: string,
): RecordedPackage | undefined {
  for (const find of [...records.map((record) => inParagraphs(record)), rpmPackages, pacmanPackages]) {
    const found = find(machine, names).find(
      (one) => asVersion(one.version) !== undefined && owns(machine, one, program),
    )
    if (found !== undefined) return found
  }
  return undefined
}

/** In the order of the names. */
function inParagraphs(record: Record) {
  return (machine: ReadingMachine, names: readonly string[]): readonly RecordedPackage[] => {
    const { path, keys } = record
    const text = recordText(machine, path)
    if (text === undefined) return []
    return names.flatMap((name) => {
      const paragraph = paragraphsWith(text, keys.name, name).findLast((one) => record.isInstalled(one))
      if (paragraph === undefined) return []
      const version = field(paragraph, keys.version) ?? ""
      return [{ name, path, version, files: () => record.files(machine, paragraph, name) }]
    })
  }
}

function field(paragraph: string, key: string): string | undefined {
  const line = `\n${paragraph}`.split(`\n${key}:`, 2)[1]
  return line?.split("\n", 1)[0]?.trim()
}

function linesOf(machine: ReadingMachine, path: string): readonly string[] | undefined {
  return recordText(machine, path)?.split("\n")
}

function pacmanPackages(machine: ReadingMachine, names: readonly string[]): readonly RecordedPackage[] {
  const entries = machine.list(pacmanDirectory) ?? []
  return names.flatMap((name) =>
    entries.flatMap((entry): readonly RecordedPackage[] => {
      const [, of, version = ""] = /^(.+)-([^-]+)-[^-]+$/.exec(entry) ?? []
      if (of !== name) return []
      // Its lines are relative, below "%FILES%".
      const files = () => linesOf(machine, `${pacmanDirectory}/${entry}/files`)?.map((line) => `/${line}`)
      return [{ name, path: pacmanDirectory, version, files }]
    }),
  )
}

/** Without an epoch and a distribution's own suffix. */
function asVersion(text: string): string | undefined {
  return parseVersion(text.replace(/^\d+:/, ""))?.text
}
