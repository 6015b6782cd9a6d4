// The SHA-256 of a file of this machine, read piece by piece.
import { closeSync, constants, openSync, readSync } from "node:fs"
import type { HostPath } from "../descriptors.ts"
import { errnoOf } from "../errno.ts"

const pieceBytes = 1 << 20

/** Lower-case hex; undefined: it cannot be read. */
export function sha256Of(path: HostPath): string | undefined {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const hash = new Bun.CryptoHasher("sha256")
      const piece = Buffer.allocUnsafe(pieceBytes)
      for (;;) {
        const count = readSync(descriptor, piece, 0, pieceBytes, null)
        if (count === 0) return hash.digest("hex")
        hash.update(piece.subarray(0, count))
      }
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    errnoOf(error)
    return undefined
  }
}
