// The version of an installed package from the package manager's own record, for trees whose programs cannot be run. A
// program that answers for itself counts more.
import type { ReadingMachine } from "../machine/reading.ts"
import { type Fact, known } from "../model/facts/fact.ts"
import { parseVersion } from "../model/version.ts"
import { rpmVersion } from "./rpm-database.ts"

/** Records of large desktops have 8 MiB; more than this is none. In bytes. */
const mostBytes = 32 * 1024 * 1024

/** What a record says of these packages: the version of the first of them that is installed, as it is written there. */
interface Record {
  readonly path: string
  version(text: string, names: readonly string[]): string | undefined
}

/** Paragraphs of "key: value" lines, one package each; the packages that `isInstalled` says yes to. */
function inParagraphs(
  text: string,
  names: readonly string[],
  keys: { readonly name: string; readonly version: string },
  isInstalled: (paragraph: string) => boolean,
): string | undefined {
  const installed = new Map<string, string>()
  for (const paragraph of text.split("\n\n")) {
    const name = field(paragraph, keys.name)
    if (name === undefined || !names.includes(name) || !isInstalled(paragraph)) continue
    installed.set(name, field(paragraph, keys.version) ?? "")
  }
  return names.map((name) => installed.get(name)).find((version) => version !== undefined)
}

function field(paragraph: string, key: string): string | undefined {
  const line = `\n${paragraph}`.split(`\n${key}:`, 2)[1]
  return line?.split("\n", 1)[0]?.trim()
}

/** dpkg(1), FILES; a removed package whose configuration is left stays in the record. */
const dpkg: Record = {
  path: "/var/lib/dpkg/status",
  version: (text, names) =>
    inParagraphs(text, names, { name: "Package", version: "Version" }, (one) =>
      / installed$/.test(field(one, "Status") ?? ""),
    ),
}

/** https://wiki.alpinelinux.org/wiki/Apk_spec; the second place is that of a merged /usr (apk-tools 3). */
const apk = (path: string): Record => ({
  path,
  version: (text, names) => inParagraphs(text, names, { name: "P", version: "V" }, () => true),
})

const records: readonly Record[] = [dpkg, apk("/lib/apk/db/installed"), apk("/usr/lib/apk/db/installed")]

/** pacman(8): a directory NAME-VERSION-RELEASE per package. */
const pacmanDirectory = "/var/lib/pacman/local"

/** Undefined: none of these packages is recorded as installed, or the record is of a form that criadm does not read. */
export function recordedVersion(machine: ReadingMachine, names: readonly string[]): Fact<string> | undefined {
  for (const { path, version } of records) {
    const file = machine.readFile(path, { maxBytes: mostBytes })
    if (file.state !== "read") continue
    const found = asVersion(version(new TextDecoder().decode(file.bytes), names))
    if (found !== undefined) return known(found, { kind: "file", path })
  }
  const rpm = rpmVersion(machine, names)
  const inRpm = asVersion(rpm?.version)
  if (rpm !== undefined && inRpm !== undefined) return known(inRpm, { kind: "file", path: rpm.path })
  const inPacman = pacmanVersion(machine, names)
  return inPacman === undefined ? undefined : known(inPacman, { kind: "file", path: pacmanDirectory })
}

/** The same of one package, as a fact in any case. */
export function readPackageVersion(machine: ReadingMachine, name: string): Fact<string> {
  return recordedVersion(machine, [name]) ?? { state: "absent", source: { kind: "file", path: dpkg.path } }
}

function pacmanVersion(machine: ReadingMachine, names: readonly string[]): string | undefined {
  const entries = machine.list(pacmanDirectory) ?? []
  const found = names.flatMap((name) =>
    entries.flatMap((entry) => {
      const [, of, version] = /^(.+)-([^-]+)-[^-]+$/.exec(entry) ?? []
      return of === name ? [asVersion(version) ?? ""] : []
    }),
  )
  return found.find((version) => version !== "")
}

/** Without an epoch and a distribution's own suffix. */
function asVersion(text: string | undefined): string | undefined {
  return parseVersion((text ?? "").replace(/^\d+:/, ""))?.text
}
