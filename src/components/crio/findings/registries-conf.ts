// What makes CRI-O end at its start over registries.conf or a file of registries.conf.d: containers-registries.conf(5), as
// pkg/sysregistriesv2 of containers/image reads it (postProcessRegistries, loadConfigFile). Each was given to CRI-O
// 1.36.3, really started.
import type { Table, Value } from "../../../documents/document.ts"
import { toml } from "../../../documents/toml/toml.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import type { Trouble } from "./other-files.ts"

const newKeys = ["registry", "unqualified-search-registries", "credential-helpers", "short-name-mode", "aliases"]

/** A finding of one rule: where it stands is told by the path of its key. */
type Found = Pick<Trouble, "why" | "what"> & { readonly path: string }

export interface RegistriesFile {
  readonly isDropIn: boolean
  /** The release takes the old form in the main file. */
  readonly readsOld: boolean
}

/** Undefined: CRI-O takes the file. */
export function troubleInRegistries(file: string, text: string, where: RegistriesFile): Trouble | undefined {
  const parsed = toml.parse(file, text)
  if (!parsed.ok) {
    const { fault } = parsed
    const what = fault.code === "document-broken" ? fault.args.expected : fault.code
    return { why: "not-toml", what, ...(fault.place === undefined ? {} : { place: fault.place }) }
  }
  const { root, keys } = parsed.value
  const found = [
    ...wrongTypes(root),
    ...oldForm(root, where),
    ...search(root),
    ...shortNames(root),
    ...entries(root),
    ...conflicts(root),
  ][0]
  if (found === undefined) return undefined
  const { path, ...trouble } = found
  const key = keys.find((one) => one.path.join(".") === path)
  return key === undefined ? trouble : { ...trouble, place: key.keyPlace }
}

type Kind = "text" | "switch" | "texts" | "tables" | "texts by name"

const fits: { readonly [K in Kind]: (value: Value) => boolean } = {
  text: (value) => typeof value === "string",
  switch: (value) => typeof value === "boolean",
  texts: (value) => isList(value) && value.every((one) => typeof one === "string"),
  tables: (value) => isList(value) && value.every((one) => isTable(one)),
  "texts by name": (value) => isTable(value) && Object.values(value).every((one) => typeof one === "string"),
}

const ofEndpoint = { location: "text", insecure: "switch", "pull-from-mirror": "text" } as const
const ofRegistry = {
  ...ofEndpoint,
  prefix: "text",
  blocked: "switch",
  "mirror-by-digest-only": "switch",
  mirror: "tables",
} as const
const ofRoot = {
  registry: "tables",
  "unqualified-search-registries": "texts",
  "credential-helpers": "texts",
  "short-name-mode": "text",
  "additional-layer-store-auth-helper": "text",
  aliases: "texts by name",
} as const

function wrongTypes(root: Table): readonly Found[] {
  const inTable = (table: Table, kinds: Readonly<Record<string, Kind>>, at: string): readonly Found[] =>
    Object.entries(kinds).flatMap(([key, kind]) => {
      const value = ownValue(table, key)
      const path = `${at}${key}`
      return value === undefined || fits[kind](value) ? [] : [{ why: "wrong-type" as const, what: key, path }]
    })
  return [
    ...inTable(root, ofRoot, ""),
    ...tablesOf(root, "registry").flatMap((registry, index) => [
      ...inTable(registry, ofRegistry, `registry.${index}.`),
      ...tablesOf(registry, "mirror").flatMap((mirror, number) =>
        inTable(mirror, ofEndpoint, `registry.${index}.mirror.${number}.`),
      ),
    ]),
  ]
}

function tablesOf(table: Table, key: string): readonly Table[] {
  const list = ownValue(table, key)
  return isList(list) ? list.filter((one) => isTable(one)) : []
}

/** The form before 2018 may stand in the main file, alone. */
function oldForm(root: Table, { isDropIn, readsOld }: RegistriesFile): readonly Found[] {
  const old = ownValue(root, "registries")
  const [table] = isTable(old) ? Object.keys(old) : []
  if (table === undefined) return []
  const what = `registries.${table}`
  if (isDropIn) return [{ why: "old-form", what, path: what }]
  if (!readsOld) return [{ why: "old-registries", what, path: what }]
  return newKeys.some((key) => ownValue(root, key) !== undefined) ? [{ why: "mixed", what, path: what }] : []
}

