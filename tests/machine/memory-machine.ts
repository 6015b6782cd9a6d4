// A whole node in memory behind the machine's door, for tests of what changes a node: every act can be made to fail,
// and the program can be killed after or within any act. A killed machine throws Killed at every later call, as a
// dead process does nothing more; `reboot` starts the next process on the same tree.
//
//   const machine = memoryMachine({
//     files: { "/etc/containerd/config.toml": "version = 2\n" },
//     programs: { systemctl: (argv, node) => node.text("/etc/x") === "bad" ? failing("unit failed") : succeeding() },
//   })
//   machine.failAt(3, "ENOSPC")      the third act from now answers ENOSPC, once
//   machine.stopAt(3)                the process dies right after the third act; stopAt(0): at the next act, before it
//   machine.stopAt(3, "within")      it dies inside the third: half a line appended, a staged file left behind
//   machine.acts                     what was done: "replace-file /etc/…", "act systemctl restart containerd", …
import { createHash } from "node:crypto"
import { directoryOf, nameOf, pathBelow } from "../../src/machine/paths.ts"
import type { Command, GrpcAnswer, Ran } from "../../src/machine/reading.ts"
import type { Acted, WritingMachine } from "../../src/machine/writing.ts"
import { MemoryTree, type Ownership } from "./memory-tree.ts"

/** The process was killed here. Not a fault: nothing may catch it but the test. */
export class Killed extends Error {}

/** What a program of the node does: it may read and change the node. */
export type Program = (argv: readonly string[], machine: MemoryMachine, command: Command) => Ran | Promise<Ran>

/** Answers by method, "/runtime.v1.RuntimeService/Version". A method that is not there is Unimplemented (12). */
export type GrpcServer = Readonly<Record<string, (request: Uint8Array) => GrpcAnswer>>

export interface MemoryNodeDescription {
  /** The status with which servers on the node answer. */
  readonly http?: (url: string) => number | undefined
  /** By path; directories above are made. */
  readonly files?: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
  readonly directories?: readonly string[]
  /** By the whole command line joined with spaces, else by the program's name without directory. */
  readonly programs?: Readonly<Record<string, Program>>
  /** Servers listening on unix sockets, by path. */
  readonly grpc?: Readonly<Record<string, GrpcServer>>
  /** f_type by mount point; the longest that holds the path counts. */
  readonly fileSystems?: Readonly<Record<string, number>>
  readonly root?: string
  readonly isLive?: boolean
  readonly platform?: "linux" | "windows"
  readonly uid?: number
  /** Milliseconds since the epoch at the start. */
  readonly now?: number
}

export interface MemoryMachine extends WritingMachine {
  /** Puts a file on the node as somebody else would: no act, never fails. */
  put(path: string, text: string | Uint8Array, ownership?: Ownership): void
  putLink(path: string, target: string): void
  putDirectory(path: string, ownership?: Ownership): void
  take(path: string): void
  /** The text of a file, links followed; undefined when there is none. */
  text(path: string): string | undefined
  /** Every path with kind, mode, owner and content; compare two of these to see that nothing was lost. */
  tree(): Readonly<Record<string, string>>
  /** Every act that was begun since the start or the last reboot, in order. */
  readonly acts: readonly string[]
  /** Programs and servers, to be changed while the test runs. */
  readonly programs: Map<string, Program>
  readonly servers: Map<string, GrpcServer>
  /** The `count`-th act from the last reboot on (1-based) fails with this errno name, `times` acts in a row. */
  failAt(count: number, errno: string, times?: number): void
  stopAt(count: number, how?: "after" | "within"): void
  /** A new process on the same tree: counts from 1 again, all planned faults are lifted. */
  reboot(): void
  /** Lets time pass. */
  advance(milliseconds: number): void
  /** Somebody sets the time of day; no time passes. */
  stepClock(milliseconds: number): void
  /** The machine boots: the time since boot begins anew. */
  bootClock(): void
}

export function succeeding(stdout = ""): Ran {
  return { state: "ran", command: [], exitCode: 0, stdout, stderr: "" }
}

export function failing(stderr: string, exitCode = 1): Ran {
  return { state: "ran", command: [], exitCode, stdout: "", stderr }
}

const done: Acted = { ok: true }

