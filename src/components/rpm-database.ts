// RPM's record of installed packages where it is an SQLite database (since RPM 4.16: Fedora 33, RHEL 9, SLES 16, Amazon
// Linux 2023, Azure Linux 3). The database holds package headers as RPM itself stores them.
import type { Database } from "bun:sqlite"
import type { ReadingMachine } from "../machine/reading.ts"

/** rpm.org, rpmdb: the older place, and the one of image-based systems and of Fedora since 36. */
const paths = ["/usr/lib/sysimage/rpm/rpmdb.sqlite", "/var/lib/rpm/rpmdb.sqlite"] as const

/** A server with 2000 packages has 60 MB. */
const mostBytes = 128 * 1024 * 1024

/** Where the file format version is in an SQLite file: 2 says that there is a write-ahead log beside it. */
const formatAt = [18, 19] as const

export interface RpmVersion {
  readonly path: string
  readonly version: string
}

/** The version of the first of these packages that is installed; undefined: none, or no such database. */
export function rpmVersion(machine: ReadingMachine, names: readonly string[]): RpmVersion | undefined {
  for (const path of paths) {
    const file = machine.readFile(path, { maxBytes: mostBytes })
    if (file.state !== "read") continue
    const version = versionIn(file.bytes, names)
    if (version !== undefined) return { path, version }
  }
  return undefined
}

/** Those of these packages that are installed; undefined: there is no such database, or it cannot be read. */
export function rpmInstalled(machine: ReadingMachine, names: readonly string[]): ReadonlySet<string> | undefined {
  for (const path of paths) {
    const file = machine.readFile(path, { maxBytes: mostBytes })
    if (file.state !== "read") continue
    try {
      using database = opened(file.bytes)
      const query = database.query<{ key: string }, [string]>("SELECT key FROM Name WHERE key = ?")
      return new Set(names.filter((name) => query.all(name).length > 0))
    } catch {
      return undefined
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

function versionIn(bytes: Uint8Array, names: readonly string[]): string | undefined {
  try {
    using database = opened(bytes)
    const query = database.query<{ blob: Uint8Array }, [string]>(
      "SELECT p.blob AS blob FROM Name n JOIN Packages p ON p.hnum = n.hnum WHERE n.key = ?",
    )
    const headers = names.flatMap((name) => query.all(name))
    return headers.map(({ blob }) => versionInHeader(blob)).find((version) => version !== undefined)
  } catch {
    // Not an SQLite file, a damaged one, or one of another schema: then this record says nothing.
    return undefined
  }
}

/** RPMTAG_VERSION and the type of a text: rpm.org, manual/tags and manual/hregions. */
const versionTag = 1001
const stringType = 6
const entryBytes = 16

/** A header: number of entries, size of the data, entries of (tag, type, offset, count), data; all big-endian. */
function versionInHeader(blob: Uint8Array): string | undefined {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  if (view.byteLength < 8) return undefined
  const count = view.getUint32(0)
  const data = 8 + count * entryBytes
  if (data > view.byteLength) return undefined
  for (let at = 8; at < data; at += entryBytes) {
    if (view.getUint32(at) !== versionTag || view.getUint32(at + 4) !== stringType) continue
    const start = data + view.getUint32(at + 8)
    const end = blob.indexOf(0, start)
    return end < 0 ? undefined : new TextDecoder().decode(blob.subarray(start, end))
  }
  return undefined
}
