// The reading half of the machine: what detection, components and verification get. It cannot change the node, by
// type. Every path is as the node sees it; with --root the implementation puts the root in front and never leaves it.
import type { Exposure } from "./exposure.ts"

export interface FileBytes {
  readonly state: "read"
  readonly path: string
  /** After symbolic links, inside the root, as the node sees it. */
  readonly realPath: string
  readonly bytes: Uint8Array
  /** Permission bits. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

export type FileRead =
  | FileBytes
  | { readonly state: "absent"; readonly path: string }
  /** `why` is an errno name (EACCES, EIO, ELOOP), "directory", "not-a-regular-file" or "too-large". */
  | { readonly state: "unreadable"; readonly path: string; readonly why: string }

export interface ReadLimits {
  readonly maxBytes?: number
  readonly headBytes?: number
}

export type FileKind = "file" | "directory" | "symlink" | "socket" | "other"

export interface Entry {
  readonly path: string
  /** Of the path itself, not of what a symbolic link points to. */
  readonly kind: FileKind
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  /** Hard links to the same file. */
  readonly links: number
  readonly inode: number
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number
  /** Of a symbolic link: the text of the link. */
  readonly target?: string
}

export interface Command {
  /** Program and arguments. A program without a slash is looked up in a fixed path, never in the caller's PATH. */
  readonly argv: readonly string[]
  readonly timeoutSeconds: number
  /** Added to a small fixed environment; the caller's own is never passed on. */
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
}

export type Ran =
  | {
      readonly state: "ran"
      readonly command: readonly string[]
      readonly exitCode: number
      /** At most 4 MiB of each, then cut. */
      readonly stdout: string
      readonly stderr: string
    }
  | { readonly state: "not-found"; readonly command: readonly string[] }
  | {
      readonly state: "timed-out"
      readonly command: readonly string[]
      readonly stdout: string
      readonly stderr: string
    }
  | {
      readonly state: "killed"
      readonly command: readonly string[]
      readonly signal: string
      readonly stdout: string
      readonly stderr: string
    }
  /** `why` is "not-live" with --root, else the errno name with which the kernel refused: ENOEXEC, another machine. */
  | { readonly state: "not-possible"; readonly command: readonly string[]; readonly why: string }

export interface GrpcCall {
  /** Path of the unix socket. */
  readonly socket: string
  /** "/runtime.v1.RuntimeService/Version". */
  readonly method: string
  readonly request: Uint8Array
  readonly timeoutMilliseconds: number
  /** Gives the call up: the connection is closed, which the server sees, and the answer is "timed-out". */
  readonly givenUp?: AbortSignal
}

export type GrpcAnswer =
  | { readonly state: "answered"; readonly response: Uint8Array }
  /** The server answered with a gRPC status other than OK; 12 is Unimplemented. */
  | { readonly state: "refused"; readonly status: number; readonly message: string }
  /** Nobody there: ENOENT, ECONNREFUSED, EACCES, ENOTSOCK, ECONNRESET. */
  | { readonly state: "unreachable"; readonly errno: string; readonly message: string }
  | { readonly state: "timed-out" }
  /** Something answers, but not gRPC. */
  | { readonly state: "not-grpc"; readonly message: string }

export interface ObjectAsked {
  /** Path of the unix socket on which a D-Bus peer listens. */
  readonly socket: string
  /** "/org/freedesktop/systemd1/unit/containerd_2eservice". */
  readonly path: string
  readonly timeoutMilliseconds: number
}

/** Properties of a D-Bus object, all of one moment. Undefined: it has none of that name and type, or not for certain. */
export interface ObjectProperties {
  text(name: string): string | undefined
  /** "b" is 0 or 1; "u" has 32 bits, "t" 64, of which 53 are told exactly. */
  number(name: string, type: "b" | "u" | "t"): number | undefined
}

export interface ListeningSocket {
  /** Its bytes in the order of the network: 4 or 16. */
  readonly address: readonly number[]
  /** As /proc/PID/fd names it. */
  readonly inode: string
}

/** What a file is known by as long as nobody has replaced or changed it. Times in milliseconds since the epoch. */
export interface FileIdentity {
  readonly device: number
  readonly inode: number
  readonly size: number
  readonly modifiedAt: number
  /**
   * When its content, owner or permissions were last changed: nobody sets this time (inode(7), st_ctime). File systems that
   * nobody writes to have no such time, and say that of the content.
   */
  readonly changedAt: number
}

/** The file that a process runs, as it is now. */
export type ProgramFile = Pick<FileIdentity, "device" | "inode" | "changedAt">

export interface ReadingMachine {
  /** "/" or the directory given by --root. */
  readonly root: string
  /** False with --root: processes, sockets, /proc and /sys of the running machine say nothing about that node. */
  readonly isLive: boolean
  readonly platform: "linux" | "windows"
  /** Effective user id. */
  readonly uid: number
  /**
   * Reads a regular file; never blocks on a FIFO or device. Larger than `maxBytes` (default 4 MiB): "too-large". With
   * `headBytes` no more than its beginning is read, however large it is.
   */
  readFile(path: string, options?: ReadLimits): FileRead
  /** Of the path itself (lstat). Undefined: absent. A fault such as EACCES counts as absent here; use readFile to tell. */
  inspect(path: string): Entry | undefined
  /** Names in a directory, sorted by bytes; undefined when it is absent or unreadable. */
  list(path: string): readonly string[] | undefined
  /** The real path after symbolic links, inside the root; undefined when a part is absent. */
  resolve(path: string): string | undefined
  /**
   * Who besides root and the caller could exchange the file at a path, or put one there: a directory on the way, links
   * included, that others may change. Undefined: nobody.
   */
  exposure(path: string): Exposure | undefined
  /** Of what is at a path, after symbolic links. Undefined: nothing is there. Absent: it cannot be told. */
  identity?(path: string): FileIdentity | undefined
  /** The file system that holds what is at a path, as a number that others do not have; undefined: nothing is there. */
  device(path: string): number | undefined
  /** SHA-256 of a regular file in lower-case hex, whatever its size; undefined: it is absent or cannot be read. */
  sha256(path: string): string | undefined
  /** f_type of statfs(2) of the file system that holds the path. */
  fileSystemType(path: string): number | undefined
  /** Whether something accepts connections on a unix socket. */
  accepts(socket: string): Promise<boolean>
  /**
   * TCP sockets of this network namespace that listen on a port, asked of a kernel that has sock_diag loaded: asked of
   * another one, it would load it. Undefined: it does not tell. Absent: no running machine that can be asked.
   */
  listeningOn?(port: number): readonly ListeningSocket[] | undefined
  /** Undefined: no such process, or it is not to be looked at. Absent: no running machine that can be asked. */
  programOf?(pid: number): ProgramFile | undefined
  /** Undefined: nobody answers in time, or not in D-Bus, or with an error. Absent: no running machine that can be asked. */
  propertiesOf?(asked: ObjectAsked): Promise<ObjectProperties | undefined>
  run(command: Command): Promise<Ran>
  grpc(call: GrpcCall): Promise<GrpcAnswer>
  /** Milliseconds since the epoch. */
  now(): number
}
