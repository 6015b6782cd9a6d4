// Who holds a lock and whether that process still lives. A pid alone is not enough: pids are used again, and after a
// boot they mean nothing; the start time and the boot id make it certain.
import type { ReadingMachine } from "../../machine/reading.ts"

export interface Holder {
  readonly pid: number
  /** Ticks after boot when the process was started: field 22 of /proc/PID/stat. See proc_pid_stat(5). */
  readonly startTime: string
  /** /proc/sys/kernel/random/boot_id. See random(4). */
  readonly boot: string
}

export interface Processes {
  self(): Holder
  isRunning(holder: Holder): boolean
}

/** Asks /proc of the running machine, which is not the machine of --root. */
export function processesOf(running: ReadingMachine, pid: number): Processes {
  const boot = () => textOf(running, "/proc/sys/kernel/random/boot_id")?.trim() ?? ""
  return {
    self: () => ({ pid, startTime: startTimeOf(running, pid) ?? "", boot: boot() }),
    isRunning: (holder) => holder.boot === boot() && startTimeOf(running, holder.pid) === holder.startTime,
  }
}

function startTimeOf(running: ReadingMachine, pid: number): string | undefined {
  const stat = textOf(running, `/proc/${pid}/stat`)
  // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")
  // Dead, and only not collected by its parent yet.
  return fields?.[0] === "Z" || fields?.[0] === "X" ? undefined : fields?.[19]
}

function textOf(running: ReadingMachine, path: string): string | undefined {
  const read = running.readFile(path)
  return read.state === "read" ? new TextDecoder().decode(read.bytes) : undefined
}
