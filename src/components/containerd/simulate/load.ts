// Loads configuration files in the order of containerd: the root file, then imports breadth-first, each file once. It
// decides nothing about what the values mean; merging is merge.ts.

import type { Document, KeyInText, Value } from "../../../documents/document.ts"
import { toml } from "../../../documents/toml/toml.ts"
import { clause } from "../../../model/arguments/clause.ts"
import type { Place } from "../../../model/place.ts"
import { treePath } from "../tables/platforms.ts"
import type { Release } from "../tables/releases.ts"
import { findTypeClash, isSameKey, topLevel } from "../tables/shape.ts"
import { directoryOf, joinPath, matchGlob } from "./glob.ts"
import { withHeadersAsWritten } from "./headers.ts"
import type { Stop } from "./stop.ts"
import { type Branch, isWrittenAsFloat, leavesOf, type Tree, treeOf } from "./tree.ts"

/** The node's files by path, as far as they matter: texts, or why there is none. A path not in it does not exist. */
export type ConfigFiles = ReadonlyMap<string, string | { readonly unreadable: string }>

export interface LoadedFile {
  readonly path: string
  readonly document: Document
  /** With the top-level keys under their right names, where the release accepts another case. */
  readonly tree: Branch
  /** The `version` it states; 0 when it states none. */
  readonly schema: number
  readonly schemaPlace?: Place
}

export interface Loaded {
  /** In merge order: the root file first. Empty: there is no root file. */
  readonly files: readonly LoadedFile[]
  readonly stop?: Stop
}

const firstPlace = (file: string): Place => ({ file, line: 1, column: 1 })

function withRightNames(release: Release, tree: Branch): Branch {
  const known = Object.keys(topLevel(release).table)
  const entries = [...tree.entries].map(([name, node]): readonly [string, Tree] => [
    known.find((key) => isSameKey(release, name, key)) ?? name,
    node,
  ])
  return { ...tree, entries: new Map(entries) }
}

/** A number of schema 0 for a file that states none. */
function schemaOf(tree: Branch): { readonly schema: number; readonly schemaPlace?: Place } {
  const version = tree.entries.get("version")
  if (version?.kind !== "value") return { schema: 0 }
  return { schema: Number(version.value), schemaPlace: version.at.place }
}

/** A dotted key such as `a.b = 1`; the dots of a header are another matter. */
function isDotted({ keyPlace, valuePlace }: KeyInText): boolean {
  if (valuePlace.line === keyPlace.line && valuePlace.column < keyPlace.column) return false
  const start = keyPlace.column - 1
  const written = keyPlace.text?.slice(start, start + (keyPlace.length ?? 0)) ?? ""
  return written.replace(/"[^"]*"|'[^']*'/g, "").includes(".")
}

/** Reads one file the way this release would; a text it cannot decode is a stop. */
function loadFile(
  release: Release,
  path: string,
  text: string,
): { readonly file: LoadedFile } | { readonly stop: Stop } {
  const parsed = toml.parse(path, text)
  if (!parsed.ok) {
    const { fault } = parsed
    const expected = fault.code === "document-broken" ? fault.args.expected : ""
    return {
      stop: { why: "broken", file: path, expected, ...(fault.place === undefined ? {} : { place: fault.place }) },
    }
  }
  const document = parsed.value
  if (document.hasByteOrderMark && !release.acceptsByteOrderMark) {
    return { stop: { why: "byte-order-mark", file: path, place: firstPlace(path) } }
  }
  const dotted = release.readsDottedKeys ? undefined : document.keys.find(isDotted)
  if (dotted !== undefined) {
    return { stop: { why: "broken", file: path, expected: clause("key-without-dots"), place: dotted.keyPlace } }
  }
  const decoded = treeOf(document)
  const tree = withRightNames(release, release.decodesHeaders ? decoded : withHeadersAsWritten(document, decoded))
  const float = document.keys.find((key) => {
    const [name] = key.path
    return (
      key.path.length === 1 &&
      name !== undefined &&
      (isSameKey(release, name, "version") || isSameKey(release, name, "oom_score")) &&
      isWrittenAsFloat(key)
    )
  })
  if (float !== undefined) {
    const key = float.path.join(".")
    return { stop: { why: "type", file: path, key, wanted: "integer", place: float.valuePlace } }
  }
  const clash = findTypeClash(release, tree, topLevel(release))
  if (clash !== undefined) {
    const key = clash.path.join(".")
    const place = clash.at?.place
    return { stop: { why: "type", file: path, key, wanted: clash.wanted, ...(place === undefined ? {} : { place }) } }
  }
  return { file: { path, document, tree, ...schemaOf(tree) } }
}

