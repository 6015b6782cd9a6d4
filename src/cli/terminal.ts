// Standard output, standard error and the question on the terminal, for the face of the command line.
import { constants, fstatSync, openSync, writeSync } from "node:fs"

/** /dev/null, as makedev(3) writes the kernel's 1:3 (admin-guide/devices.txt). */
const nullDevice = 0x103

/**
 * Whether a standard stream of this process is a terminal. Asked of the kernel first: process.stdout and node:tty load
 * all of Node's streams, as much memory and time as an empty program, and a pipe, a file or /dev/null needs none of it.
 */
export function isTerminal(descriptor: 0 | 1 | 2): boolean {
  try {
    const about = fstatSync(descriptor)
    if (process.platform === "linux" && (!about.isCharacterDevice() || about.rdev === nullDevice)) return false
  } catch {
    // Closed by whoever started this.
    return false
  }
  return process.getBuiltinModule("node:tty").isatty(descriptor)
}

/** Between two attempts on a pipe or terminal that takes nothing more, in milliseconds. */
const again = 5

/** How long a reader that takes nothing may hold up a run that changes the node, in milliseconds. */
const patience = 2000

export interface Output {
  /** Writes everything before it returns. What cannot be written is lost, and stops nothing. */
  write(descriptor: 1 | 2, text: string): void
  /** From now on a reader that does not read, or a terminal that was stopped, is not waited for. */
  neverWait(): void
  /** Why something was lost: errno name. A reader who closed the pipe has what he wanted, and is none. */
  lost(): string | undefined
}

/** Standard output and standard error of this process. */
export function openOutput(): Output {
  const descriptors = { 1: 1, 2: 2 }
  let waits = true
  let left = patience
  let lost: string | undefined
  const hasPatience = () => {
    if (waits) return true
    left -= again
    return left > 0
  }
  return {
    write(descriptor, text) {
      const errno = writeAll(descriptors[descriptor], text, hasPatience)
      if (errno === undefined) left = patience
      else if (errno !== "EPIPE") lost ??= errno
    },
    neverWait() {
      if (!waits) return
      waits = false
      for (const descriptor of [1, 2] as const) descriptors[descriptor] = neverBlocking(descriptor)
    },
    lost: () => lost,
  }
}

/** Undefined: all of it is written. */
function writeAll(descriptor: number, text: string, hasPatience: () => boolean): string | undefined {
  let rest: Uint8Array = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : undefined
      if (code === undefined) throw error
      if (code !== "EAGAIN" || !hasPatience()) return code
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, again)
    }
  }
  return undefined
}

/**
 * The same pipe or terminal, opened once more so that a write answers EAGAIN instead of blocking; the flag would count
 * for everybody who shares the descriptor that we were given. Files and sockets stay as they are.
 */
function neverBlocking(descriptor: 1 | 2): number {
  try {
    const about = fstatSync(descriptor)
    if (!about.isFIFO() && !about.isCharacterDevice()) return descriptor
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    // Another person's terminal (su), or no /proc: then it is as it was.
    return descriptor
  }
}

/** One line from the terminal; empty when it is closed. */
export async function askOnTerminal(question: string): Promise<string> {
  // Takes longer to load than the rest of the command line, and most runs ask nothing.
  const { createInterface } = await import("node:readline/promises")
  // A terminal that goes away while it is asked gives no answer, and that is all.
  process.stdout.on("error", () => undefined)
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await new Promise((resolve) => {
      lines.once("close", () => resolve(""))
      void lines.question(question).then(resolve, () => resolve(""))
    })
  } finally {
    lines.close()
  }
}

/** Whether colours are wanted: --color, then NO_COLOR (no-color.org), then whether a terminal that has them is there. */
export function wantsColor(
  flag: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (flag === "always" || flag === "never") return flag === "always"
  if (environment["NO_COLOR"] !== undefined && environment["NO_COLOR"] !== "") return false
  return isTerminal && environment["TERM"] !== undefined && environment["TERM"] !== "dumb"
}
