// Keys and tables that the release does not read: misspelt, in another table than it looks in, of a later release, or
// simply unknown. containerd ignores them, the newer releases with a line in the log.
import type { KeyPath } from "../../../documents/document.ts"
import { isList } from "../../../documents/value.ts"
import type { Finding } from "../../../model/finding.ts"
import type { Place } from "../../../model/place.ts"
import type { Effective } from "../effective.ts"
import type { LoadedFile } from "../simulate/load.ts"
import type { Branch, Tree } from "../simulate/tree.ts"
import { firstReleaseWith } from "../tables/later-keys.ts"
import { nameInForce } from "../tables/layout.ts"
import { criImagesId, criRuntimeId, criServerId } from "../tables/plugin-ids.ts"
import { pluginRows, pluginShapes } from "../tables/plugin-shapes.ts"
import type { Release } from "../tables/releases.ts"
import { criShapes, isSameKey, type Shape, shapeBeforeMigration, topLevel } from "../tables/shape.ts"
import { countsIn } from "./ignored-tables.ts"
import { isMisspeltFor } from "./misspelt.ts"

interface UnknownKey {
  readonly path: KeyPath
  readonly place: Place
  readonly why: "misspelt" | "misplaced" | "later" | "unknown"
  /** The right name, the right place, or the release that has it. */
  readonly meant: string
}

/** Judged elsewhere, wherever they stand. */
const judgedElsewhere: ReadonlySet<string> = new Set(["version", "SystemdCgroup"])

/** The driver of the shims before runc.v2: where a release has them, it is judged with the driver. */
const ofLegacyShims = "systemd_cgroup"

/** Renamed in 2.0. */
const sandboxImage = `plugins."${criImagesId}".pinned_images.sandbox`

export function unknownKeyFindings(found: Effective): readonly Finding[] {
  const release = found.release.version.text
  return found.files.flatMap((file) =>
    unknownIn(found, file).map(({ path, place, why, meant }): Finding => {
      const args = { file: file.path, key: written(path), why, meant, release }
      const severity = why === "unknown" ? "note" : "warning"
      return { code: "containerd-key-unknown", args, severity, component: "containerd", place }
    }),
  )
}

function unknownIn(found: Effective, file: LoadedFile): readonly UnknownKey[] {
  const { release } = found
  const top = topLevel(release)
  const own = search(release, file.tree, top, [])
  const plugins = file.tree.entries.get("plugins")
  if (plugins?.kind !== "table") return own
  const shapes = { ...pluginShapes(release, file.schema), ...criShapes(release) }
  const inPlugins = [...plugins.entries].flatMap(([name, node]): readonly UnknownKey[] => {
    if (node.kind !== "table") return []
    const shape = shapeOf(found, file, shapes, name)
    const isCri = [criServerId, criRuntimeId, criImagesId, "cri"].includes(name)
    if (shape !== undefined) {
      const unknown = search(release, node, shape, ["plugins", name])
      // A dump of another release's defaults names keys that this one lacks, and means nothing by them.
      return isCri
        ? unknown
        : unknown.filter(({ why, path }) => why === "misspelt" && !keysOfAnyRelease.has(last(path)))
    }
    const meant = Object.keys(shapes).find((id) => isMisspeltFor(name, id))
    if (meant === undefined || isCri || idsOfAnyRelease.has(name) || node.at === undefined) return []
    return [{ path: ["plugins", name], place: node.at.place, why: "misspelt", meant: `plugins."${meant}"` }]
  })
  return [...own, ...inPlugins]
}

const idsOfAnyRelease: ReadonlySet<string> = new Set(pluginRows.map(({ id }) => id))
const keysOfAnyRelease: ReadonlySet<string> = new Set(pluginRows.flatMap(({ keys }) => Object.keys(keys)))
const last = (path: KeyPath) => path.at(-1) ?? ""

/** Undefined: nobody reads this table, or nobody knows its keys. */
function shapeOf(
  { release, schema }: Effective,
  file: LoadedFile,
  shapes: Readonly<Record<string, Shape>>,
  name: string,
): Shape | undefined {
  const isCri = [criServerId, criRuntimeId, criImagesId, "cri"].includes(name)
  if (isCri && !countsIn(release, file, schema, name)) return undefined
  const isOld = name === "cri" || (name === criServerId && (release.criPlugins === "one" || file.schema < 3))
  if (isOld) return shapeBeforeMigration
  return Object.entries(shapes).find(([id]) => nameInForce(release, schema, id) === name)?.[1]
}

