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

/** The oldest process with this name. */
export function findProcess(machine: ReadingMachine, name: string): ProcessFacts | undefined {
  return processIds(machine, name)
    .map((pid) => lookAtProcess(machine, pid))
    .find((process) => process !== undefined)
}

/** Every process with this name, oldest first, with the systemd service it belongs to. */
export function findProcesses(
  machine: ReadingMachine,
  name: string,
): readonly (ProcessFacts & { readonly unit?: string })[] {
  return processIds(machine, name).flatMap((pid) => {
    const process = lookAtProcess(machine, pid)
    const unit = unitOf(readText(machine, `/proc/${pid}/cgroup`) ?? "")
    return process === undefined ? [] : [{ ...process, ...(unit === undefined ? {} : { unit }) }]
  })
}

/** By /proc/PID/comm, which the kernel cuts after 15 bytes; of the node itself, not of a container on it. */
function processIds(machine: ReadingMachine, name: string): readonly number[] {
  if (!machine.isLive) return []
  const pids = (machine.list("/proc") ?? []).filter((entry) => /^\d+$/.test(entry)).map(Number)
  const named = pids.filter((pid) => readText(machine, `/proc/${pid}/comm`)?.trimEnd() === name.slice(0, 15))
  return named.filter((pid) => !isInContainer(machine, pid)).toSorted((a, b) => a - b)
}

/**
 * A dockerd in a pod, a containerd in a node of kind: such a process has an id in each of several namespaces, the first
 * of them that of this /proc. See proc_pid_status(5), NSpid.
 */
function isInContainer(machine: ReadingMachine, pid: number): boolean {
  const ids = /^NSpid:\s+(.*)$/m.exec(readText(machine, `/proc/${pid}/status`) ?? "")?.[1]
  return ids !== undefined && ids.trim().split(/\s+/).length > 1
}

/** Of /proc/PID/cgroup (cgroups(7)): a service of the system itself, not one within a container or a pod. */
export function unitOf(cgroups: string): string | undefined {
  return /^(?:0::|\d+:name=systemd:)\/system\.slice\/(?:[^/\n]+\.slice\/)*([^/\n]+\.service)$/m.exec(cgroups)?.[1]
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
