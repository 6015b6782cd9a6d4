// Copies a file of the node to another place of it, as replace.ts places one: whole or not at all, and only if its bytes
// are what they are said to be. Piece by piece, since programs have a hundred megabytes.
import { closeSync, constants, fchmodSync, fchownSync, fsyncSync, openSync, readSync, renameSync } from "node:fs"
import { acting, type Refusal, refusal } from "./acting.ts"
import { sha256Of } from "./archives/digest.ts"
import { type Destination, judgeChangeableFile } from "./destination.ts"
import type { Finder, NodeTree } from "./node-tree.ts"
import { discard, stageBeside, sweepStaged, syncDirectory, writeWhole } from "./staging.ts"
import type { Acted } from "./writing.ts"

const pieceBytes = 1 << 20

interface Copied {
  readonly mode: number
  readonly sha256: string
}

export function sha256InTree(tree: Finder, path: string): string | undefined {
  const found = tree.find(path)
  return found.ok ? sha256Of(found.hostPath) : undefined
}

export function copyFile(tree: NodeTree, from: string, path: string, file: Copied): Acted {
  return acting("copy-file", path, () => {
    // Opened first: what a path leads to is held until the next look-up only.
    const found = tree.find(from)
    if (!found.ok) return refusal(found.errno, found.at)
    const source = openSync(found.hostPath, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const judged = judgeChangeableFile(tree, path)
      return judged.ok ? copyTo(judged.at, source, file) : judged.refusal
    } finally {
      closeSync(source)
    }
  })
}

function copyTo(at: Destination, source: number, { mode, sha256 }: Copied): Refusal | undefined {
  sweepStaged(at)
  const staged = stageBeside(at)
  let isInPlace = false
  try {
    if (copyBytes(source, staged.descriptor) !== sha256) return refusal("EBADMSG", "its bytes are others by now")
    fchownSync(staged.descriptor, process.geteuid?.() ?? 0, process.getegid?.() ?? 0)
    fchmodSync(staged.descriptor, mode)
    fsyncSync(staged.descriptor)
    renameSync(staged.path, at.hostPath)
    isInPlace = true
  } finally {
    closeSync(staged.descriptor)
    if (!isInPlace) discard(staged.path)
  }
  syncDirectory(at.directory)
  return undefined
}

/** The SHA-256 of what was copied. */
function copyBytes(from: number, to: number): string {
  const hash = new Bun.CryptoHasher("sha256")
  const piece = Buffer.allocUnsafe(pieceBytes)
  for (;;) {
    const count = readSync(from, piece, 0, pieceBytes, null)
    if (count === 0) return hash.digest("hex")
    const part = piece.subarray(0, count)
    hash.update(part)
    writeWhole(to, part)
  }
}
