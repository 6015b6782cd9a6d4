// Where criadm puts what it fetches and unpacks before anything of the node changes. Everything in it can be deleted at any
// time; several criadm may use it at once, and the last one removes it.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Acted, WritingMachine } from "../machine/writing.ts"
import type { Fault } from "../model/fault.ts"

/** file-hierarchy(7): what can be made again. */
export const cacheDirectory = "/var/cache/criadm"
export const archiveDirectory = `${cacheDirectory}/archives`

/** Several may look at the node at a time; who uses the cache is written down in it, as the name of a file. */
const userMark = /^used-by\.(\d+)$/

/** apt needs "partial" and makes none. */
export function makeCache(machine: WritingMachine): Acted {
  for (const path of [cacheDirectory, archiveDirectory, `${archiveDirectory}/partial`]) {
    const made = machine.makeDirectory(path, 0o755)
    if (!made.ok) return made
  }
  const marked = machine.createExclusively(`${cacheDirectory}/used-by.${process.pid}`, "", 0o644)
  return marked.ok || marked.failure.errno === "EEXIST" ? { ok: true } : marked
}

export function actFault({
  act,
  path,
  errno,
  message,
}: {
  readonly act: string
  readonly path: string
  readonly errno: string
  readonly message: string
}): Fault {
  return { code: "act-failed", args: { act, path, errno, message } }
}

export async function runAll(
  machine: WritingMachine,
  commands: readonly (readonly string[])[],
): Promise<Fault | undefined> {
  for (const argv of commands) {
    const ran = await machine.act({ argv, timeoutSeconds: 300 })
    if (ran.state !== "ran" || ran.exitCode !== 0) {
      const message = "stderr" in ran ? ran.stderr.trim() : ran.state
      return actFault({ act: argv[0] ?? "", path: argv.at(-1) ?? "", errno: "EIO", message })
    }
  }
  return undefined
}

/** The number may be another program's by now; one that has ended and was not waited for has no command line. */
function isCriadm(machine: ReadingMachine, pid: string): boolean {
  const file = machine.readFile(`/proc/${pid}/cmdline`)
  return file.state === "read" && new TextDecoder().decode(file.bytes).includes("criadm")
}

export function hasCache(machine: ReadingMachine): boolean {
  return machine.inspect(cacheDirectory) !== undefined
}

/** Removes the cache, unless another process that is alive uses it; it can be made again. */
export async function forgetCache(machine: WritingMachine): Promise<void> {
  const names = machine.list(cacheDirectory)
  if (names === undefined) return
  const others = names
    .map((name) => userMark.exec(name)?.[1])
    .filter((pid) => pid !== undefined && pid !== String(process.pid) && isCriadm(machine, pid))
  if (others.length > 0) machine.removeFile(`${cacheDirectory}/used-by.${process.pid}`)
  else await runAll(machine, [["rm", "-rf", "--one-file-system", cacheDirectory]])
}
