// Decides whether a path of the node is a safe place to write at: a real path, below directories that nobody but
// their owner can write, not a link, not a directory, not one of several names of the same file.
import { closeSync, constants, lstatSync, openSync, type Stats } from "node:fs"
import { type Refusal, refusal } from "./acting.ts"
import { errnoOf } from "./errno.ts"
import type { NodeTree } from "./node-tree.ts"
import { directoryOf, nameOf, pathBelow } from "./paths.ts"

export interface Destination {
  /** Paths on this machine. */
  readonly hostPath: string
  readonly hostDirectory: string
  readonly name: string
  /** What is there now, links not followed. */
  readonly there: Stats | undefined
}

export type Judged = { readonly ok: true; readonly at: Destination } | { readonly ok: false; readonly refusal: Refusal }

/** Others may write here, and nothing (the sticky bit) keeps them from renaming what is not theirs. See inode(7). */
const writableByOthers = 0o002
const sticky = 0o1000

export function judgeDestination(tree: NodeTree, path: string): Judged {
  const parent = tree.follow(directoryOf(path))
  if (!parent.ok) return { ok: false, refusal: refusal(parent.errno, parent.at) }
  const name = nameOf(path)
  if (name === "" || name === "..") return { ok: false, refusal: refusal("EINVAL", "names no file") }
  if (pathBelow(parent.path, name) !== path) {
    return { ok: false, refusal: refusal("ELOOP", "the path leads through a symbolic link") }
  }
  const unsafe = unsafeDirectory(tree, parent.path)
  if (unsafe !== undefined) return { ok: false, refusal: refusal("EUNSAFE", `${unsafe} can be written by others`) }
  const hostPath = tree.onHost(path)
  const there = whatIsAt(hostPath)
  if (there?.isSymbolicLink()) return { ok: false, refusal: refusal("ELOOP", "it is a symbolic link") }
  return { ok: true, at: { hostPath, hostDirectory: tree.onHost(parent.path), name, there } }
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
function isProtected(hostPath: string): boolean {
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

/**
 * The nearest directory, from this one up to the root of the node, that others can write; undefined when none is.
 * A directory further up counts too: whoever can rename a part of the path decides what the rest of it means.
 */
function unsafeDirectory(tree: NodeTree, directory: string): string | undefined {
  const { mode } = lstatSync(tree.onHost(directory))
  if ((mode & writableByOthers) !== 0 && (mode & sticky) === 0) return directory
  return directory === "/" ? undefined : unsafeDirectory(tree, directoryOf(directory))
}

function whatIsAt(hostPath: string): Stats | undefined {
  try {
    return lstatSync(hostPath)
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined
    throw error
  }
}
