// What containerd makes of one hosts.toml: whether it drops the whole file, which files it must be able to read, and
// which hosts it asks what a tag means. As `ctr images pull --hosts-dir` of 1.6.20, 1.7.24, 2.1.9 and 2.4.2 answers
// (core/remotes/docker/config/hosts.go, parseHostsFile). Of a dropped file only the log tells: the registry is asked
// as if there were no file.

import type { Value } from "../../../documents/document.ts"
import { toml } from "../../../documents/toml/toml.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import type { Said } from "../../../model/arguments/clause.ts"
import type { FileContent } from "../../../model/file-content.ts"
import type { Place } from "../../../model/place.ts"
import type { Release } from "../tables/releases.ts"
import { directoryOf, joinPath } from "./glob.ts"

/** `what`: the parser's words, the key, the word or the address at fault. */
export interface Dropped {
  readonly why: "not-toml" | "no-host-table" | "type" | "capability" | "address" | "duration"
  readonly what: Said
  readonly place?: Place
}

export interface NeededFile {
  readonly key: "ca" | "client"
  /** Relative ones are below the file's own directory. */
  readonly path: string
  readonly place?: Place
}

export interface HostEntry {
  readonly name: string
  readonly place?: Place
  /** It is asked which image a tag means; else only for what is in an image. */
  readonly resolves: boolean
}

export interface HostsFile {
  readonly dropped?: Dropped
  readonly needs: readonly NeededFile[]
  /** In the order in which they are asked. */
  readonly hosts: readonly HostEntry[]
  /** Keys that no release reads. */
  readonly unknown: readonly { readonly key: string; readonly place: Place }[]
}

const capabilities = ["pull", "resolve", "push"]
const hostKeys = ["capabilities", "ca", "client", "skip_verify", "header", "override_path", "dial_timeout", "rewrite"]
const rootKeys = ["server", "host", ...hostKeys]
const duration = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/

const isTexts = (value: Value | undefined) => isList(value) && value.every((one) => typeof one === "string")

/** containerd takes an empty file for none. */
export function readHostsFile({ path, text }: Pick<FileContent, "path" | "text">, release: Release): HostsFile {
  const nothing: HostsFile = { needs: [], hosts: [], unknown: [] }
  if (text === "") return nothing
  const parsed = toml.parse(path, text)
  if (!parsed.ok) {
    const { fault } = parsed
    const what = fault.code === "document-broken" ? fault.args.expected : fault.code
    return {
      ...nothing,
      dropped: { why: "not-toml", what, ...(fault.place === undefined ? {} : { place: fault.place }) },
    }
  }
  const { root, keys } = parsed.value
  const placeOf = (...at: readonly string[]) => {
    const place = keys.find((one) => one.path.length === at.length && one.path.every((key, index) => key === at[index]))
    return place === undefined ? {} : { place: place.keyPlace }
  }
  const host = ownValue(root, "host")
  const server = ownValue(root, "server")
  if (host !== undefined && !isTable(host))
    return { ...nothing, dropped: { why: "type", what: "host", ...placeOf("host") } }
  if (host === undefined && release.needsHostTable) return { ...nothing, dropped: { why: "no-host-table", what: "" } }
  if (server !== undefined && typeof server !== "string") {
    return { ...nothing, dropped: { why: "type", what: "server", ...placeOf("server") } }
  }
  const names = [
    ...new Set(keys.flatMap(({ path: [first, name] }) => (first === "host" && name !== undefined ? [name] : []))),
  ]
  const entries = names.map((name) => ({
    name,
    at: ["host", name],
    table: isTable(host) ? ownValue(host, name) : undefined,
  }))
  const tables = [{ name: undefined, at: [] as readonly string[], table: root as Value }, ...entries]
  const dropped = tables.flatMap(({ name, at, table }): readonly Dropped[] => {
    if (!isTable(table)) return [{ why: "type", what: at.join("."), ...placeOf(...at) }]
    if (name !== undefined && !isAddress(name)) return [{ why: "address", what: name, ...placeOf(...at) }]
    return droppedBy(table, release).map((one) => ({ ...one, ...placeOf(...at, one.key) }))
  })[0]
  return {
    ...(dropped === undefined ? {} : { dropped }),
    needs: tables.flatMap(({ at, table }) =>
      isTable(table)
        ? (["ca", "client"] as const).flatMap((key) =>
            textsIn(ownValue(table, key)).map((file) => ({
              key,
              path: joinPath(directoryOf(path), file),
              ...placeOf(...at, key),
            })),
          )
        : [],
    ),
    hosts: entries.map(({ name, at, table }) => {
      const words = isTable(table) ? ownValue(table, "capabilities") : undefined
      const resolves = !isList(words) || words.length === 0 || words.includes("resolve")
      return { name, resolves, ...placeOf(...at) }
    }),
    unknown: keys.flatMap(({ path: at, keyPlace }) => {
      // A table of another name, with what is in it, is told once: by its first key.
      const isOfUnknownTable = at.length > 1 && !rootKeys.includes(at[0] ?? "")
      const isFirst = keys.find((one) => one.path[0] === at[0])?.keyPlace === keyPlace
      if (isOfUnknownTable) return isFirst ? [{ key: at[0] ?? "", place: keyPlace }] : []
      const known = at[0] === "host" ? (at.length === 3 ? hostKeys : undefined) : at.length === 1 ? rootKeys : undefined
      const key = at.at(-1) ?? ""
      return known === undefined || known.includes(key) ? [] : [{ key, place: keyPlace }]
    }),
  }
}

function droppedBy(table: Readonly<Record<string, Value>>, release: Release): readonly (Dropped & { key: string })[] {
  const value = (key: string) => ownValue(table, key)
  const words = value("capabilities")
  if (words !== undefined && !isTexts(words)) return [{ key: "capabilities", why: "type", what: "capabilities" }]
  const strange = (isList(words) ? words : []).find((word) => !capabilities.includes(String(word).toLowerCase()))
  if (strange !== undefined) return [{ key: "capabilities", why: "capability", what: String(strange) }]
  for (const key of ["skip_verify", "override_path"]) {
    if (value(key) !== undefined && typeof value(key) !== "boolean") return [{ key, why: "type", what: key }]
  }
  const ca = value("ca")
  if (ca !== undefined && typeof ca !== "string" && !isTexts(ca)) return [{ key: "ca", why: "type", what: "ca" }]
  const client = value("client")
  const isPairs = (one: Value) => typeof one === "string" || (isTexts(one) && isList(one) && one.length <= 2)
  if (client !== undefined && typeof client !== "string" && !(isList(client) && client.every(isPairs))) {
    return [{ key: "client", why: "type", what: "client" }]
  }
  const header = value("header")
  const isHeader = (one: Value) => typeof one === "string" || isTexts(one)
  if (header !== undefined && !(isTable(header) && Object.values(header).every(isHeader))) {
    return [{ key: "header", why: "type", what: "header" }]
  }
  const timeout = value("dial_timeout")
  if (!release.readsDialTimeout || timeout === undefined) return []
  if (typeof timeout !== "string") return [{ key: "dial_timeout", why: "type", what: "dial_timeout" }]
  return timeout === "" || duration.test(timeout) ? [] : [{ key: "dial_timeout", why: "duration", what: timeout }]
}

/** Without a scheme, https is meant. */
function isAddress(name: string): boolean {
  return !/\s/.test(name) && URL.canParse(name.includes("://") ? name : `https://${name}`)
}

/** "a", ["a", "b"] and [["a", "b"]]; a pair's key may be empty. */
function textsIn(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value]
  return isList(value) ? value.flatMap(textsIn) : []
}
