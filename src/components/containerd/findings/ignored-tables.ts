// Tables of CRI that stand in a loaded file under names that do not count there: of another schema, or without the
// `version` that would make them count.
import type { KeyPath } from "../../../documents/document.ts"
import type { Effective } from "../effective.ts"
import type { LoadedFile } from "../simulate/load.ts"
import { branchAt, leavesOf, type Written } from "../simulate/tree.ts"
import { criImagesId, criRuntimeId, criServerId } from "../tables/plugin-ids.ts"
import type { Release } from "../tables/releases.ts"

interface IgnoredTable {
  readonly file: LoadedFile
  /** "cri", "io.containerd.grpc.v1.cri", … */
  readonly name: string
  /** The header, or the first key. */
  readonly at: Written
}

const shortCri = "cri"

/** Whether a release reads the CRI table `name` of a file, given the schema that counts in the end. */
export function countsIn(release: Release, file: LoadedFile, schema: number, name: string): boolean {
  if (release.criPlugins === "one") return name === (schema === 1 ? shortCri : criServerId)
  if (name === criRuntimeId || name === criImagesId) return true
  const isOld = file.schema <= 1
  if (name === shortCri) return isOld && (release.schemaOne === "migrated" || schema === 2)
  if (release.migratesEachFile) return file.schema < release.maxSchema
  return schema === 2
}

/** Every CRI table with settings in it that nothing reads; keys of the CRI server count in 2.x wherever they stand. */
export function ignoredTables(found: Effective): readonly IgnoredTable[] {
  return found.files.flatMap((file) =>
    [shortCri, criServerId, criRuntimeId, criImagesId].flatMap((name) => {
      const table = branchAt(file.tree, ["plugins", name])
      if (table === undefined || countsIn(found.release, file, found.schema, name)) return []
      const leaves = leavesOf(table).filter(({ path }) => !isServerKey(found.release, name, path[0] ?? ""))
      const at = table.at ?? leaves[0]?.leaf.at
      return leaves.length === 0 || at === undefined ? [] : [{ file, name, at }]
    }),
  )
}

function isServerKey(release: Release, name: string, key: string): boolean {
  return (
    release.criPlugins === "apart" &&
    name === criServerId &&
    /^(disable_tcp_service|stream_|enable_tls_streaming|x509_key_pair_streaming)/.test(key)
  )
}

/**
 * The migration takes an entry of the old table of containerd over as a whole, and not at all where the new table has
 * one of that name: in the same file where each is migrated by itself, else in any. Undefined: it is taken over.
 */
export function newTableOver(
  found: Effective,
  file: LoadedFile,
  path: KeyPath,
): { readonly table: string; readonly file: string } | undefined {
  const [, name, ...rest] = path
  const [table, entry] = rest
  if (found.release.criPlugins === "one" || (name !== criServerId && name !== shortCri)) return undefined
  if (table !== "containerd" || entry === undefined) return undefined
  const above = ["plugins", criRuntimeId, table, entry]
  const candidates = found.release.migratesEachFile ? [file] : found.files
  const owner = candidates.find(({ tree }) => branchAt(tree, above) !== undefined)
  return owner === undefined ? undefined : { table: above.join("."), file: owner.path }
}

/** Tables of runtimes that the migration drops. */
export function droppedRuntimes(
  found: Effective,
): readonly { readonly file: LoadedFile; readonly at: Written; readonly by: string }[] {
  return found.files.flatMap((file) =>
    [shortCri, criServerId].flatMap((name) => {
      const path = ["plugins", name, "containerd", "runtimes"]
      const table = branchAt(file.tree, path)
      if (table === undefined || !countsIn(found.release, file, found.schema, name)) return []
      const by = newTableOver(found, file, path)
      const at = table.at ?? leavesOf(table)[0]?.leaf.at
      return by === undefined || at === undefined ? [] : [{ file, at, by: by.file }]
    }),
  )
}

/** A `version` that landed inside a table because it was written after a header. */
export function misplacedVersions(found: Effective): readonly { readonly file: LoadedFile; readonly at: Written }[] {
  return found.files
    .filter(({ schema }) => schema === 0)
    .flatMap((file) =>
      leavesOf(file.tree)
        .filter(({ path, leaf }) => path.length > 1 && path.at(-1) === "version" && Number.isInteger(leaf.value))
        .filter(({ path }) => path[0] !== "proxy_plugins" && !path.includes("options"))
        .map(({ leaf }) => ({ file, at: leaf.at })),
    )
}
