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
import type { HostPath } from "./descriptors.ts"
import { type Destination, judgeChangeableFile, judgeFile } from "./destination.ts"
import { errnoOf } from "./errno.ts"
import { copyExtendedAttributes } from "./libc/extended-attributes.ts"
import type { NodeTree } from "./node-tree.ts"
import { discard, stageBeside, sweepStaged, syncDirectory, writeWhole } from "./staging.ts"
import type { Acted, NewFile } from "./writing.ts"

export function replaceFile(tree: NodeTree, path: string, file: NewFile): Acted {
  return acting("replace-file", path, () => {
    // Before the destination is judged: its directory is held until the next look-up only.
    const named = openNamed(tree, file)
    try {
      const judged = judgeChangeableFile(tree, path)
      return judged.ok ? replaceAt(judged.at, file, named) : judged.refusal
    } finally {
      if (named !== undefined) closeSync(named)
    }
  })
}

/** `named`: open, the file whose attributes the new one gets where there is none yet. */
function replaceAt(at: Destination, file: NewFile, named: number | undefined): Refusal | undefined {
  if (at.there !== undefined && at.there.nlink > 1) {
    return refusal("EMLINK", `${at.there.nlink} names lead to this file, the others would keep the old content`)
  }
  sweepStaged(at)
  const staged = stageBeside(at)
  let isInPlace = false
  try {
    const failed = fill(staged.descriptor, at, file, named)
    if (failed !== undefined) return failed
    isInPlace = putInPlace(staged.path, at, file)
  } finally {
    closeSync(staged.descriptor)
    if (!isInPlace) discard(staged.path)
  }
  syncDirectory(at.directory)
  return undefined
}

/** Everything the new file shall be, on the disk, before it gets its name. */
function fill(descriptor: number, at: Destination, file: NewFile, named: number | undefined): Refusal | undefined {
  writeWhole(descriptor, file.bytes)
  // The owner first: chown(2) takes setuid bits and capabilities away. The mode last: with an ACL it is the mask.
  fchownSync(descriptor, file.uid, file.gid)
  const old = at.there === undefined ? undefined : openToRead(at.hostPath)
  try {
    const from = old ?? named
    const copied = from === undefined ? undefined : copyExtendedAttributes(from, descriptor)
    if (copied?.ok === false) return { errno: copied.errno, message: copied.message }
  } finally {
    if (old !== undefined) closeSync(old)
  }
  fchmodSync(descriptor, file.mode)
  fsyncSync(descriptor)
  return undefined
}

/** A file of the node that the new one shall have its extended attributes from, if it is there. */
function openNamed(tree: NodeTree, { attributesFrom }: NewFile): number | undefined {
  const judged = attributesFrom === undefined ? undefined : judgeFile(tree, attributesFrom)
  return judged?.ok === true && judged.at.there !== undefined ? openToRead(judged.at.hostPath) : undefined
}

function openToRead(hostPath: HostPath): number {
  return openSync(hostPath, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
}

/** True when the staged file took the destination's name; false when its bytes went into a mounted file instead. */
function putInPlace(stagedPath: HostPath, at: Destination, file: NewFile): boolean {
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
