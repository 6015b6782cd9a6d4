// Where the output of a program goes while it runs, and what is kept of it: at most 4 MiB of stdout and of stderr.
// What comes beyond is taken and thrown away, so that the program is not held up.

import { closeSync, constants, openSync, readSync, unlinkSync } from "node:fs"
import { errnoOf } from "../errno.ts"
import { randomHex } from "../names.ts"

/** Kept of stdout and stderr each, in bytes. */
const mostOutput = 4 * 1024 * 1024

/** How long a program's output is left to Bun, without a limit: nobody prints more than 20 MB in this time. */
const soonMilliseconds = 100

/** How long output is awaited after the program has ended: only what a descendant still holds open takes longer. */
const drainMilliseconds = 200

export interface Texts {
  readonly stdout: string
  readonly stderr: string
}

export interface Output {
  readonly stdout: "pipe" | "ignore" | number
  readonly stderr: "pipe" | "ignore" | number
  /** Called once the program runs. */
  begin(child: Bun.Subprocess): void
  /** Called once it has ended. */
  texts(): Promise<Texts>
  close(): void
}

/** Through pipes. */
export function collect(): Output {
  let stdout: Kept | undefined
  let stderr: Kept | undefined
  return {
    stdout: "pipe",
    stderr: "pipe",
    begin(child) {
      const isTime = endsSoon(child)
      stdout = keep(isTime, () => child.stdout)
      stderr = keep(isTime, () => child.stderr)
    },
    async texts() {
      const [out, err] = await Promise.all([stdout?.text(), stderr?.text()])
      return { stdout: out ?? "", stderr: err ?? "" }
    },
    close() {},
  }
}

/**
 * Directories for output files, the first that takes one: /run is in memory, so that a full disk does not keep a
 * service from being restarted.
 */
const outputDirectories = ["/run", "/tmp", "/var/tmp"]

/** In files without a name; nobody else can read them, and they are gone with the last process that holds them. */
export function collectInFile(): Output {
  const stdout = namelessFile()
  const stderr = namelessFile()
  return {
    stdout: stdout ?? "ignore",
    stderr: stderr ?? "ignore",
    begin() {},
    async texts() {
      return { stdout: startOf(stdout), stderr: startOf(stderr) }
    },
    close() {
      if (stdout !== undefined) closeSync(stdout)
      if (stderr !== undefined) closeSync(stderr)
    },
  }
}

function namelessFile(): number | undefined {
  const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW, O_APPEND } = constants
  for (const directory of outputDirectories) {
    try {
      const path = `${directory}/criadm-output-${randomHex(8)}`
      const descriptor = openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND, 0o600)
      unlinkSync(path)
      return descriptor
    } catch (error) {
      errnoOf(error)
    }
  }
  return undefined
}

function startOf(descriptor: number | undefined): string {
  if (descriptor === undefined) return ""
  const bytes = Buffer.alloc(mostOutput)
  let length = 0
  for (;;) {
    const count = readSync(descriptor, bytes, length, mostOutput - length, length)
    length += count
    if (count === 0 || length === mostOutput) return bytes.toString("utf8", 0, length)
  }
}

interface Kept {
  text(): Promise<string>
}

/** Resolves when the program has ended, or has run for longer than nearly all of ours do. */
async function endsSoon(child: Bun.Subprocess): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const longer = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, soonMilliseconds)
  })
  await Promise.race([child.exited, longer])
  clearTimeout(timer)
}

/**
 * Up to `isTime` Bun itself takes what comes, and as it comes: a reader has 64 KiB of memory for every look, a quarter of
 * a megabyte for one line of output, which makes the collector run.
 */
function keep(isTime: Promise<void>, streamOf: () => Bun.Subprocess["stdout"]): Kept {
  let letGo: (() => Promise<void>) | undefined
  const chunks: Uint8Array[] = []
  let room = mostOutput
  const untilEnd = (async () => {
    await isTime
    const stream = streamOf()
    if (!(stream instanceof ReadableStream)) throw new Error("the program was started without a pipe")
    const reader = stream.getReader()
    letGo = () => reader.cancel()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      if (room > 0) chunks.push(value.subarray(0, room))
      room -= Math.min(room, value.length)
    }
  })()
  return {
    async text() {
      let timer: ReturnType<typeof setTimeout> | undefined
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, drainMilliseconds)
      })
      await Promise.race([untilEnd, enough])
      clearTimeout(timer)
      await letGo?.()
      return Buffer.concat(chunks).toString("utf8")
    },
  }
}