interface Import {
  readonly path: string
  readonly place?: Place
}

/** What the imports of one file stand for; a malformed glob is a stop. */
function resolveImports(
  release: Release,
  file: LoadedFile,
  paths: Iterable<string>,
): { readonly imports: readonly Import[] } | { readonly stop: Stop } {
  const node = file.tree.entries.get("imports")
  if (node?.kind !== "value" || !Array.isArray(node.value)) return { imports: [] }
  const place = node.at.place
  const imports: Import[] = []
  for (const value of node.value as readonly Value[]) {
    const written = treePath(release.platform, String(value))
    if (!written.includes("*")) {
      imports.push({ path: joinPath(directoryOf(file.path), written), place })
      continue
    }
    // Without the fix, a relative glob is matched in the directory that the init system starts services in, "/".
    const directory = release.matchesRelativeGlobs ? directoryOf(file.path) : "/"
    const matches = matchGlob(joinPath(directory, written), paths)
    if (matches === undefined) return { stop: { why: "bad-glob", file: file.path, pattern: written, place } }
    imports.push(...matches.map((path) => ({ path, place })))
  }
  return { imports }
}

/** The directories in which the files lie; a glob matches them too, and loading one fails. */
function directoriesOf(files: ConfigFiles): ReadonlySet<string> {
  const directories = new Set<string>()
  for (const path of files.keys()) {
    for (let above = directoryOf(path); above !== "/" && !files.has(above); above = directoryOf(above)) {
      directories.add(above)
    }
  }
  return directories
}

/** Whether a pattern is taken for a glob. */
export function isGlob(written: string): boolean {
  return written.includes("*")
}

/**
 * Loads the root file and everything it imports. `isRootNamed`: the service names the root file with --config, and
 * then it must exist.
 */
export function load(release: Release, files: ConfigFiles, root: string, isRootNamed: boolean): Loaded {
  if (!files.has(root)) {
    const isFatal = isRootNamed && release.missingImport === "exits"
    return isFatal ? { files: [], stop: { why: "missing", file: root } } : { files: [] }
  }
  const directories = directoriesOf(files)
  const known = [...files.keys(), ...directories]
  const loaded: LoadedFile[] = []
  const done = new Set<string>()
  const pending: Import[] = [{ path: root }]
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (done.has(next.path)) continue
    done.add(next.path)
    const at = next.place === undefined ? {} : { place: next.place }
    const text = files.get(next.path) ?? (directories.has(next.path) ? { unreadable: "directory" } : undefined)
    if (text === undefined) {
      // containerd 1.4 takes it for "there is no configuration" and goes on with what it has read so far.
      if (release.missingImport === "ends-loading") return { files: loaded }
      return { files: loaded, stop: { why: "missing", file: next.path, ...at } }
    }
    if (typeof text !== "string") {
      return { files: loaded, stop: { why: "unreadable", file: next.path, reason: text.unreadable, ...at } }
    }
    const file = loadFile(release, next.path, text)
    if ("stop" in file) return { files: loaded, stop: file.stop }
    loaded.push(file.file)
    const resolved = resolveImports(release, file.file, known)
    if ("stop" in resolved) return { files: loaded, stop: resolved.stop }
    pending.push(...resolved.imports)
  }
  return { files: loaded }
}

/** The values of a list of texts at the top of a file, each with the list's place. */
export function listed(file: LoadedFile, key: string): readonly { readonly text: string; readonly place: Place }[] {
  const node = file.tree.entries.get(key)
  if (node === undefined) return []
  return leavesOf(node).flatMap(({ leaf }) =>
    Array.isArray(leaf.value)
      ? (leaf.value as readonly Value[]).map((value) => ({ text: String(value), place: leaf.at.place }))
      : [],
  )
}
