// strace for a node: traces which calls of criadm make something last, and makes the n-th of a name kill it or fail.
// Only criadm's own thread is traced, the one that does every call on files; the programs it runs are not.
import { cpSync, mkdirSync } from "node:fs"
import { basename, join } from "node:path"
import { mustRun } from "./programs.ts"

/** Everything that writes: names, contents, owners, modes, attributes, and what makes them last. */
const writingCalls = [
  ...["openat", "write", "pwrite64", "writev", "pwritev", "ftruncate", "copy_file_range", "sendfile"],
  ...["rename", "renameat", "renameat2", "link", "linkat", "symlink", "unlink", "unlinkat"],
  ...["mkdir", "mkdirat", "rmdir", "fsync", "fdatasync", "sync_file_range"],
  ...["chmod", "fchmod", "fchmodat", "chown", "fchown", "fchownat", "utimensat"],
  ...["fsetxattr", "setxattr", "lsetxattr", "fremovexattr", "removexattr"],
]

/** The `when`-th call of this name that the program makes, counted from its start. */
export interface Point {
  readonly call: string
  readonly when: number
  /** The call as strace prints it, for the reader of a failure. */
  readonly line: string
}

/** Puts strace with its own libraries into a directory that any glibc node can be given as a tool. */
export async function packStrace(directory: string): Promise<string> {
  const program = Bun.which("strace") ?? ""
  mkdirSync(directory, { recursive: true })
  const needed = await mustRun(["ldd", program])
  for (const [, path = ""] of needed.matchAll(/(\/\S+) \(0x/g))
    cpSync(path, join(directory, basename(path)), { dereference: true })
  cpSync(program, join(directory, "strace"), { dereference: true })
  return directory
}

/** The shell words that run a command line on the node under strace; `tools` is where the node sees the packed one. */
export function traced(tools: string, trace: string, how: string, command: string): string {
  const strace = `${tools}/ld-linux-x86-64.so.2 --library-path ${tools} ${tools}/strace`
  return `${strace} -qq -y -o ${trace} -e trace=${writingCalls.join(",")} ${how} ${command}`
}

export function injection({ call, when }: Point, effect: string): string {
  return `-e inject=${call}:${effect}:when=${when}`
}

/** The calls of an undisturbed trace that write to files: opening only to read and writing to the terminal do not. */
export function pointsIn(trace: string): readonly Point[] {
  const counts = new Map<string, number>()
  return trace.split("\n").flatMap((line): readonly Point[] => {
    const call = /^(\w+)\(/.exec(line)?.[1]
    if (call === undefined) return []
    const when = (counts.get(call) ?? 0) + 1
    counts.set(call, when)
    const isOpeningToRead = call === "openat" && !/O_(CREAT|WRONLY|RDWR)/.test(line)
    const isNoFile = /^\w+\(\d+<(?:anon_inode:|pipe:|socket:|UNIX|TCP|\/dev\/)/.test(line) || /^write\([12]</.test(line)
    return isOpeningToRead || isNoFile ? [] : [{ call, when, line }]
  })
}
