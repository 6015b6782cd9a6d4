// Every line in the files that names a setting, and why it does not decide. The deciding line is known from the
// simulation; here the others get their reason.
import type { KeyPath, Value } from "../../documents/document.ts"
import { toml } from "../../documents/toml.ts"
import type { Mention } from "../../model/explanation.ts"
import type { Reason } from "../../model/message.ts"
import type { Effective } from "./effective.ts"
import { countsIn, newTableOver } from "./ignored-tables.ts"
import type { LoadedFile } from "./load.ts"
import type { Release } from "./releases.ts"
import { type Branch, type Leaf, leavesOf, treeOf, valueText, type Written } from "./tree.ts"

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

/** A text that was not loaded, as a tree; undefined when it is not TOML. */
export function unreadFile(path: string, text: string, why: Reason): UnreadFile | undefined {
  const parsed = toml.parse(path, text)
  return parsed.ok ? { path, tree: treeOf(parsed.value), why } : undefined
}

export function linesOf(
  found: Effective,
  unread: readonly UnreadFile[],
  accepts: (path: KeyPath) => boolean,
): readonly Line[] {
  return [...found.files, ...unread].flatMap((file) =>
    leavesOf(file.tree)
      .filter(({ leaf }) => accepts(leaf.at.path))
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

function tableReason(release: Release, found: Effective, file: LoadedFile, name: string): Reason | undefined {
  if (countsIn(release, file, found.schema, name)) return undefined
  // What states no version is of schema 1, whatever its names are.
  const schema = String(file.schema === 0 ? 1 : file.schema)
  return { code: "containerd-table-not-read", args: { table: name, schema, release: release.version.text } }
}

/** Why a line does not decide, from the outside in: the file, the table, the section, another line. */
export function reasonOf(found: Effective, line: Line, winner: Written | undefined, own?: Reason): Reason {
  const { file, leaf } = line
  if ("why" in file) return file.why
  if (found.daemon === "exits") return { code: "containerd-does-not-load", args: {} }
  const name = leaf.at.path[1] ?? ""
  const byTable = tableReason(found.release, found, file, name)
  if (byTable !== undefined) return byTable
  if (own !== undefined) return own
  const later = replacedBy(found, file, name)
  if (later !== undefined) return { code: "containerd-section-replaced-by", args: { file: later } }
  if (winner === undefined) {
    const newer = newTableOver(found, file, leaf.at.path)
    if (newer !== undefined) return { code: "containerd-new-table-wins", args: newer }
    return { code: "containerd-not-taken-over", args: {} }
  }
  if (winner.file !== file.path && winner.path.join() === leaf.at.path.join()) {
    return { code: "overridden-by", args: { file: winner.file } }
  }
  return { code: "containerd-other-key-wins", args: { key: winner.path.join("."), file: winner.file } }
}

export function mentionOf(line: Line, why: Reason, value: Value = line.leaf.value): Mention {
  return { place: line.leaf.at.place, key: line.leaf.at.path.join("."), value: valueText(value), why }
}
