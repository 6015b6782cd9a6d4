// The real machine: the node we run on ("/"), or the node whose files lie below a directory (--root). Only ties the
// parts together. Below another root nothing runs and nobody answers: what this machine does says nothing about it.
import { readFileSync } from "node:fs"
import { failed, ok, type Result } from "../model/fault.ts"
import {
  appendLine,
  createExclusively,
  makeDirectory,
  makeLink,
  removeEmptyDirectory,
  removeFile,
  removeLink,
  writeLiveValue,
} from "./acts.ts"
import { copyFile, sha256InTree } from "./copy.ts"
import { askProperties } from "./dbus/ask-properties.ts"
import { errnoOf } from "./errno.ts"
import { device, exposureOf, fileSystemType, identity, inspect, list, readFile } from "./files.ts"
import { callGrpc } from "./http2/grpc.ts"
import { listeningOn } from "./libc/listening.ts"
import { ExposedRoot, type Finder, nodeTree } from "./node-tree.ts"
import { keepProgram } from "./programs/keep-program.ts"
import { programOf } from "./programs/program-of.ts"
import { runActing, runReading } from "./programs/programs.ts"
import type { Command, Ran, ReadingMachine } from "./reading.ts"
import { replaceFile } from "./replace.ts"
import { acceptsConnections, httpStatus } from "./sockets.ts"
import { canBeStill, type FileReading } from "./still.ts"
import type { WritingMachine } from "./writing.ts"

export interface MachineChoice {
  /** "/" or the directory that holds the node's file tree. */
  readonly root: string
  /** What runs the node whose files lie below `root`; "windows" only makes sense with another root than "/". */
  readonly platform?: "linux" | "windows"
}

/** The node that --root names; a fault where there is no such directory, or none to be trusted. */
export function openTree(choice: MachineChoice): Result<WritingMachine> {
  const { root } = choice
  try {
    return ok(linuxMachine(choice))
  } catch (error) {
    if (error instanceof ExposedRoot) {
      return failed({ code: "root-behind-link", args: { root, link: error.exposure.path } })
    }
    const why = errnoOf(error)
    return why === "ENOENT" || why === "ENOTDIR"
      ? failed({ code: "root-missing", args: { root } })
      : failed({ code: "root-unreadable", args: { root, why } })
  }
}

/** Throws what `nodeTree` throws. */
export function linuxMachine({ root, platform = "linux" }: MachineChoice): WritingMachine {
  const tree = nodeTree(root)
  const isLive = tree.root === "/"
  const reading: ReadingMachine = {
    root: tree.root,
    isLive,
    platform,
    uid: process.geteuid?.() ?? 0,
    ...readingFiles(tree),
    accepts: async (socket) => isLive && acceptsConnections(socket),
    ...(isLive && process.platform === "linux" ? { listeningOn } : {}),
    ...(isLive ? { programOf, propertiesOf: askProperties } : {}),
    run: async (command) => (isLive ? runReading(command) : notRunning(command)),
    grpc: async (call) =>
      isLive ? callGrpc(call) : { state: "unreachable", errno: "ENOENT", message: "ENOENT: this node is not running" },
    now: () => Date.now(),
  }
  const machine: WritingMachine = {
    ...reading,
    replaceFile: (path, file) => replaceFile(tree, path, file),
    copyFile: (from, path, file) => copyFile(tree, from, path, file),
    removeFile: (path) => removeFile(tree, path),
    makeDirectory: (path, mode) => makeDirectory(tree, path, mode),
    removeEmptyDirectory: (path) => removeEmptyDirectory(tree, path),
    makeLink: (path, target) => makeLink(tree, path, target),
    removeLink: (path) => removeLink(tree, path),
    appendLine: (path, line) => appendLine(tree, path, line),
    writeLiveValue: (path, value) => writeLiveValue(tree, path, value),
    createExclusively: (path, text, mode) => createExclusively(tree, path, text, mode),
    keepProgram: (path) => keepProgram(tree, path),
    httpStatus: async (url, milliseconds) => (isLive ? httpStatus(url, milliseconds) : undefined),
    sinceBoot,
    act: async (command) => (isLive ? runActing(command) : notRunning(command)),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  }
  return canBeStill(machine, () => readingFiles(tree.still()))
}

/** What is read through a tree. */
function readingFiles(tree: Finder) {
  return {
    readFile: (path, limits) => readFile(tree, path, limits),
    inspect: (path) => inspect(tree, path),
    list: (path) => list(tree, path),
    resolve: (path) => {
      const real = tree.find(path)
      return real.ok ? real.path : undefined
    },
    exposure: (path) => exposureOf(tree, path),
    device: (path) => device(tree, path),
    identity: (path) => identity(tree, path),
    sha256: (path) => sha256InTree(tree, path),
    fileSystemType: (path) => fileSystemType(tree, path),
  } satisfies FileReading & Partial<ReadingMachine>
}

function notRunning(command: Command): Ran {
  return { state: "not-possible", command: command.argv, why: "not-live" }
}

/** Milliseconds. The first number of /proc/uptime is CLOCK_BOOTTIME in seconds; see fs/proc/uptime.c of Linux 5.x. */
export function sinceBoot(): number {
  try {
    const seconds = Number.parseFloat(readFileSync("/proc/uptime", "utf8"))
    if (Number.isFinite(seconds)) return Math.round(seconds * 1000)
  } catch (error) {
    errnoOf(error)
  }
  // CLOCK_MONOTONIC: the same but for the time asleep.
  return Math.round(Number(process.hrtime.bigint() / 1_000_000n))
}
