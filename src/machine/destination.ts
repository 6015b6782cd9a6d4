// Decides whether a path of the node is a safe place to write at: a real path, below directories that nobody but
// root and the caller can change, not a link, not a directory, not one of several names of the same file.
import { closeSync, constants, openSync, type Stats } from "node:fs"
import { type Refusal, refusal } from "./acting.ts"
import { below, type HeldDirectory, type HostPath } from "./descriptors.ts"
import { errnoOf } from "./errno.ts"
import type { Exposure } from "./exposure.ts"
import type { NodeTree } from "./node-tree.ts"
import { directoryOf, nameOf, pathBelow } from "./paths.ts"

export interface Destination {
  /** For system calls, through the directory. */
  readonly hostPath: HostPath
  /** Held open, so that it stays the one that was judged. */
  readonly directory: HeldDirectory
  readonly name: string
  /** What is there now, links not followed. */
  readonly there: Stats | undefined
}

export type Judged = { readonly ok: true; readonly at: Destination } | { readonly ok: false; readonly refusal: Refusal }

/** `links`: whether the path itself may be a symbolic link, where the link is what is meant. */
export function judgeDestination(tree: NodeTree, path: string, links: "refused" | "meant" = "refused"): Judged {
  const name = nameOf(path)
  const placed = tree.place(directoryOf(path), name)
  if (!placed.ok) return { ok: false, refusal: refusal(placed.errno, placed.at) }
  if (name === "" || name === "..") return { ok: false, refusal: refusal("EINVAL", "names no file") }
  const { directory, there, exposure } = placed
  if (pathBelow(placed.path, name) !== path) {
    return { ok: false, refusal: refusal("ELOOP", "the path leads through a symbolic link") }
  }
  if (exposure !== undefined) return { ok: false, refusal: refusal("EUNSAFE", textOf(exposure)) }
  if (links === "refused" && there?.isSymbolicLink())
    return { ok: false, refusal: refusal("ELOOP", "it is a symbolic link") }
  return { ok: true, at: { hostPath: below(directory, name), directory, name, there } }
}

function textOf({ path, to, id }: Exposure): string {
  if (to === "owner") return `${path} belongs to user ${id}`
  return to === "group" ? `${path} can be written by group ${id}` : `${path} can be written by others`
}

/** The same for a file that is replaced or removed: also not one that its flags protect. */
export function judgeChangeableFile(tree: NodeTree, path: string): Judged {
  const judged = judgeFile(tree, path)
  if (!judged.ok || judged.at.there === undefined || !isProtected(judged.at.hostPath)) return judged
  const why = "it is immutable or append-only (lsattr shows it, chattr -i -a lifts it)"
  return { ok: false, refusal: refusal("EPERM", why) }
}

/**
 * Opening for writing changes nothing, and only such a file answers EPERM to it: missing rights are EACCES. See open(2),
 * "EPERM", and chattr(1).
 */
function isProtected(hostPath: HostPath): boolean {
  try {
    closeSync(openSync(hostPath, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK))
    return false
  } catch (error) {
    return errnoOf(error) === "EPERM"
  }
}

/** The same for a file that is appended to. */
export function judgeFile(tree: NodeTree, path: string): Judged {
  const judged = judgeDestination(tree, path)
  if (!judged.ok || judged.at.there === undefined) return judged
  if (judged.at.there.isDirectory()) return { ok: false, refusal: refusal("EISDIR", "it is a directory") }
  if (!judged.at.there.isFile()) return { ok: false, refusal: refusal("EINVAL", "it is not a regular file") }
  return judged
}
