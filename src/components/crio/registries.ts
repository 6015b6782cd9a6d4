// Registry mirrors as CRI-O reads them: containers-registries.conf(5), shared with Podman and others. criadm writes one
// drop-in of its own; of two files with an entry for the same registry only the later one counts, so an entry in a
// file of somebody else is left alone and named.

import { isCopyName } from "../../documents/copy-names.ts"
import type { Table, Value } from "../../documents/document.ts"
import { toml } from "../../documents/toml/toml.ts"
import { areEqual, isList, isTable, ownValue } from "../../documents/value.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import type { FileContent, FileFact } from "../../model/file-content.ts"
import type { Place } from "../../model/place.ts"
import type { RegistryMirror } from "../../model/setting.ts"

/** containers-registries.conf.d(5): read behind the main file, in alphanumerical order, only *.conf. */
const registriesDirectory = "/etc/containers/registries.conf.d"
export const mainRegistriesFile = "/etc/containers/registries.conf"
export const ownRegistriesFile = `${registriesDirectory}/99-criadm.conf`

export function readRegistriesFiles(machine: ReadingMachine): readonly FileFact[] {
  const names = (machine.list(registriesDirectory) ?? []).filter((name) => name.endsWith(".conf"))
  return [mainRegistriesFile, ...names.map((name) => `${registriesDirectory}/${name}`)].map((path) =>
    toFileFact(machine.readFile(path)),
  )
}

