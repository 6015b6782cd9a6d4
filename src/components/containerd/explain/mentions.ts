// Every line in the files that names a setting, and why it does not decide. The deciding line is known from the
// simulation; here the others get their reason.
import type { KeyPath, Value } from "../../../documents/document.ts"
import { maxValues } from "../../../documents/limits.ts"
import { toml } from "../../../documents/toml/toml.ts"
import type { Mention } from "../../../model/explanation.ts"
import type { Reason } from "../../../model/message.ts"
import type { Effective } from "../effective.ts"
import { countsIn, newTableOver } from "../findings/ignored-tables.ts"
import { stopReason } from "../findings/trouble.ts"
import type { LoadedFile } from "../simulate/load.ts"
import { type Branch, type Leaf, leavesOf, treeOf, valueText, type Written } from "../simulate/tree.ts"
import { criImagesId, criRuntimeId, criServerId } from "../tables/plugin-ids.ts"

/** A file that is on the node and was not loaded, with why. */
export interface UnreadFile {
  readonly path: string
  readonly tree: Branch
  readonly why: Reason
}

export interface Line {
  readonly file: LoadedFile | UnreadFile
  readonly leaf: Leaf
}

/** A text that was not loaded, as a tree. What is not TOML is looked through line by line. */
export function unreadFile(path: string, text: string, why: Reason): UnreadFile {
  const parsed = toml.parse(path, text)
  return { path, tree: parsed.ok ? treeOf(parsed.value) : roughTree(path, text), why }
}

/**
 * Headers and keys by their looks; a key that comes again takes a number of its own, so that no line is lost. Of more
 * values than a file may have, those at its start.
 */
function roughTree(path: string, text: string): Branch {
  const entries = new Map<string, Leaf>()
  let table: KeyPath = []
  for (const [index, line] of text.split("\n").entries()) {
    const header = /^\s*\[{1,2}([^[\]][^\]]*)\]/.exec(line)
    if (header !== null) table = wordsOf(header[1] ?? "")
    const pair = header === null ? /^(\s*)([\w."'-]+)\s*=(.*)$/.exec(line) : null
    if (pair === null) continue
    if (entries.size >= maxValues) break
    const [, indent = "", key = "", value = ""] = pair
    const place = { file: path, line: index + 1, column: indent.length + 1, length: key.length, text: line }
    const at = { file: path, path: [...table, ...wordsOf(key)], place }
    entries.set(String(index), { kind: "value", value: looksLike(value.trim()), at })
  }
  return { kind: "table", entries }
}

function wordsOf(key: string): KeyPath {
  return [...key.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "")
}

function looksLike(written: string): Value {
  const quoted = /^"([^"]*)"|^'([^']*)'/.exec(written)
  if (quoted !== null) return quoted[1] ?? quoted[2] ?? ""
  const word = written.replace(/(?<!\s)\s*#.*$/, "")
  return word === "true" ? true : word === "false" ? false : word
}

/** The lines that name a setting; the one at which containerd exits is told as the source of all. */
export function linesOf(
  found: Effective,
  unread: readonly UnreadFile[],
  accepts: (path: KeyPath) => boolean,
): readonly Line[] {
  const stop = found.stop !== undefined && "place" in found.stop ? found.stop.place : undefined
  return [...found.files, ...unread].flatMap((file) =>
    leavesOf(file.tree)
      .filter(({ leaf }) => accepts(leaf.at.path))
      .filter(({ leaf }) => leaf.at.place.file !== stop?.file || leaf.at.place.line !== stop.line)
      .map(({ leaf }) => ({ file, leaf })),
  )
}

export function isSameLine(a: Written | undefined, b: Written): boolean {
  return a !== undefined && a.file === b.file && a.path.join("\u0000") === b.path.join("\u0000")
}

/** A later file that has the same section, where that replaces all of this one's. */
function replacedBy(found: Effective, file: LoadedFile, name: string): string | undefined {
  if (found.release.merge !== "section") return undefined
  const index = found.files.indexOf(file)
  return found.files.slice(index + 1).findLast((later) => leavesOf(later.tree).some(({ path }) => path[1] === name))
    ?.path
}

const criTables: ReadonlySet<string> = new Set(["cri", criServerId, criRuntimeId, criImagesId])

/** Why a release does not read a table of CRI in this file; undefined: it reads it. */
function tableReason(found: Effective, file: LoadedFile, name: string): Reason | undefined {
  const { release } = found
  if (!criTables.has(name) || countsIn(release, file, found.schema, name)) return undefined
  const args = { table: name, release: release.version.text }
  if (countsIn(release, file, Math.max(file.schema, 1), name)) {
    // By itself it would count; the last file that states a version decides for all of them.
    const other = found.files.findLast(({ schema }) => schema === found.schema)
    if (other !== undefined && other !== file) {
      return { code: "containerd-schema-of-other-file", args: { ...args, file: other.path, schema: `${other.schema}` } }
    }
  }
  if (file.schema === 0) return { code: "containerd-table-without-version", args }
  return { code: "containerd-table-not-read", args: { ...args, schema: String(file.schema) } }
}

/**
 * Why a line does not decide, from the outside in: the file, the daemon, the table's name, `own` (what is wrong with
 * the line itself), the section, another line.
 */
export function reasonOf(found: Effective, line: Line, winner: Written | undefined, own?: Reason): Reason {
  const { file, leaf } = line
  if ("why" in file) return file.why
  if (found.stop !== undefined) return stopReason(found.release, found.stop)
  const name = leaf.at.path[1] ?? ""
  const byTable = tableReason(found, file, name)
  if (byTable !== undefined) return byTable
  if (own !== undefined) return own
  const later = replacedBy(found, file, name)
  if (later !== undefined) return { code: "containerd-section-replaced-by", args: { file: later } }
  const newer = newTableOver(found, file, leaf.at.path)
  if (newer !== undefined) return { code: "containerd-new-table-wins", args: newer }
  if (winner === undefined) return { code: "containerd-not-taken-over", args: {} }
  if (winner.file !== file.path && winner.path.join() === leaf.at.path.join()) {
    return { code: "overridden-by", args: { file: winner.file } }
  }
  return { code: "containerd-other-key-wins", args: { key: winner.path.join("."), file: winner.file } }
}

export function mentionOf(line: Line, why: Reason, value: Value = line.leaf.value): Mention {
  return { place: line.leaf.at.place, key: line.leaf.at.path.join("."), value: valueText(value), why }
}