function search(release: Release, branch: Branch, shape: Shape, path: KeyPath): readonly UnknownKey[] {
  if (typeof shape === "string") return []
  return [...branch.entries].flatMap(([name, node]): readonly UnknownKey[] => {
    const inner = "map" in shape ? shape.map : knownAs(release, shape.table, name)
    const here = [...path, name]
    const place = node.at?.place ?? firstPlace(node)
    if (name === "bin_dir" && path[1] === criRuntimeId && !release.readsBinDir && place !== undefined) {
      return [{ path: here, place, why: "misspelt", meant: "bin_dirs" }]
    }
    const since = firstReleaseWith(release, name, path)
    if (since !== undefined) {
      if (isEmpty(node)) return []
      return place === undefined ? [] : [{ path: here, place, why: "later", meant: since }]
    }
    if (inner !== undefined) {
      return node.kind === "table" && inner !== "any" ? search(release, node, inner, here) : []
    }
    if (place === undefined || judgedElsewhere.has(name)) return []
    if (name === ofLegacyShims && (release.runsLegacyShims || isEmpty(node))) return []
    return [{ path: here, place, ...reasonFor(release, shape, name, here) }]
  })
}

function reasonFor(release: Release, shape: Shape, name: string, path: KeyPath): Pick<UnknownKey, "why" | "meant"> {
  const keys = typeof shape === "object" && "table" in shape ? Object.keys(shape.table) : []
  const near = keys.find((key) => isMisspeltFor(name, key))
  if (name === ofLegacyShims) {
    return {
      why: "misplaced",
      meant: written([...path.slice(0, 2), "containerd", "runtimes", "NAME", "options", "SystemdCgroup"]),
    }
  }
  if (near === undefined && path[0] === "plugins") {
    const meant =
      name === "sandbox_image" && release.criPlugins === "apart" ? sandboxImage : placeOf(release, name, path)
    if (meant !== undefined) return { why: "misplaced", meant }
  }
  return near === undefined ? { why: "unknown", meant: "" } : { why: "misspelt", meant: near }
}

/** Where a key of that name is read: below the same plugin before 2.0, below one of the three of CRI since. */
function placeOf(release: Release, name: string, path: KeyPath): string | undefined {
  if (release.criPlugins === "one") {
    const found = pathTo(shapeBeforeMigration, name)
    return found === undefined ? undefined : written([...path.slice(0, 2), ...found])
  }
  for (const [id, shape] of Object.entries(criShapes(release)).toReversed()) {
    const found = pathTo(shape, name)
    if (found !== undefined) return written(["plugins", id, ...found])
  }
  return undefined
}

/** Breadth-first, not into tables whose entries people name. */
function pathTo(shape: Shape, name: string): KeyPath | undefined {
  if (typeof shape === "string" || "map" in shape) return undefined
  if (name in shape.table) return [name]
  for (const [key, inner] of Object.entries(shape.table)) {
    const below = pathTo(inner, name)
    if (below !== undefined) return [key, ...below]
  }
  return undefined
}

function knownAs(release: Release, table: Readonly<Record<string, Shape>>, name: string): Shape | undefined {
  return Object.entries(table).find(([key]) => isSameKey(release, name, key))?.[1]
}

/** What an older release does anyway. */
function isEmpty(node: Tree): boolean {
  return (
    node.kind === "value" && (isList(node.value) ? node.value.length === 0 : ["", "false"].includes(String(node.value)))
  )
}

function firstPlace(node: Branch | { readonly kind: "value" }): Place | undefined {
  if (node.kind === "value") return undefined
  for (const inner of node.entries.values()) {
    const place = inner.at?.place ?? (inner.kind === "table" ? firstPlace(inner) : undefined)
    if (place !== undefined) return place
  }
  return undefined
}

/** As TOML writes it: quotes only where a dot is part of a name. */
function written(path: KeyPath): string {
  return path.map((name) => (/^[\w-]+$/.test(name) ? name : `"${name}"`)).join(".")
}
