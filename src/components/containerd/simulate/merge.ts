// Brings the loaded files together into one configuration, by the rules of the release: which schema counts in the
// end, which tables are migrated, what a later file replaces. A value keeps the place where it was written.
import type { Place } from "../../../model/place.ts"
import { fullId } from "../tables/plugin-ids.ts"
import type { Release } from "../tables/releases.ts"
import { type LoadedFile, listed } from "./load.ts"
import { migrateCri, migrateServers, renamePlugins } from "./migrate.ts"
import type { Stop } from "./stop.ts"
import { type Branch, branchAt, emptyBranch, leavesOf, mergeByKey, withEntry } from "./tree.ts"

/** An entry of disabled_plugins or required_plugins. */
export interface ListedPlugin {
  /** As the release reads it: with the full id where it renames short names. */
  readonly id: string
  readonly written: string
  readonly file: string
  readonly place: Place
}

export interface Merged {
  readonly top: Branch
  /** The schema whose names count; 1 when no file states one and the release does not migrate. */
  readonly schema: number
  readonly disabled: readonly ListedPlugin[]
  readonly required: readonly ListedPlugin[]
  readonly stop?: Stop
}

/** Top-level tables whose entries are replaced whole, whatever the release. */
const replacedByEntry: ReadonlySet<string> = new Set(["proxy_plugins", "stream_processors", "timeouts"])
const lists: ReadonlySet<string> = new Set(["disabled_plugins", "required_plugins", "imports"])

function isZero(value: unknown): boolean {
  return value === "" || value === 0 || value === false || value === 0n
}

/** Later values win, but an empty one leaves the earlier: mergo with WithOverride. */
function mergeValues(to: Branch, from: Branch): Branch {
  const entries = new Map(to.entries)
  for (const [name, node] of from.entries) if (node.kind === "table" || !isZero(node.value)) entries.set(name, node)
  return { ...to, entries }
}

function mergeTop(release: Release, to: Branch, from: Branch): Branch {
  const entries = new Map(to.entries)
  for (const [name, node] of from.entries) {
    if (name === "version" || lists.has(name)) continue
    if (node.kind === "table") entries.set(name, mergeTable(release, name, branchAt(to, [name]) ?? emptyBranch, node))
    else if (!isZero(node.value)) entries.set(name, node)
  }
  return { ...to, entries }
}

function mergeTable(release: Release, name: string, old: Branch, node: Branch): Branch {
  if (name === "plugins" && release.merge === "key") return mergeByKey(old, node)
  if (name !== "plugins" && !replacedByEntry.has(name)) return mergeValues(old, node)
  return { ...old, entries: new Map([...old.entries, ...node.entries]) }
}

function withPlugins(top: Branch, change: (plugins: Branch) => Branch): Branch {
  const plugins = branchAt(top, ["plugins"])
  return plugins === undefined ? top : withEntry(top, "plugins", change(plugins))
}

function collect(file: LoadedFile, key: string, isRenamed: boolean): readonly ListedPlugin[] {
  return listed(file, key).map(({ text, place }) => ({
    id: isRenamed ? fullId(text) : text,
    written: text,
    file: file.path,
    place,
  }))
}

const schemaAt = (file: LoadedFile) => (file.schemaPlace === undefined ? {} : { place: file.schemaPlace })

/** What one file adds, after whatever the release does to it before merging. */
function prepare(
  release: Release,
  file: LoadedFile,
  schemaSoFar: number,
): { readonly tree: Branch; readonly schema: number; readonly isRenamed: boolean } | { readonly stop: Stop } {
  const { schema } = file
  if (release.schemaOne === "short-names") return { tree: file.tree, schema, isRenamed: false }
  if (schema < 0) return { stop: { why: "panic", file: file.path, ...schemaAt(file) } }
  const isRenamed = schema <= 1
  if (release.migratesEachFile) {
    if (schema >= release.maxSchema) return { tree: file.tree, schema, isRenamed }
    // The tables are migrated once before the renaming, from schema 0 to 1, and again after it.
    const renamed = isRenamed
      ? withPlugins(file.tree, (plugins) => renamePlugins(migrateCri(plugins, release)))
      : file.tree
    const moved = migrateServers(withPlugins(renamed, (plugins) => migrateCri(plugins, release)))
    return { tree: moved, schema: release.maxSchema, isRenamed }
  }
  if (!isRenamed) return { tree: file.tree, schema, isRenamed }
  // The file is brought to the schema merged so far, which starts as the newest of the release; it has no way further.
  if (schemaSoFar > release.maxSchema) return { stop: { why: "panic", file: file.path, ...schemaAt(file) } }
  return { tree: withPlugins(file.tree, renamePlugins), schema: schemaSoFar, isRenamed }
}

