// RPM's record of installed packages, in each form that RPM has had it: SQLite (since 4.16: Fedora 33, RHEL 9, SLES 16,
// Amazon Linux 2023, Azure Linux 3), its own (SLES 15) and Berkeley DB (RHEL 7 and 8, Amazon Linux 2). Read without RPM:
// a node's tree is looked at where there is none, and RPM would write a lock into it.
import type { Database } from "bun:sqlite"
import { valuesInBerkeleyHash } from "../documents/rpm/berkeley-hash.ts"
import { packageOf, type RpmPackage } from "../documents/rpm/header.ts"
import { headersInNdb } from "../documents/rpm/ndb.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { RecordedPackage } from "./package-files.ts"

/** rpm.org, rpmdb: the place of image-based systems, SUSE's and Fedora's since 36, and the older one. */
const directories = ["/usr/lib/sysimage/rpm", "/var/lib/rpm"] as const

/** A server with 2000 packages has 60 MB. */
const mostBytes = 128 * 1024 * 1024

/** Where the file format version is in an SQLite file: 2 says that there is a write-ahead log beside it. */
const formatAt = [18, 19] as const

interface Form {
  readonly id: RpmRecord["form"]
  readonly file: string
  /** Those of these packages that are installed; undefined: it is not of this form, or damaged. */
  packages(bytes: Uint8Array, names: readonly string[]): readonly RpmPackage[] | undefined
}

const sqlite: Form = {
  id: "sqlite",
  file: "rpmdb.sqlite",
  packages(bytes, names) {
    try {
      using database = opened(bytes)
      const query = database.query<{ blob: Uint8Array }, [string]>(
        "SELECT p.blob AS blob FROM Name n JOIN Packages p ON p.hnum = n.hnum WHERE n.key = ?",
      )
      return named(
        names.flatMap((name) => query.all(name).map(({ blob }) => blob)),
        names,
      )
    } catch {
      // Not an SQLite file, a damaged one, or one of another schema: then this record says nothing.
      return undefined
    }
  },
}

const ownFormat: Form = {
  id: "ndb",
  file: "Packages.db",
  packages: (bytes, names) => named(headersInNdb(bytes), names),
}
const berkeley: Form = {
  id: "berkeley",
  file: "Packages",
  packages: (bytes, names) => named(valuesInBerkeleyHash(bytes), names),
}

/** The newest first: RPM leaves the old one beside the new when it has converted it. */
const forms: readonly Form[] = [sqlite, ownFormat, berkeley]

function named(headers: Iterable<Uint8Array> | undefined, names: readonly string[]): readonly RpmPackage[] | undefined {
  if (headers === undefined) return undefined
  const found: RpmPackage[] = []
  for (const header of headers) {
    const one = packageOf(header)
    if (one !== undefined && names.includes(one.name)) found.push(one)
  }
  return found
}

/** Those of these packages that are installed, in the order of the names; none where no database can be read. */
export function rpmPackages(machine: ReadingMachine, names: readonly string[]): readonly RecordedPackage[] {
  return directories.flatMap((directory) => {
    const record = recordIn(machine, directory, names)
    if (record === undefined) return []
    const inOrder = names.flatMap((name) => record.packages.find((one) => one.name === name) ?? [])
    return inOrder.map(({ name, version, files }) => ({ name, path: record.path, version, files }))
  })
}

function recordIn(machine: ReadingMachine, directory: string, names: readonly string[]) {
  for (const form of forms) {
    const path = `${directory}/${form.file}`
    const file = machine.readFile(path, { maxBytes: mostBytes })
    const packages = file.state === "read" ? form.packages(file.bytes, names) : undefined
    if (packages !== undefined) return { path, packages }
  }
  return undefined
}

/** Of a node that runs: the form that RPM reads itself, which is the newest that is there, and where. */
export interface RpmRecord {
  readonly directory: string
  readonly form: "sqlite" | "ndb" | "berkeley"
  /** Names of those that were asked for and are installed. */
  readonly installed: ReadonlySet<string>
}

/**
 * Which of these packages RPM's record has; undefined: there is none, or it cannot be read. An older form beside one that
 * is damaged is not taken for the node's.
 */
export function rpmRecord(machine: ReadingMachine, names: readonly string[]): RpmRecord | undefined {
  for (const directory of directories) {
    for (const form of forms) {
      const file = machine.readFile(`${directory}/${form.file}`, { maxBytes: mostBytes })
      if (file.state === "absent") continue
      const packages = file.state === "read" ? form.packages(file.bytes, names) : undefined
      if (packages === undefined) return undefined
      return { directory, form: form.id, installed: new Set(packages.map(({ name }) => name)) }
    }
  }
  return undefined
}

/** What `process.getBuiltinModule` gives for "bun:sqlite", which its types do not know. */
type BunSqlite = typeof import("bun:sqlite")

function opened(bytes: Uint8Array): Database {
  const whole = bytes.slice()
  // RPM leaves nothing in its log when it is done; a copy in memory has none.
  for (const at of formatAt) if (whole[at] === 2) whole[at] = 1
  // Loaded here: most nodes have none, and loading it takes longer than looking at everything else of a component.
  const { Database: Opened } = process.getBuiltinModule("bun:sqlite" as "node:sqlite") as unknown as BunSqlite
  return Opened.deserialize(whole, true)
}
