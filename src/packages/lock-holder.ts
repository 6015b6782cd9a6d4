// Who holds a lock on a file, by the kernel's own list. See proc_locks(5).
import type { ReadingMachine } from "../machine/reading.ts"
import type { LockHolder } from "./package-manager.ts"

/** The first of these files that is locked decides. */
export function lockHolderOf(machine: ReadingMachine, paths: readonly string[]): LockHolder | undefined {
  const locks = readText(machine, "/proc/locks").split("\n")
  for (const path of paths) {
    const inode = machine.inspect(path)?.inode
    if (inode === undefined) continue
    const pid = locks.flatMap((line) => {
      // "1: POSIX  ADVISORY  WRITE 1234 fe:00:56789 0 EOF"; one that waits has "->" after its number.
      const [, holder, file] = /^\d+: \S+ +\S+ +WRITE +(-?\d+) +[0-9a-f]+:[0-9a-f]+:(\d+) /.exec(line) ?? []
      return file === String(inode) ? [Number(holder)] : []
    })[0]
    if (pid !== undefined) return { pid, program: readText(machine, `/proc/${pid}/comm`).trim() }
  }
  return undefined
}

/** The first process that is alive of those whose numbers these files have. */
export function ownerOfPidFile(machine: ReadingMachine, paths: readonly string[]): LockHolder | undefined {
  for (const path of paths) {
    const pid = Number(readText(machine, path).trim())
    const program = readText(machine, `/proc/${pid}/comm`).trim()
    if (pid > 0 && program !== "") return { pid, program }
  }
  return undefined
}

function readText(machine: ReadingMachine, path: string): string {
  const file = machine.readFile(path)
  return file.state === "read" ? new TextDecoder().decode(file.bytes) : ""
}
