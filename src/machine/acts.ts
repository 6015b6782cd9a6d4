// The smaller acts on files and directories of the node. Each is on the disk when it returns. What replaces a whole
// file is in replace.ts.
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readlinkSync,
  readSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from "node:fs"
import { acting, refusal } from "./acting.ts"
import { judgeChangeableFile, judgeDestination, judgeFile } from "./destination.ts"
import { errnoOf } from "./errno.ts"
import type { NodeTree } from "./node-tree.ts"
import { discard, stageForLink, sweepStaged, syncDirectory, writeWhole } from "./staging.ts"
import type { Acted } from "./writing.ts"

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDWR, O_WRONLY } = constants

const thereAlready = refusal("EEXIST", "it is there already")

export function removeFile(tree: NodeTree, path: string): Acted {
  return acting("remove-file", path, () => {
    const judged = judgeChangeableFile(tree, path)
    if (!judged.ok) return judged.refusal.errno === "ENOENT" ? undefined : judged.refusal
    sweepStaged(judged.at)
    if (judged.at.there === undefined) return undefined
    unlinkSync(judged.at.hostPath)
    syncDirectory(judged.at.directory)
    return undefined
  })
}

export function makeDirectory(tree: NodeTree, path: string, mode: number): Acted {
  return acting("make-directory", path, () => {
    if (path === "/") return undefined
    const judged = judgeDestination(tree, path)
    if (!judged.ok) return judged.refusal
    const { there, hostPath, directory } = judged.at
    if (there !== undefined) return there.isDirectory() ? undefined : refusal("EEXIST", "it is not a directory")
    withoutUmask(() => mkdirSync(hostPath, mode))
    syncDirectory(directory)
    return undefined
  })
}

export function removeEmptyDirectory(tree: NodeTree, path: string): Acted {
  return acting("remove-empty-directory", path, () => {
    const judged = judgeDestination(tree, path)
    if (!judged.ok) return judged.refusal.errno === "ENOENT" ? undefined : judged.refusal
    if (judged.at.there === undefined) return undefined
    try {
      rmdirSync(judged.at.hostPath)
    } catch (error) {
      // POSIX lets rmdir say either of the two for a directory that is not empty; see rmdir(2).
      if (["ENOTEMPTY", "EEXIST"].includes(errnoOf(error))) return undefined
      throw error
    }
    syncDirectory(judged.at.directory)
    return undefined
  })
}

export function makeLink(tree: NodeTree, path: string, target: string): Acted {
  return acting("make-link", path, () => {
    const judged = judgeDestination(tree, path, "meant")
    if (!judged.ok) return judged.refusal
    const { there, hostPath, directory } = judged.at
    if (there !== undefined) {
      const isSame = there.isSymbolicLink() && readlinkSync(hostPath) === target
      return isSame ? undefined : thereAlready
    }
    symlinkSync(target, hostPath)
    syncDirectory(directory)
    return undefined
  })
}

export function removeLink(tree: NodeTree, path: string): Acted {
  return acting("remove-link", path, () => {
    const judged = judgeDestination(tree, path, "meant")
    if (!judged.ok) return judged.refusal.errno === "ENOENT" ? undefined : judged.refusal
    const { there, hostPath, directory } = judged.at
    if (there === undefined) return undefined
    // EINVAL of what is no link; see readlink(2).
    readlinkSync(hostPath)
    unlinkSync(hostPath)
    syncDirectory(directory)
    return undefined
  })
}

export function appendLine(tree: NodeTree, path: string, line: string): Acted {
  return acting("append-line", path, () => {
    const judged = judgeFile(tree, path)
    if (!judged.ok) return judged.refusal
    const { hostPath, directory, there } = judged.at
    const flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK
    const descriptor = openSync(hostPath, flags, 0o600)
    try {
      const { size } = fstatSync(descriptor)
      // A line that a power cut left half must not swallow this one.
      const text = endsWithLineBreak(descriptor, size) ? `${line}\n` : `\n${line}\n`
      try {
        writeWhole(descriptor, Buffer.from(text))
      } catch (error) {
        ftruncateSync(descriptor, size)
        throw error
      }
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    if (there === undefined) syncDirectory(directory)
    return undefined
  })
}

export function writeLiveValue(tree: NodeTree, path: string, value: string): Acted {
  return acting("write-live-value", path, () => {
    const real = tree.find(path)
    if (!real.ok) return refusal(real.errno, real.at)
    if (tree.root !== "/" || !/^\/(proc|sys)\//.test(real.path)) return refusal("EINVAL", "it is no file of the kernel")
    const descriptor = openSync(real.hostPath, O_WRONLY | O_NOFOLLOW)
    try {
      // In one call: the kernel takes each write as a whole value. See Documentation/admin-guide/sysctl/kernel.rst,
      // sysctl_writes.
      writeSync(descriptor, value.endsWith("\n") ? value : `${value}\n`)
    } finally {
      closeSync(descriptor)
    }
    return undefined
  })
}

/**
 * The file appears under its name complete or not at all: written aside, then linked to its name, which link(2)
 * refuses when the name is taken. An empty lock that a crash left behind could not be told from a living one.
 */
export function createExclusively(tree: NodeTree, path: string, text: string, mode: number): Acted {
  return acting("create-exclusively", path, () => {
    const judged = judgeDestination(tree, path)
    if (!judged.ok) return judged.refusal
    const { at } = judged
    if (at.there !== undefined) return thereAlready
    const staged = withoutUmask(() => stageForLink(at, mode))
    try {
      writeWhole(staged.descriptor, Buffer.from(text))
      fsyncSync(staged.descriptor)
      linkSync(staged.path, at.hostPath)
    } finally {
      closeSync(staged.descriptor)
      discard(staged.path)
    }
    syncDirectory(at.directory)
    return undefined
  })
}

function endsWithLineBreak(descriptor: number, size: number): boolean {
  if (size === 0) return true
  const last = Buffer.alloc(1)
  readSync(descriptor, last, 0, 1, size - 1)
  return last[0] === 0x0a
}

/** Modes are meant exactly; a changed mode after the fact would leave a moment, or a crash, with the wrong one. */
function withoutUmask<T>(create: () => T): T {
  const before = process.umask(0)
  try {
    return create()
  } finally {
    process.umask(before)
  }
}
