// Replaces a file whole, or creates it. At any instant its path names either the old file or the complete new one:
// staged beside it, given the owner, mode and extended attributes, synced, renamed, directory synced, in this order.
// Does not promise anything for files that other names also lead to (hard links); those are refused.
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  writeSync,
} from "node:fs"
import { acting, type Refusal, refusal } from "./acting.ts"
import { type Destination, judgeChangeableFile, judgeFile } from "./destination.ts"
import { errnoOf } from "./errno.ts"
import { copyExtendedAttributes } from "./extended-attributes.ts"
import type { NodeTree } from "./node-tree.ts"
import { discard, stageBeside, sweepStaged, syncDirectory, writeWhole } from "./staging.ts"
import type { Acted, NewFile } from "./writing.ts"

export function replaceFile(tree: NodeTree, path: string, file: NewFile): Acted {
  return acting("replace-file", path, () => {
    const judged = judgeChangeableFile(tree, path)
    if (!judged.ok) return judged.refusal
    const { at } = judged
    if (at.there !== undefined && at.there.nlink > 1) {
      return refusal("EMLINK", `${at.there.nlink} names lead to this file, the others would keep the old content`)
    }
    sweepStaged(at)
    const staged = stageBeside(at)
    let isInPlace = false
    try {
      const failed = fill(staged.descriptor, attributesOf(tree, at, file), file)
      if (failed !== undefined) return failed
      isInPlace = putInPlace(staged.path, at, file)
    } finally {
      closeSync(staged.descriptor)
      if (!isInPlace) discard(staged.path)
    }
    syncDirectory(at.hostDirectory)
    return undefined
  })
}

/** Everything the new file shall be, on the disk, before it gets its name. */
function fill(descriptor: number, attributes: string | undefined, file: NewFile): Refusal | undefined {
  writeWhole(descriptor, file.bytes)
  // The owner first: chown(2) takes setuid bits and capabilities away. The mode last: with an ACL it is the mask.
  fchownSync(descriptor, file.uid, file.gid)
  if (attributes !== undefined) {
    const old = openSync(attributes, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const copied = copyExtendedAttributes(old, descriptor)
      if (!copied.ok) return { errno: copied.errno, message: copied.message }
    } finally {
      closeSync(old)
    }
  }
  fchmodSync(descriptor, file.mode)
  fsyncSync(descriptor)
  return undefined
}

/** The file on this machine whose extended attributes the new one gets: the one it replaces, else the one named. */
function attributesOf(tree: NodeTree, at: Destination, { attributesFrom }: NewFile): string | undefined {
  if (at.there !== undefined) return at.hostPath
  const named = attributesFrom === undefined ? undefined : judgeFile(tree, attributesFrom)
  return named?.ok === true && named.at.there !== undefined ? named.at.hostPath : undefined
}

/** True when the staged file took the destination's name; false when its bytes went into a mounted file instead. */
function putInPlace(stagedPath: string, at: Destination, file: NewFile): boolean {
  try {
    renameSync(stagedPath, at.hostPath)
    return true
  } catch (error) {
    // A single file that is mounted over another (a bind mount, as containers use them) cannot be renamed
    // over: rename(2), EBUSY. It can only be written in place. By now the staged copy has proven that the new bytes
    // fit on a disk; a crash in between leaves a file that the ledger puts back.
    if (errnoOf(error) !== "EBUSY" || at.there === undefined) throw error
    writeInPlace(at, file)
    return false
  }
}

function writeInPlace(at: Destination, file: NewFile): void {
  const descriptor = openSync(at.hostPath, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const now = fstatSync(descriptor)
    for (let from = 0; from < file.bytes.length; ) {
      from += writeSync(descriptor, file.bytes, from, file.bytes.length - from, from)
    }
    ftruncateSync(descriptor, file.bytes.length)
    if (now.uid !== file.uid || now.gid !== file.gid) fchownSync(descriptor, file.uid, file.gid)
    if ((now.mode & 0o7777) !== file.mode) fchmodSync(descriptor, file.mode)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