const hasScheme = (text: string) => /^https?:\/\//.test(text)

function search(root: Table): readonly Found[] {
  const path = "unqualified-search-registries"
  const list = ownValue(root, path)
  return (isList(list) ? list : []).flatMap((one): Found[] => {
    const what = String(one).replace(/\/+$/, "")
    if (hasScheme(what)) return [{ why: "scheme", what, path }]
    return /^[\w.-]+(?::\d+)?$|^\[[\da-fA-F:]+\](?::\d+)?$/.test(what) ? [] : [{ why: "search", what, path }]
  })
}

const modes = ["", "enforcing", "permissive", "disabled"]
/** Host, path and name in lower case, without tag and digest. */
const aliasOf =
  /^(?:localhost|[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9.-]+:\d+)(?::\d+)?(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)+$/
const shortName = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/

function shortNames(root: Table): readonly Found[] {
  const mode = ownValue(root, "short-name-mode")
  const aliases = ownValue(root, "aliases")
  return [
    ...(typeof mode === "string" && !modes.includes(mode)
      ? [{ why: "short-name-mode", what: mode, path: "short-name-mode" } as const]
      : []),
    ...Object.entries(isTable(aliases) ? aliases : {}).flatMap(([name, value]): Found[] => {
      const isFit = shortName.test(name) && (value === "" || aliasOf.test(String(value)))
      return isFit ? [] : [{ why: "alias", what: `${name} = ${value}`, path: `aliases.${name}` }]
    }),
  ]
}

const text = (table: Table, key: string) => String(ownValue(table, key) ?? "")

function entries(root: Table): readonly Found[] {
  return tablesOf(root, "registry").flatMap((registry, index): readonly Found[] => {
    const at = `registry.${index}`
    const prefix = text(registry, "prefix")
    const lacksLocation = text(registry, "location") === "" && !prefix.startsWith("*.")
    return [
      ...schemes(registry, at, ["location", "prefix"]),
      ...(prefix.startsWith("*.") && /[/:@]/.test(prefix)
        ? [{ why: "wildcard", what: prefix, path: `${at}.prefix` } as const]
        : []),
      ...(lacksLocation ? [{ why: "no-location", what: "[[registry]]", path: at } as const] : []),
      ...(text(registry, "pull-from-mirror") === ""
        ? []
        : [{ why: "pull-not-of-mirror", what: "pull-from-mirror", path: `${at}.pull-from-mirror` } as const]),
      ...tablesOf(registry, "mirror").flatMap((mirror, number) =>
        ofMirror(mirror, `${at}.mirror.${number}`, ownValue(registry, "mirror-by-digest-only") === true),
      ),
    ]
  })
}

function schemes(table: Table, at: string, keys: readonly string[]): readonly Found[] {
  return keys.flatMap((key) => {
    const what = text(table, key)
    return hasScheme(what) ? [{ why: "scheme" as const, what, path: `${at}.${key}` }] : []
  })
}

function ofMirror(mirror: Table, at: string, isByDigestOnly: boolean): readonly Found[] {
  const pull = text(mirror, "pull-from-mirror")
  const path = `${at}.pull-from-mirror`
  return [
    ...schemes(mirror, at, ["location"]),
    ...(text(mirror, "location") === ""
      ? [{ why: "no-location", what: "[[registry.mirror]]", path: at } as const]
      : []),
    ...(pull !== "" && isByDigestOnly ? [{ why: "pull-twice", what: pull, path } as const] : []),
    ...(["", "all", "digest-only", "tag-only"].includes(pull)
      ? []
      : [{ why: "pull-unknown", what: pull, path } as const]),
  ]
}

/** Entries with one location must agree. */
function conflicts(root: Table): readonly Found[] {
  const first = new Map<string, Table>()
  return tablesOf(root, "registry").flatMap((registry, index): readonly Found[] => {
    const location = (text(registry, "location") || text(registry, "prefix")).replace(/\/+$/, "")
    const before = first.get(location)
    if (before === undefined) first.set(location, registry)
    const unlike = ["insecure", "blocked"].find(
      (key) => (ownValue(before ?? registry, key) ?? false) !== (ownValue(registry, key) ?? false),
    )
    return unlike === undefined ? [] : [{ why: "conflict", what: `${location}: ${unlike}`, path: `registry.${index}` }]
  })
}
