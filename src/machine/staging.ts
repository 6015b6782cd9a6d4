// Files that are being written: beside their destination, so that a rename is enough, under a name that no runtime,
// kubelet or sysctl loads (they take *.toml, *.conf, *.json) and that nobody can guess or have put there before.
import { closeSync, constants, fsyncSync, openSync, readdirSync, unlinkSync, writeSync } from "node:fs"
import { below, type HeldDirectory, type HostPath } from "./descriptors.ts"
import type { Destination } from "./destination.ts"
import { errnoOf } from "./errno.ts"
import { isStagedFor, randomHex, stagedStart, textOfName } from "./names.ts"

export interface Staged {
  readonly descriptor: number
  /** For system calls, through the directory it lies in. */
  readonly path: HostPath
}

/** Only its owner may look at a file while it is written. */
const privateMode = 0o600

/** Creates an empty file beside the destination, exclusively. */
export function stageBeside(at: Destination): Staged {
  return createBeside(at, false, privateMode)
}

/**
 * The same for a file that is to be linked to its name. Two processes may do so at once (for a lock), so neither may
 * sweep what the other is writing: its name is of another form.
 */
export function stageForLink(at: Destination, mode: number): Staged {
  return createBeside(at, true, mode)
}

function createBeside({ directory, name }: Destination, isForLink: boolean, mode: number): Staged {
  const path = below(directory, `${stagedStart(name, isForLink)}${randomHex(4)}`)
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  return { descriptor: openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode), path }
}

/** Removes what a killed replacement left beside this destination. What cannot be removed does no harm. */
export function sweepStaged({ directory, name }: Destination): void {
  for (const found of readdirSync(directory.hostPath, { encoding: "buffer" }).map(textOfName)) {
    if (isStagedFor(name, found)) discard(below(directory, found))
  }
}

/** Removes a staged file without complaint: it is called where something else already went wrong. */
export function discard(hostPath: HostPath): void {
  try {
    unlinkSync(hostPath)
  } catch (error) {
    errnoOf(error)
  }
}

/** write(2) may take less than it is given; see its "RETURN VALUE". */
export function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) {
    from += writeSync(descriptor, bytes, from, bytes.length - from)
  }
}

/** Makes a rename, a new name or a removal in this directory last over a power cut. See fsync(2). */
export function syncDirectory({ hostPath }: HeldDirectory): void {
  const descriptor = openSync(hostPath, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    fsyncSync(descriptor)
  } catch (error) {
    // File systems that cannot sync a directory say EINVAL, and have nothing to sync; see fsync(2), "ERRORS".
    if (errnoOf(error) !== "EINVAL") throw error
  } finally {
    closeSync(descriptor)
  }
}
