// Files of the operator's own, on the machine where criadm runs: answers, saved plans, printed facts. They are no part
// of the node, so they do not go through its door; but what decides about the node must be nobody else's to write.

import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  type Stats,
} from "node:fs"
import { resolve } from "node:path"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import { isPrivateGroup } from "./accounts.ts"
import { below, type HeldDirectory } from "./descriptors.ts"
import type { Exposure } from "./exposure.ts"
import { randomHex } from "./names.ts"
import { type NodeTree, nodeTree } from "./node-tree.ts"
import { directoryOf, nameOf } from "./paths.ts"
import { discard, syncDirectory, writeWhole } from "./staging.ts"

/** A saved plan holds every file before and after; 32 MiB is far above any that can be applied. */
const mostBytes = 32 * 1024 * 1024

/**
 * "own": refused where somebody else than root and the person who called could have written it. "secret": a terminal is
 * refused, which would show what is typed.
 */
export type Trust = "any" | "own" | "secret"

/** Reads a regular file, a pipe, or standard input for "-". */
export async function readOperatorFile(file: string, trust: Trust = "any"): Promise<Result<string>> {
  const unreadable = (why: string) => failed({ code: "file-unreadable", args: { file, why } })
  try {
    if (file === "-" && trust === "secret" && process.stdin.isTTY)
      return failed({ code: "secret-on-terminal", args: {} })
    const bytes = file === "-" ? await readStandardInput() : readWhole(file, trust)
    if (typeof bytes === "string") return unreadable(bytes)
    if (!(bytes instanceof Uint8Array)) return failed(bytes)
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    if (error instanceof TypeError) return unreadable("it is not UTF-8 text")
    const why = errnoOf(error)
    return why === "ENOENT" ? failed({ code: "file-missing", args: { file } }) : unreadable(why)
  }
}

/** The bytes, or why they are not read. */
function readWhole(file: string, trust: Trust): Uint8Array | string | Fault {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = fstatSync(descriptor)
    if (stats.isDirectory()) return "it is a directory"
    if (!stats.isFile() && !stats.isFIFO()) return "it is not a regular file"
    if (stats.size > mostBytes) return "it is larger than 32 MiB"
    const foreign = trust === "own" ? whoElse(file, stats) : undefined
    if (foreign !== undefined) return foreign
    return readFileSync(stats.isFIFO() ? file : descriptor)
  } finally {
    closeSync(descriptor)
  }
}

async function readStandardInput(): Promise<Uint8Array | string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostBytes) return "it is larger than 32 MiB"
  }
  return Buffer.concat(chunks)
}

/** Permission bits: its group, everybody. See inode(7). */
const writableByGroup = 0o020
const writableByOthers = 0o002

/** Who else than root and the caller could have written the open file, or put another one in its place. */
function whoElse(file: string, { uid, gid, mode }: Stats): Fault | undefined {
  const caller = callerOf(process.env)
  const isOwn = uid === 0 || uid === process.geteuid?.() || uid === caller
  const isOpenToGroup = (mode & writableByGroup) !== 0 && !isPrivateGroup(gid, uid)
  if (!isOwn) return { code: "file-of-another-user", args: { file, user: String(uid) } }
  if (isOpenToGroup || (mode & writableByOthers) !== 0) return { code: "file-open", args: { file } }
  return exposedFault(file, nodeTree("/", caller).find(resolve(file)).exposure)
}

function exposedFault(file: string, exposure: Exposure | undefined): Fault | undefined {
  if (exposure === undefined) return undefined
  return { code: "file-exchangeable", args: { file, directory: exposure.path } }
}

/** Under sudo the person is another one than root: sudo(8), SUDO_UID. He chose the flags, so he may write the files. */
function callerOf(environment: Readonly<Record<string, string | undefined>>): number {
  const named = environment["SUDO_UID"]
  const self = process.geteuid?.() ?? 0
  return self === 0 && named !== undefined && /^\d{1,10}$/.test(named) ? Number(named) : self
}

/** Names, sorted. Undefined: it is no directory, or cannot be read. */
export async function listOperatorDirectory(path: string): Promise<readonly string[] | undefined> {
  try {
    return readdirSync(path).sort()
  } catch {
    return undefined
  }
}

/**
 * Plans and answers hold addresses and whole configuration files, so nobody else may read what is written: a new file
 * takes the place of the old one, and no link is followed. A pipe or a terminal is written into.
 */
export async function writeOperatorFile(
  file: string,
  text: string,
  readers: "owner" | "all" = "owner",
): Promise<Result<void>> {
  const refused = (why: string) => failed({ code: "not-written", args: { file, why } })
  try {
    const path = resolve(file)
    const tree = nodeTree("/", callerOf(process.env))
    const placed = tree.place(directoryOf(path), nameOf(path))
    if (!placed.ok) return refused(placed.errno)
    if (placed.there?.isSymbolicLink()) return refused("it is a symbolic link")
    if (placed.there?.isDirectory()) return refused("it is a directory")
    const foreign = exposedFault(file, placed.exposure)
    if (foreign !== undefined) return failed(foreign)
    if (placed.there === undefined || placed.there.isFile())
      replaceOwn(placed.directory, nameOf(path), text, readers === "all" ? 0o644 : 0o600)
    else writeInto(tree, path, text)
    return ok(undefined)
  } catch (error) {
    return refused(errnoOf(error))
  }
}

function replaceOwn(directory: HeldDirectory, name: string, text: string, mode: number): void {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  const staged = below(directory, `.${name}.criadm-${randomHex(4)}`)
  const descriptor = openSync(staged, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
  try {
    writeWhole(descriptor, Buffer.from(text))
    fchmodSync(descriptor, mode)
    fsyncSync(descriptor)
    renameSync(staged, below(directory, name))
  } catch (error) {
    discard(staged)
    throw error
  } finally {
    closeSync(descriptor)
  }
  syncDirectory(directory)
}

function writeInto(tree: NodeTree, path: string, text: string): void {
  const found = tree.find(path, "keep")
  if (!found.ok) throw Object.assign(new Error(found.errno), { code: found.errno })
  const descriptor = openSync(found.hostPath, constants.O_WRONLY | constants.O_NOFOLLOW)
  try {
    writeWhole(descriptor, Buffer.from(text))
  } finally {
    closeSync(descriptor)
  }
}

function errnoOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error)
}
