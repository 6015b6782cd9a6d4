// How runit runs a program after the next boot: a service directory of our own where runsvdir looks. Its run script
// starts the program in a session of its own and then stays, because runsv starts what ends again and again; taking
// the directory away ends only what stays. See runsvdir(8), runsv(8).
import type { WritingMachine } from "../machine/writing.ts"
import { detached, removeScript, shellWord, startDetached, syncRegistration, writeScript } from "./boot-hook.ts"
import type { RunLater, RunLaterFailure, RunLaterTask } from "./init-system.ts"

/** What runsvdir watches: Debian and Void, older Debian, daemontools' place, Artix. A service in it starts at boot. */
export const watchedDirectories = ["/etc/service", "/var/service", "/service", "/run/runit/service"] as const

export const runitRunLater: RunLater = {
  async arrange(machine, task) {
    const watched = lastingDirectory(machine)
    const directory = `${watched ?? watchedDirectories[0]}/${task.name}`
    const acted = machine.makeDirectory(directory, 0o755)
    if (!acted.ok) return { by: "act", acted }
    const written = writeScript(machine, `${directory}/run`, runScript(task))
    if (written !== undefined) return written
    await syncRegistration(machine, directory)
    return startDetached(machine, task)
  },

  async forget(machine, name) {
    const watched = lastingDirectory(machine)
    const directory = `${watched ?? watchedDirectories[0]}/${name}`
    if (machine.inspect(directory) === undefined) return undefined
    // First the script, so that nothing is started again; then what runsv itself has put there.
    const removed = removeScript(machine, `${directory}/run`)
    return removed ?? removeWhole(machine, directory)
  },
}

/** The first that runsvdir watches and that outlives a boot: some distributions link one below /run. */
function lastingDirectory(machine: WritingMachine): string | undefined {
  return watchedDirectories
    .map((directory) => machine.resolve(directory))
    .find((directory) => directory !== undefined && !directory.startsWith("/run/"))
}

/** supervise/ holds FIFOs and a lock; runsv ends by itself when its directory is gone. */
async function removeWhole(machine: WritingMachine, directory: string): Promise<RunLaterFailure | undefined> {
  const ran = await machine.act({ argv: ["rm", "-rf", directory], timeoutSeconds: 30 })
  return ran.state === "ran" && ran.exitCode === 0 ? undefined : { by: "program", ran }
}

function runScript({ description, argv }: RunLaterTask): string {
  return ["#!/bin/sh", `# ${description}.`, detached(argv).map(shellWord).join(" "), "exec tail -f /dev/null", ""].join(
    "\n",
  )
}