export function memoryMachine(description: MemoryNodeDescription = {}): MemoryMachine {
  let clock = description.now ?? Date.UTC(2026, 10, 22, 9, 15)
  let upSince = clock - 3_600_000
  const tree = new MemoryTree(() => clock)
  const programs = new Map(Object.entries(description.programs ?? {}))
  const servers = new Map(Object.entries(description.grpc ?? {}))
  const uid = description.uid ?? 0
  let acts: string[] = []
  let failure: { readonly from: number; readonly errno: string; readonly times: number } | undefined
  let stop: { readonly at: number; readonly how: "after" | "within" } | undefined
  let isDead = false

  const alive = () => {
    if (isDead) throw new Killed("this process was killed")
  }
  const die = (): never => {
    isDead = true
    throw new Killed(`killed at act ${acts.length}: ${acts.at(-1)}`)
  }
  /** Counts an act; the errno it shall fail with, if any. Dies here when the process was to stop before it. */
  const begin = (name: string): string | undefined => {
    alive()
    if (stop?.how === "after" && acts.length >= stop.at) die()
    acts.push(name)
    if (failure === undefined) return undefined
    const { from, errno, times } = failure
    return acts.length >= from && acts.length < from + times ? errno : undefined
  }
  const diesWithin = () => stop?.how === "within" && acts.length === stop.at
  const end = () => {
    if (stop?.how === "after" && acts.length === stop.at) die()
  }
  const refused = (act: string, path: string, errno: string): Acted => ({
    ok: false,
    failure: { act, path, errno, message: `${errno}, ${act} ${path}` },
  })
  /** An act on a path: `check` says why it cannot be, `half` what a kill leaves behind, `whole` does it. */
  const act = (
    name: string,
    path: string,
    step: { readonly check?: () => string | undefined; readonly half?: () => void; readonly whole: () => void },
  ): Acted => {
    const errno = begin(`${name} ${path}`) ?? step.check?.()
    if (diesWithin()) {
      if (errno === undefined) step.half?.()
      die()
    }
    if (errno === undefined) step.whole()
    end()
    return errno === undefined ? done : refused(name, path, errno)
  }
  /** Why nothing can be written at this path; the same refusals in the same order as on a real machine. */
  const unfit = (path: string): string | undefined =>
    unfitForLink(path) ?? (tree.at(path)?.kind === "symlink" ? "ELOOP" : undefined)
  const unfitForLink = (path: string): string | undefined => {
    const parent = tree.follow(directoryOf(path))
    if (!parent.ok) return parent.errno
    const name = nameOf(path)
    if (name === "" || name === "..") return "EINVAL"
    if (pathBelow(parent.path, name) !== path) return "ELOOP"
    if (tree.at(parent.path)?.kind !== "directory") return "ENOTDIR"
    return tree.exposure(path, uid) === undefined ? undefined : "EUNSAFE"
  }
  const unfitForFile = (path: string) => unfit(path) ?? (tree.at(path)?.kind === "directory" ? "EISDIR" : undefined)
  /** For what counts as done when there is nothing: an absent parent is no failure. */
  const unlessAbsent = (errno: string | undefined) => (errno === "ENOENT" ? undefined : errno)
  const leaveStaged = (path: string, bytes: Uint8Array) =>
    tree.place(pathBelow(directoryOf(path), `.${nameOf(path)}.criadm-00c0ffee`), { kind: "file", mode: 0o600, bytes })
  /** Leftovers of a killed act go with the next one on the same file, as on a real machine. */
  const sweepStaged = (path: string) => {
    const directory = directoryOf(path)
    for (const name of tree.namesIn(directory)) {
      if (name.startsWith(`.${nameOf(path)}.criadm-`)) tree.remove(pathBelow(directory, name))
    }
  }

  const started = async (command: Command): Promise<Ran> => {
    const { argv } = command
    const name = argv[0] ?? ""
    const program = programs.get(argv.join(" ")) ?? programs.get(name.slice(name.lastIndexOf("/") + 1))
    if (program === undefined) return { state: "not-found", command: argv }
    const ran = await program(argv, machine, command)
    return { ...ran, command: argv }
  }
  const isLive = description.isLive ?? true
  const notPossible = (command: Command): Ran => ({
    state: "not-possible",
    command: command.argv,
    why: "not-live",
  })

  /** The mount point that holds a path, with its f_type. */
  const mountOf = (path: string) =>
    Object.entries(description.fileSystems ?? {})
      .filter(([at]) => at === "/" || path === at || path.startsWith(`${at}/`))
      .sort(([a], [b]) => b.length - a.length)[0]

  const machine: MemoryMachine = {
    root: description.root ?? "/",
    isLive,
    platform: description.platform ?? "linux",
    uid,
    programs,
    servers,
    get acts() {
      return acts
    },
    put(path, text, ownership = {}) {
      tree.makeParents(path)
      const bytes = typeof text === "string" ? Buffer.from(text) : text
      const mode = /\/s?bin\/[^/]+$/.test(path) ? 0o755 : 0o644
      tree.place(path, { kind: "file", mode, bytes, ...ownership })
    },
    putLink(path, target) {
      tree.makeParents(path)
      tree.place(path, { kind: "symlink", mode: 0o777, target })
    },
    putDirectory(path, ownership = {}) {
      tree.makeParents(path)
      tree.place(path, { kind: "directory", mode: 0o755, ...ownership })
    },
    take(path) {
      tree.remove(path)
    },
    text(path) {
      const read = tree.read(path, Number.POSITIVE_INFINITY)
      return read.state === "read" ? Buffer.from(read.bytes).toString("utf8") : undefined
    },
    tree: () => tree.describe(),
    failAt(count, errno, times = 1) {
      failure = { from: count, errno, times }
    },
    stopAt(count, how = "after") {
      stop = { at: count, how }
    },
    reboot() {
      acts = []
      failure = undefined
      stop = undefined
      isDead = false
    },
    advance(milliseconds) {
      clock += milliseconds
    },
    stepClock(milliseconds) {
      clock += milliseconds
      upSince += milliseconds
    },
    bootClock() {
      upSince = clock
    },

    readFile(path, options = {}) {
      alive()
      const { headBytes, maxBytes = headBytes === undefined ? 4 * 1024 * 1024 : Number.POSITIVE_INFINITY } = options
      const file = tree.read(path, maxBytes)
      return file.state === "read" ? { ...file, bytes: file.bytes.subarray(0, headBytes) } : file
    },
    inspect(path) {
      alive()
      return tree.inspect(path)
    },
    list(path) {
      alive()
      return tree.list(path)
    },
    resolve(path) {
      alive()
      const real = tree.follow(path)
      return real.ok ? real.path : undefined
    },
    exposure(path) {
      alive()
      return tree.exposure(path, uid)
    },
    fileSystemType(path) {
      alive()
      return mountOf(path)?.[1]
    },
    device(path) {
      alive()
      const mount = mountOf(path)
      return mount === undefined ? 0 : Object.keys(description.fileSystems ?? {}).indexOf(mount[0]) + 1
    },
    async accepts(socket) {
      alive()
      return isLive && servers.has(socket)
    },
    async run(command) {
      alive()
      return isLive ? started(command) : notPossible(command)
    },
    async grpc(call) {
      alive()
      const server = isLive ? servers.get(call.socket) : undefined
      if (server === undefined) return { state: "unreachable", errno: "ENOENT", message: "no such file or directory" }
      const answer = server[call.method]
      return answer?.(call.request) ?? { state: "refused", status: 12, message: `unknown method ${call.method}` }
    },
    now: () => clock,

    replaceFile(path, file) {
      return act("replace-file", path, {
        check: () => unfitForFile(path) ?? ((tree.at(path)?.links ?? 1) > 1 ? "EMLINK" : undefined),
        half: () => leaveStaged(path, file.bytes),
        whole: () => {
          sweepStaged(path)
          tree.place(path, { kind: "file", ...file, bytes: Uint8Array.from(file.bytes) })
        },
      })
    },
    sha256(path) {
      const read = tree.read(path, Number.POSITIVE_INFINITY)
      return read.state === "read" ? createHash("sha256").update(read.bytes).digest("hex") : undefined
    },
    copyFile(from, path, { mode, sha256 }) {
      const read = tree.read(from, Number.POSITIVE_INFINITY)
      const bytes = read.state === "read" ? Uint8Array.from(read.bytes) : undefined
      return act("copy-file", path, {
        check: () => {
          if (bytes === undefined) return "ENOENT"
          if (createHash("sha256").update(bytes).digest("hex") !== sha256) return "EBADMSG"
          return unfitForFile(path)
        },
        half: () => leaveStaged(path, bytes ?? new Uint8Array()),
        whole: () => {
          sweepStaged(path)
          tree.place(path, { kind: "file", mode, uid, gid: uid, bytes: bytes ?? new Uint8Array() })
        },
      })
    },
    removeFile(path) {
      return act("remove-file", path, {
        check: () => unlessAbsent(unfitForFile(path)),
        whole: () => {
          sweepStaged(path)
          tree.remove(path)
        },
      })
    },
    makeDirectory(path, mode) {
      return act("make-directory", path, {
        check: () =>
          path === "/" ? undefined : (unfit(path) ?? (tree.at(path)?.kind === "file" ? "EEXIST" : undefined)),
        whole: () => {
          if (tree.at(path) === undefined) tree.place(path, { kind: "directory", mode, uid, gid: uid })
        },
      })
    },
    removeEmptyDirectory(path) {
      return act("remove-empty-directory", path, {
        check: () => unlessAbsent(unfit(path)) ?? (tree.at(path)?.kind === "file" ? "ENOTDIR" : undefined),
        whole: () => {
          if (tree.namesIn(path).length === 0) tree.remove(path)
        },
      })
    },
    makeLink(path, target) {
      const isSame = () => tree.at(path)?.kind === "symlink" && tree.at(path)?.target === target
      return act("make-link", path, {
        check: () => unfitForLink(path) ?? (tree.at(path) === undefined || isSame() ? undefined : "EEXIST"),
        whole: () => tree.place(path, { kind: "symlink", mode: 0o777, uid, gid: uid, target }),
      })
    },
    removeLink(path) {
      return act("remove-link", path, {
        check: () => {
          const kind = tree.at(path)?.kind
          return unlessAbsent(unfitForLink(path)) ?? (kind === undefined || kind === "symlink" ? undefined : "EINVAL")
        },
        whole: () => tree.remove(path),
      })
    },
    appendLine(path, line) {
      const append = (added: string) => {
        const old = tree.at(path)
        if (old === undefined) tree.place(path, { kind: "file", mode: 0o600, uid, gid: uid })
        const before = Buffer.from(old?.bytes ?? [])
        const gap = before.length > 0 && before.at(-1) !== 0x0a ? "\n" : ""
        tree.overwrite(path, Buffer.concat([before, Buffer.from(`${gap}${added}`)]))
      }
      return act("append-line", path, {
        check: () => unfitForFile(path),
        half: () => append(line.slice(0, Math.ceil(line.length / 2))),
        whole: () => append(`${line}\n`),
      })
    },
    writeLiveValue(path, value) {
      return act("write-live-value", path, {
        check: () => {
          const real = tree.follow(path)
          if (!real.ok) return real.errno
          return isLive && /^\/(proc|sys)\//.test(real.path) ? undefined : "EINVAL"
        },
        whole: () => tree.overwrite(path, Buffer.from(value.endsWith("\n") ? value : `${value}\n`)),
      })
    },
    createExclusively(path, text, mode) {
      return act("create-exclusively", path, {
        check: () => unfit(path) ?? (tree.at(path) === undefined ? undefined : "EEXIST"),
        half: () => leaveStaged(path, Buffer.from(text)),
        whole: () => tree.place(path, { kind: "file", mode, uid, gid: uid, bytes: Buffer.from(text) }),
      })
    },
    async act(command) {
      const errno = begin(`act ${command.argv.join(" ")}`)
      if (diesWithin()) die()
      if (!isLive) return notPossible(command)
      const ran = await failingWith(errno, command, () => started(command))
      end()
      return ran
    },
    keepProgram(path) {
      return act("keepProgram", path, {
        check: () => unfitForFile(path),
        whole: () => tree.place(path, { kind: "file", mode: 0o700, bytes: Buffer.from("criadm") }),
      })
    },
    async httpStatus(url) {
      alive()
      return description.http?.(url)
    },
    sinceBoot: () => clock - upSince,
    async pause(milliseconds) {
      alive()
      clock += milliseconds
    },
  }

  for (const [path, text] of Object.entries(description.files ?? {})) machine.put(path, text)
  for (const [path, target] of Object.entries(description.links ?? {})) machine.putLink(path, target)
  for (const path of description.directories ?? []) machine.putDirectory(path)
  return machine
}

/** A program that was to fail: ETIMEDOUT is a time-out, ENOENT a missing program, anything else exit code 1. */
async function failingWith(errno: string | undefined, command: Command, run: () => Promise<Ran>): Promise<Ran> {
  if (errno === undefined) return run()
  if (errno === "ENOENT") return { state: "not-found", command: command.argv }
  if (errno === "ETIMEDOUT") return { state: "timed-out", command: command.argv, stdout: "", stderr: "" }
  return { state: "ran", command: command.argv, exitCode: 1, stdout: "", stderr: `${errno}, as the test asked` }
}
