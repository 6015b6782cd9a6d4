// How SysV init runs a program after the next boot: a script of our own with an LSB header, registered by whatever
// program the distribution has for that, else linked by hand. See update-rc.d(8), chkconfig(8), LSB "Comment
// Conventions for Init Scripts".
import type { WritingMachine } from "../machine/writing.ts"
import {
  detached,
  program,
  removeScript,
  shellWord,
  startDetached,
  syncRegistration,
  writeScript,
} from "./boot-hook.ts"
import type { RunLater, RunLaterFailure, RunLaterTask } from "./init-system.ts"

const scriptDirectory = "/etc/init.d"

/** The runlevels that a boot leads to, and where their links lie: Debian's and Slackware's, Red Hat's. */
const runlevels = ["2", "3", "4", "5"]
const linkDirectories = runlevels.flatMap((level) => [`/etc/rc${level}.d`, `/etc/rc.d/rc${level}.d`])

export const sysvinitRunLater: RunLater = {
  async arrange(machine, task) {
    const written = writeScript(machine, scriptOf(task.name), scriptText(task))
    if (written !== undefined) return written
    const failure = await register(machine, task.name)
    if (failure !== undefined) return failure
    await syncRegistration(machine, scriptDirectory)
    return startDetached(machine, task)
  },

  async forget(machine, name) {
    const wasThere = machine.inspect(scriptOf(name)) !== undefined
    const links = linkDirectories.map((directory) => `${directory}/${linkName(name)}`)
    for (const link of links) {
      if (machine.inspect(link) !== undefined) await program(machine, ["rm", "-f", link])
    }
    // chkconfig reads the script; update-rc.d wants it gone first.
    if (wasThere) await program(machine, ["chkconfig", "--del", name])
    const removed = removeScript(machine, scriptOf(name))
    if (wasThere) await program(machine, ["update-rc.d", name, "remove"])
    return removed
  },
}

async function register(machine: WritingMachine, name: string): Promise<RunLaterFailure | undefined> {
  for (const argv of [
    ["update-rc.d", name, "defaults"],
    ["chkconfig", "--add", name],
  ]) {
    const failure = await program(machine, argv)
    if (failure?.by !== "program" || failure.ran.state !== "not-found") return failure
  }
  const present = linkDirectories.filter((directory) => machine.list(directory) !== undefined)
  for (const directory of present) {
    const failure = await program(machine, ["ln", "-sf", scriptOf(name), `${directory}/${linkName(name)}`])
    if (failure !== undefined) return failure
  }
  return undefined
}

function linkName(name: string): string {
  return `S99${name}`
}

function scriptOf(name: string): string {
  return `${scriptDirectory}/${name}`
}

function scriptText({ name, description, argv, after }: RunLaterTask): string {
  return [
    "#!/bin/sh",
    "# chkconfig: 2345 99 01",
    `# description: ${description}`,
    "### BEGIN INIT INFO",
    `# Provides:          ${name}`,
    "# Required-Start:    $local_fs $remote_fs",
    "# Required-Stop:",
    `# Should-Start:      ${after.join(" ")}`.trimEnd(),
    "# Default-Start:     2 3 4 5",
    "# Default-Stop:",
    `# Short-Description: ${description}`,
    "### END INIT INFO",
    'case "$1" in',
    `start) exec ${detached(argv).map(shellWord).join(" ")} ;;`,
    "esac",
    "",
  ].join("\n")
}
