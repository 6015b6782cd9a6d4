// Reads files and directories of the node. Nothing here blocks on a FIFO or a device, follows a link out of the root,
// or takes a file of unbounded size into memory. Errors come back as answers with their errno name.
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, statfsSync } from "node:fs"
import { errnoOf } from "./errno.ts"
import type { Exposure } from "./exposure.ts"
import { bytesOfName, textOfName } from "./names.ts"
import { type Finder, linkText } from "./node-tree.ts"
import type { Entry, FileIdentity, FileKind, FileRead, ReadLimits } from "./reading.ts"

/** Permission bits with setuid, setgid and sticky; see inode(7). */
const permissionBits = 0o7777

/** How much of a file is asked for at once, in bytes. */
const chunkBytes = 64 * 1024

/** Files are read one after another, so one is enough. */
const chunk = new Uint8Array(chunkBytes)

/** Larger configuration files are nobody's work. In bytes. */
const defaultMaxBytes = 4 * 1024 * 1024

/** Reads a regular file; links are followed inside the root. */
export function readFile(tree: Finder, path: string, limits: ReadLimits = {}): FileRead {
  const real = tree.find(path)
  if (!real.ok) return unread(path, real.errno)
  const { hostPath } = real
  try {
    // Opening alone can have an effect (a tape rewinds, a watchdog starts), so what is not a file is not opened.
    const why = whyNotAFile(real.there)
    if (why !== undefined) return { state: "unreadable", path, why }
    const descriptor = openSync(hostPath, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const opened = fstatSync(descriptor)
      // It may have been exchanged between the two calls.
      const whyNow = whyNotAFile(opened)
      if (whyNow !== undefined) return { state: "unreadable", path, why: whyNow }
      const bytes = readWithin(descriptor, opened.size, limits)
      if (bytes === undefined) return { state: "unreadable", path, why: "too-large" }
      const { mode, uid, gid } = opened
      return { state: "read", path, realPath: real.path, bytes, mode: mode & permissionBits, uid, gid }
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    return unread(path, errnoOf(error))
  }
}

/** The path itself, a link at its end not followed. */
export function inspect(tree: Finder, path: string): Entry | undefined {
  const real = tree.find(path, "keep")
  if (!real.ok) return undefined
  try {
    const { hostPath, there: found } = real
    const kind = kindOf(found)
    const target = kind === "symlink" ? linkText(hostPath) : undefined
    return {
      path,
      kind,
      mode: found.mode & permissionBits,
      uid: found.uid,
      gid: found.gid,
      size: found.size,
      links: found.nlink,
      inode: found.ino,
      modifiedAt: found.mtimeMs,
      ...(target === undefined ? {} : { target }),
    }
  } catch (error) {
    errnoOf(error)
    return undefined
  }
}

/** Names in a directory, sorted by their bytes as LC_ALL=C does. */
export function list(tree: Finder, path: string): readonly string[] | undefined {
  const real = tree.find(path)
  if (!real.ok) return undefined
  try {
    const { hostPath } = real
    const names = readdirSync(hostPath)
    // Up to here UTF-16 sorts as UTF-8 does.
    if (names.every((name) => /^[\0-\ud7ff]*$/.test(name))) return names.sort()
    // Bytes that are no UTF-8 come as this character; asking for bytes at once would take thrice as long.
    const isText = names.every((name) => !name.includes("\ufffd"))
    return (isText ? names : readdirSync(hostPath, { encoding: "buffer" }).map(textOfName)).sort(byBytes)
  } catch (error) {
    errnoOf(error)
    return undefined
  }
}

/** Who else could exchange the file, or make it where there is none; undefined: nobody but root and the caller. */
export function exposureOf(tree: Finder, path: string): Exposure | undefined {
  const real = tree.find(path)
  return real.exposure
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(bytesOfName(a)), Buffer.from(bytesOfName(b)))
}

/** st_dev of stat(2). */
export function device(tree: Finder, path: string): number | undefined {
  const real = tree.find(path)
  return real.ok ? real.there.dev : undefined
}

export function identity(tree: Finder, path: string): FileIdentity | undefined {
  const real = tree.find(path)
  if (!real.ok) return undefined
  const { dev, ino, size, mtimeMs, ctimeMs } = real.there
  return { device: dev, inode: ino, size, modifiedAt: mtimeMs, changedAt: ctimeMs }
}

/** f_type of statfs(2). */
export function fileSystemType(tree: Finder, path: string): number | undefined {
  const real = tree.find(path)
  if (!real.ok) return undefined
  try {
    return statfsSync(real.hostPath).type
  } catch (error) {
    errnoOf(error)
    return undefined
  }
}

/** A path through something that is no directory names nothing, so ENOTDIR is absence too. */
function unread(path: string, errno: string): FileRead {
  if (errno === "ENOENT" || errno === "ENOTDIR") return { state: "absent", path }
  return { state: "unreadable", path, why: errno }
}

interface Kinds {
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
  isSocket(): boolean
}

function whyNotAFile(found: Kinds): string | undefined {
  if (found.isFile()) return undefined
  return found.isDirectory() ? "directory" : "not-a-regular-file"
}

function kindOf(found: Kinds): FileKind {
  if (found.isFile()) return "file"
  if (found.isDirectory()) return "directory"
  if (found.isSymbolicLink()) return "symlink"
  return found.isSocket() ? "socket" : "other"
}

/** Undefined: it is too large. */
function readWithin(descriptor: number, size: number, limits: ReadLimits): Uint8Array | undefined {
  const { maxBytes = defaultMaxBytes, headBytes } = limits
  if (headBytes === undefined) return size > maxBytes ? undefined : readUpTo(descriptor, maxBytes)
  const head = new Uint8Array(headBytes)
  return head.subarray(0, readSync(descriptor, head, 0, headBytes, 0))
}

/** Up to the end; undefined when there is more. The size is not relied on: files below /proc say 0. */
function readUpTo(descriptor: number, maxBytes: number): Uint8Array | undefined {
  const chunks: Uint8Array[] = []
  let total = 0
  for (;;) {
    const count = readSync(descriptor, chunk, 0, chunk.length, null)
    if (count === 0) return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
    total += count
    if (total > maxBytes) return undefined
    chunks.push(Buffer.from(chunk.subarray(0, count)))
  }
}
