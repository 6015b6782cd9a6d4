// The file that a process runs, whatever has become of its name since it was started.
import { statSync } from "node:fs"
import { errnoOf } from "../errno.ts"
import type { ProgramFile } from "../reading.ts"

/** /proc/PID/exe is followed by the kernel to the file itself, not by its path; see proc_pid_exe(5). */
export function programOf(pid: number): ProgramFile | undefined {
  try {
    const { dev, ino, ctimeMs } = statSync(`/proc/${pid}/exe`)
    return { device: dev, inode: ino, changedAt: ctimeMs }
  } catch (error) {
    errnoOf(error)
    return undefined
  }
}