/** Files beside them that say something about registries and whose name does not end in .conf. */
export function unreadRegistriesFiles(machine: ReadingMachine): readonly FileContent[] {
  return (machine.list(registriesDirectory) ?? [])
    .filter((name) => !name.endsWith(".conf") && !isCopyName(name))
    .flatMap((name) => knownValue(toFileFact(machine.readFile(`${registriesDirectory}/${name}`))) ?? [])
    .filter(({ text }) => /^\s*(?:\[\[registry|\[aliases|unqualified-search-registries|short-name-mode)/m.test(text))
}

export interface CrioMirror extends RegistryMirror {
  /** Its certificate is not asked for. */
  readonly insecure?: true
}

/** How a mirror stands in the file: without its scheme, and `insecure` for plain HTTP. */
interface MirrorEntry {
  readonly location: string
  readonly insecure: boolean
}

function mirrorEntryOf({ url, insecure }: CrioMirror): MirrorEntry {
  return {
    location: url.replace(/^https?:\/\//, "").replace(/\/+$/, ""),
    insecure: insecure === true || url.startsWith("http://"),
  }
}

function mirrorBlock({ location, insecure }: MirrorEntry): string {
  return `[[registry.mirror]]\nlocation = "${location}"\n${insecure ? "insecure = true\n" : ""}`
}

/** An entry of a file: [[registry]] number `index` (0-based). Without a prefix its location is its prefix. */
interface RegistryEntry {
  readonly file: string
  readonly index: number
  readonly table: Table
  readonly place?: Place
}

function entriesFor(host: string, file: string, text: string): Result<readonly RegistryEntry[]> {
  const parsed = toml.parse(file, text)
  if (!parsed.ok) return parsed
  const { root, keys } = parsed.value
  const registries = ownValue(root, "registry")
  if (!isList(registries)) return ok([])
  return ok(
    registries.flatMap((table, index): RegistryEntry[] => {
      if (!isTable(table)) return []
      const prefix = ownValue(table, "prefix") || ownValue(table, "location")
      if (prefix !== host) return []
      const place = keys.find(({ path }) => path.join(".") === `registry.${index}`)?.keyPlace
      return [{ file, index, table, ...(place === undefined ? {} : { place }) }]
    }),
  )
}

function isMirrorFirst({ table }: RegistryEntry, mirror: MirrorEntry): boolean {
  const mirrors = ownValue(table, "mirror")
  const first = isList(mirrors) ? mirrors[0] : undefined
  if (!isTable(first)) return false
  return first["location"] === mirror.location && (first["insecure"] ?? false) === mirror.insecure
}

/** Whether the entry that counts for a registry asks these mirrors first, in this order. */
export function asksInOrder(files: readonly FileFact[], mirrors: readonly CrioMirror[]): boolean {
  const [first] = mirrors
  const contents = files.flatMap((fact) => knownValue(fact) ?? [])
  const entries = contents.flatMap(({ path, text }) => {
    const found = entriesFor(first?.host ?? "", path, text)
    return found.ok ? found.value : []
  })
  const last = entries.at(-1)
  const stated = last === undefined ? undefined : ownValue(last.table, "mirror")
  const wanted = mirrors.map(mirrorEntryOf)
  return wanted.every(({ location, insecure }, at) => {
    const one = isList(stated) ? stated[at] : undefined
    return isTable(one) && one["location"] === location && (one["insecure"] ?? false) === insecure
  })
}

/**
 * The text of criadm's own file with which all mirrors are asked first, undefined where nothing has to be written.
 * Refused where another file has an entry for a registry that says something else.
 */
export function withMirrors(
  files: readonly FileFact[],
  mirrors: readonly CrioMirror[],
): {
  readonly text: string | undefined
  readonly added: readonly CrioMirror[]
  readonly refusals: readonly Fault[]
} {
  const contents = files.flatMap((fact) => knownValue(fact) ?? [])
  const before = contents.find(({ path }) => path === ownRegistriesFile)?.text
  const others = contents.filter(({ path }) => path !== ownRegistriesFile)
  const refusals: Fault[] = files.flatMap((fact): Fault[] => {
    if (fact.state === "known" || fact.state === "absent" || fact.source.kind !== "file") return []
    return [{ code: "file-unreadable", args: { file: fact.source.path, why: fact.reason } }]
  })
  let text = before
  const added: CrioMirror[] = []
  for (const mirror of mirrors) {
    const next = withMirror(text, others, mirror)
    if (!next.ok) refusals.push(next.fault)
    else if (next.value !== text) {
      text = next.value
      added.push(mirror)
    }
  }
  return { text: text === before ? undefined : text, added, refusals }
}

function withMirror(
  own: string | undefined,
  others: readonly { readonly path: string; readonly text: string }[],
  mirror: CrioMirror,
): Result<string | undefined> {
  const { host } = mirror
  const entry = mirrorEntryOf(mirror)
  if (host === "_default") return failed({ code: "crio-no-default-mirror", args: {} })
  for (const { path, text } of others) {
    const found = entriesFor(host, path, text)
    if (!found.ok) return found
    const last = found.value.at(-1)
    if (last === undefined) continue
    if (isMirrorFirst(last, entry) && !(own?.includes(`"${host}"`) ?? false)) return ok(own)
    const place = last.place === undefined ? {} : { place: last.place }
    return failed({ code: "crio-registry-elsewhere", args: { host, file: path }, ...place })
  }
  const text = own ?? "# Written by criadm. See containers-registries.conf(5).\n"
  const found = entriesFor(host, ownRegistriesFile, text)
  if (!found.ok) return found
  const last = found.value.at(-1)
  if (last !== undefined && isMirrorFirst(last, entry)) return ok(own)
  const after = last === undefined ? withEntry(text, host, entry) : withMirrorFirst(text, last, entry)
  return checked(text, after, mirror, last?.index)
}

function withEntry(text: string, host: string, mirror: MirrorEntry): string {
  const joint = text === "" || text.endsWith("\n") ? "" : "\n"
  return `${text}${joint}\n[[registry]]\nprefix = "${host}"\nlocation = "${host}"\n\n${mirrorBlock(mirror)}`
}

/** Mirrors are asked in the order of their tables, so a new one goes before the first, else behind the entry's keys. */
function withMirrorFirst(text: string, { index, place }: RegistryEntry, mirror: MirrorEntry): string {
  const parsed = toml.parse(ownRegistriesFile, text)
  const keys = parsed.ok ? parsed.value.keys : []
  const first = keys.find(({ path }) => path.join(".") === `registry.${index}.mirror.0`)
  const own = keys.findLast(({ path }) => path[1] === String(index) && path.length === 3 && path[2] !== "mirror")
  const lines = text.split("\n")
  const at = first === undefined ? (own?.valuePlace.line ?? place?.line ?? lines.length) : first.keyPlace.line - 1
  const block = first === undefined ? `\n${mirrorBlock(mirror)}` : `${mirrorBlock(mirror)}\n`
  return [...lines.slice(0, at), ...block.split("\n").slice(0, -1), ...lines.slice(at)].join("\n")
}

/** Nothing but the mirror may have changed; where the text is written in a way that does not allow it, it is refused. */
function checked(before: string, after: string, mirror: CrioMirror, index: number | undefined): Result<string> {
  const { host } = mirror
  const old = toml.parse(ownRegistriesFile, before)
  const parsed = toml.parse(ownRegistriesFile, after)
  const wanted = old.ok ? intended(old.value.root, mirror, index) : undefined
  if (parsed.ok && wanted !== undefined && areEqual(parsed.value.root, wanted)) return ok(after)
  const args = { host, file: ownRegistriesFile }
  return failed({ code: "crio-registry-edit-refused", args })
}

function intended(root: Table, mirror: CrioMirror, index: number | undefined): Table {
  const { location, insecure } = mirrorEntryOf(mirror)
  const entry: Table = insecure ? { location, insecure } : { location }
  const registries = ownValue(root, "registry")
  const list: readonly Value[] = isList(registries) ? registries : []
  if (index === undefined) {
    return { ...root, registry: [...list, { prefix: mirror.host, location: mirror.host, mirror: [entry] }] }
  }
  const changed = list.map((table, at): Value => {
    if (at !== index || !isTable(table)) return table
    const mirrors = ownValue(table, "mirror")
    return { ...table, mirror: [entry, ...(isList(mirrors) ? mirrors : [])] }
  })
  return { ...root, registry: changed }
}
