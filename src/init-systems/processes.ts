// What /proc tells about a process of a service: whether it lives, how it was started and when. Used where the init
// system itself keeps no such record.
import type { ReadingMachine } from "../machine/reading.ts"
import { toFileFact } from "../model/facts/file-fact.ts"

/** Ticks per second of the times in /proc/PID/stat: USER_HZ, 100 on every architecture Kubernetes runs on. */
const ticksPerSecond = 100

export interface ProcessFacts {
  readonly pid: number
  readonly command: readonly string[]
  /** Milliseconds since the epoch. */
  readonly startedAt?: number
}

/** Undefined: there is no such process, it has ended and waits for its parent, or the machine is not live. */
function lookAtProcess(machine: ReadingMachine, pid: number): ProcessFacts | undefined {
  if (!machine.isLive) return undefined
  const commandLine = readText(machine, `/proc/${pid}/cmdline`)
  if (commandLine === undefined || commandLine === "") return undefined
  const startedAt = readStartTime(machine, pid)
  const command = commandLine.split("\0").slice(0, -1)
  return { pid, command, ...(startedAt === undefined ? {} : { startedAt }) }
}

/** The process whose id stands in the first of these files that names a living one. */
export function lookAtPidFiles(machine: ReadingMachine, paths: readonly string[]): ProcessFacts | undefined {
  for (const path of paths) {
    const pid = Number.parseInt(readText(machine, path) ?? "", 10)
    const process = pid > 0 ? lookAtProcess(machine, pid) : undefined
    if (process !== undefined) return process
  }
  return undefined
}

/** The oldest process with this name (/proc/PID/comm, cut by the kernel after 15 bytes). */
export function findProcess(machine: ReadingMachine, name: string): ProcessFacts | undefined {
  if (!machine.isLive) return undefined
  const pids = (machine.list("/proc") ?? []).filter((entry) => /^\d+$/.test(entry)).map(Number)
  const named = pids.filter((pid) => readText(machine, `/proc/${pid}/comm`)?.trimEnd() === name.slice(0, 15))
  const processes = named.toSorted((a, b) => a - b).map((pid) => lookAtProcess(machine, pid))
  return processes.find((process) => process !== undefined)
}

/** See proc_pid_stat(5): starttime is the 22nd field, in ticks since boot; btime of /proc/stat is that boot. */
function readStartTime(machine: ReadingMachine, pid: number): number | undefined {
  const stat = readText(machine, `/proc/${pid}/stat`)
  // The second field is the name in parentheses and may hold anything; the third begins behind the last of them.
  const ticks = Number(stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19])
  const boot = Number(/^btime (\d+)$/m.exec(readText(machine, "/proc/stat") ?? "")?.[1])
  const seconds = boot + ticks / ticksPerSecond
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) : undefined
}

function readText(machine: ReadingMachine, path: string): string | undefined {
  const file = toFileFact(machine.readFile(path))
  return file.state === "known" ? file.value.text : undefined
}
