// How the file systems of the running node are mounted, as far as it decides what can be written.
import type { ReadingMachine } from "../machine/reading.ts"
import { toFileFact } from "../model/facts/file-fact.ts"

/**
 * Whether the mount that holds this path is read-only, as /proc/sys is in a container and while an image is built. See
 * proc_pid_mountinfo(5): the fifth field is the mount point, the sixth has the options of this mount.
 */
export function isMountedReadOnly(machine: ReadingMachine, path: string): boolean {
  const file = toFileFact(machine.readFile("/proc/self/mountinfo"))
  const lines = file.state === "known" ? file.value.text.split("\n") : []
  const mounts = lines
    .map((line) => line.split(" "))
    .map((fields) => ({ at: fields[4] ?? "", options: fields[5] ?? "" }))
  const holding = mounts.filter(({ at }) => at === "/" || path === at || path.startsWith(`${at}/`))
  const length = Math.max(...holding.map(({ at }) => at.length))
  // Of several mounted over each other the last one counts.
  return (
    holding
      .findLast(({ at }) => at.length === length)
      ?.options.split(",")
      .includes("ro") ?? false
  )
}
