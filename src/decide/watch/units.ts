// The units of `criadm watch`, as they are shipped: a service that verifies, and the timer that starts it.
import service from "../../integrations/systemd/criadm-verify.service" with { type: "text" }
import timer from "../../integrations/systemd/criadm-verify.timer" with { type: "text" }

export interface Unit {
  readonly name: string
  readonly path: string
  /** For a program at `ownPath`. */
  readonly text: string
}

/** Where administrators' units lie; systemd.unit(5). */
const directory = "/etc/systemd/system"
/** Where the units as they are shipped have the program. */
export const ownPath = "/usr/local/bin/criadm"
export const timerName = "criadm-verify.timer"

export const units: readonly Unit[] = [
  { name: "criadm-verify.service", path: `${directory}/criadm-verify.service`, text: service },
  { name: timerName, path: `${directory}/${timerName}`, text: timer },
]

/** What `systemctl enable` makes of WantedBy=timers.target. */
export const timerLink = {
  directory: `${directory}/timers.target.wants`,
  path: `${directory}/timers.target.wants/${timerName}`,
  target: `${directory}/${timerName}`,
} as const

/** Directories of which a service sees nothing, by ProtectHome= and PrivateTmp= of these units; systemd.exec(5). */
export const hiddenDirectories = ["/home", "/root", "/run/user", "/tmp", "/var/tmp"] as const

/** The unit's text for a program that lies elsewhere, or needs words in front of a command's name. */
export function textFor({ text }: Unit, command: readonly string[]): string {
  return text.replace(`ExecStart=${ownPath} `, () => `ExecStart=${command.map(unitWord).join(" ")} `)
}

/** See systemd.service(5), "Command lines": quoting, specifiers and variables. */
function unitWord(word: string): string {
  if (/^[\w./:+@-]+$/.test(word)) return word
  const escaped = word.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%").replaceAll("$", "$$$$")
  return `"${escaped}"`
}
