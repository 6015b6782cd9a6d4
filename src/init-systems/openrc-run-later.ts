// How OpenRC runs a program after the next boot: a service script of our own in the runlevel that a boot leads to. See
// openrc-run(8) and rc-update(8).
import { toFileFact } from "../model/facts/file-fact.ts"
import {
  detached,
  program,
  removeScript,
  shellWord,
  startDetached,
  syncRegistration,
  writeScript,
} from "./boot-hook.ts"
import type { RunLater, RunLaterTask } from "./init-system.ts"

const scriptDirectory = "/etc/init.d"

export const openrcRunLater: RunLater = {
  async arrange(machine, task) {
    const written = writeScript(machine, scriptOf(task.name), scriptText(task))
    if (written !== undefined) return written
    const softlevel = toFileFact(machine.readFile("/run/openrc/softlevel"))
    const runlevel = softlevel.state === "known" ? softlevel.value.text.trim() : ""
    const added = await program(machine, ["rc-update", "add", task.name, runlevel === "" ? "default" : runlevel])
    if (added !== undefined) return added
    await syncRegistration(machine, scriptDirectory)
    return startDetached(machine, task)
  },

  async forget(machine, name) {
    if (machine.inspect(scriptOf(name)) !== undefined) {
      // After a boot it counts as started; there is nothing to stop.
      await program(machine, ["rc-service", name, "zap"])
      await program(machine, ["rc-update", "--all", "del", name])
    }
    return removeScript(machine, scriptOf(name))
  },
}

function scriptOf(name: string): string {
  return `${scriptDirectory}/${name}`
}

function scriptText({ description, argv, after }: RunLaterTask): string {
  return [
    "#!/sbin/openrc-run",
    `description=${shellWord(description)}`,
    "",
    "depend() {",
    // Not "need": Debian's scripts mount file systems under other names, and in a runlevel before this one.
    `\t${["after", "localmount", ...after].join(" ")}`,
    "}",
    "",
    "start() {",
    `\tebegin ${shellWord(description)}`,
    `\t${detached(argv).map(shellWord).join(" ")}`,
    "\teend $?",
    "}",
    "",
  ].join("\n")
}