function isUsableId(release: Release, schema: number, id: string): boolean {
  if (release.pluginIdCheck === "any-dot") return id.includes(".")
  if (release.pluginIdCheck === "four-parts-in-schema-2" ? schema !== 2 : schema === 1) return true
  return id.split(".").length >= 4
}

/** Before 2.0 the tables of plugins are checked like the ids in lists. */
function findUnusableName(release: Release, schema: number, top: Branch): Stop | undefined {
  if (!release.checksPluginTables) return undefined
  const found = [...(branchAt(top, ["plugins"])?.entries ?? [])].find(([name]) => !isUsableId(release, schema, name))
  if (found === undefined) return undefined
  const [id, node] = found
  const at = node.at ?? leavesOf(node)[0]?.leaf.at
  return { why: "plugin-name", file: at?.file ?? "", id, ...(at === undefined ? {} : { place: at.place }) }
}

/** Merges files in load order. A stop means that the daemon exits; what was merged until then is given too. */
export function merge(release: Release, files: readonly LoadedFile[]): Merged {
  const isNew = release.startsAtNewestSchema
  let top = emptyBranch
  let schema: number = isNew ? release.maxSchema : 0
  let rootSchema = 0
  let last = files[0]
  const disabled: ListedPlugin[] = []
  const required: ListedPlugin[] = []
  const merged = (stop?: Stop): Merged => ({
    top,
    schema: schema === 0 ? 1 : schema,
    disabled,
    required,
    ...(stop === undefined ? {} : { stop }),
  })
  for (const file of files) {
    if (release.refusesNewerDropIns) {
      if (rootSchema === 0) rootSchema = file.schema
      if (file.schema > rootSchema) {
        const rootFile = files[0]?.path ?? file.path
        return merged({
          why: "drop-in-newer",
          file: file.path,
          schema: file.schema,
          rootFile,
          rootSchema,
          ...schemaAt(file),
        })
      }
    }
    const prepared = prepare(release, file, schema)
    if ("stop" in prepared) return merged(prepared.stop)
    top = mergeTop(release, top, prepared.tree)
    // The last file that states a schema decides for all of them.
    if (prepared.schema !== 0) schema = prepared.schema
    disabled.push(...collect(file, "disabled_plugins", prepared.isRenamed))
    required.push(...collect(file, "required_plugins", prepared.isRenamed))
    if (prepared.schema !== 0 && file.schema !== 0) last = file
  }
  if (schema > release.maxSchema && release.refusesNewerSchema) {
    const file = last?.path ?? ""
    const at = last === undefined ? {} : schemaAt(last)
    return merged({ why: "schema-too-new", file, schema, max: release.maxSchema, ...at })
  }
  for (const [list, plugins] of [
    ["disabled_plugins", disabled],
    ["required_plugins", required],
  ] as const) {
    const unusable = plugins.find(({ id }) => !isUsableId(release, schema === 0 ? 1 : schema, id))
    if (unusable !== undefined) {
      const { file, place, id } = unusable
      return merged({ why: "plugin-id", file, id, list, place })
    }
  }
  const unusableName = findUnusableName(release, schema === 0 ? 1 : schema, top)
  if (unusableName !== undefined) return merged(unusableName)
  if (isNew && !release.migratesEachFile && schema < release.maxSchema) {
    top = withPlugins(top, (plugins) => migrateCri(plugins, release))
  }
  return merged()
}
