// Keeps the running program under another name of the node, for a guard that must start whatever becomes of the file
// criadm was started from. /proc/self/exe opens the program's own bytes even when its name is gone or names another.
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readlinkSync,
  statSync,
} from "node:fs"
import { acting } from "../acting.ts"
import type { HostPath } from "../descriptors.ts"
import { judgeChangeableFile } from "../destination.ts"
import { errnoOf } from "../errno.ts"
import type { NodeTree } from "../node-tree.ts"
import { discard, syncDirectory } from "../staging.ts"
import type { Acted } from "../writing.ts"

const running = "/proc/self/exe"

/** Mounted where SELinux is on: there the kept file gets a label of its own, which a further name cannot have. */
const selinux = "/sys/fs/selinux/enforce"

const ownerOnly = 0o700

export function keepProgram(tree: NodeTree, path: string): Acted {
  return acting("keep-program", path, () => {
    const judged = judgeChangeableFile(tree, path)
    if (!judged.ok) return judged.refusal
    const { hostPath, directory } = judged.at
    discard(hostPath)
    if (!isDone(() => clone(hostPath)) && !isDone(() => link(hostPath))) copy(hostPath)
    syncDirectory(directory)
    return undefined
  })
}

/** FICLONE of ioctl_ficlone(2): bytes of its own that take no space until one of the two is written. */
function clone(hostPath: HostPath): void {
  try {
    copyFileSync(running, hostPath, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE)
    finish(hostPath)
  } catch (error) {
    discard(hostPath)
    throw error
  }
}

/** Only of a file that nobody but root and its owner, us, can write: its bytes are what root will run. */
function link(hostPath: HostPath): void {
  const original = readlinkSync(running)
  const [own, named] = [statSync(running), statSync(original)]
  const isSame = own.ino === named.ino && own.dev === named.dev
  const isOurs = [0, process.geteuid?.() ?? 0].includes(own.uid) && (own.mode & 0o022) === 0
  if (!isSame || !isOurs || existsSync(selinux)) throw Object.assign(new Error("EPERM: not linked"), { code: "EPERM" })
  linkSync(original, hostPath)
}

function copy(hostPath: HostPath): void {
  try {
    copyFileSync(running, hostPath, constants.COPYFILE_EXCL)
    finish(hostPath)
  } catch (error) {
    discard(hostPath)
    throw error
  }
}

function finish(hostPath: HostPath): void {
  chmodSync(hostPath, ownerOnly)
  const descriptor = openSync(hostPath, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** False: the file system, or the owner, does not allow it, and nothing is left of the attempt. */
function isDone(way: () => void): boolean {
  try {
    way()
    return true
  } catch (error) {
    errnoOf(error)
    return false
  }
}
