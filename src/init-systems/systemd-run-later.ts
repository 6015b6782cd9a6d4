// How systemd runs a program later: a transient timer for the time, and a unit of our own, enabled, for the next boot,
// because transient units do not outlive one. See systemd-run(1), systemd.timer(5).
import { program, syncRegistration } from "./boot-hook.ts"
import type { RunLater } from "./init-system.ts"

/** Local units; see systemd.unit(5), "Unit File Load Path". */
const unitDirectory = "/etc/systemd/system"

export const systemdRunLater: RunLater = {
  // The start of a oneshot service ends with its process. --wait would need the system bus, which a small node has not.
  launcher: ["systemd-run", "--quiet", "--collect", "--service-type=oneshot"],

  async arrange(machine, { name, description, argv, seconds, after }) {
    const text = unitText(description, argv, after)
    const file = { bytes: new TextEncoder().encode(text), mode: 0o644, uid: 0, gid: 0 }
    const acted = machine.replaceFile(unitFile(name), file)
    if (!acted.ok) return { by: "act", acted }
    const enabled = await program(machine, ["systemctl", "enable", bootUnit(name)])
    if (enabled !== undefined) return enabled
    await syncRegistration(machine, unitDirectory)
    const timer = [`--unit=${name}`, `--description=${description}`, `--on-active=${seconds}s`]
    // Timers are let run up to a minute late to save power; a minute is long for a node that cannot be reached.
    return program(machine, ["systemd-run", ...timer, "--timer-property=AccuracySec=1s", ...argv])
  },

  /**
   * Only the timer is stopped: the service may be the very process that asks. Started once more, it finds nothing
   * to do.
   */
  async forget(machine, name) {
    await program(machine, ["systemctl", "stop", `${name}.timer`])
    const isThere = machine.inspect(unitFile(name)) !== undefined
    const disabled = isThere ? await program(machine, ["systemctl", "disable", bootUnit(name)]) : undefined
    // Also when it is not there: what a killed arrangement left beside it goes with this.
    const acted = machine.removeFile(unitFile(name))
    return acted.ok ? disabled : { by: "act", acted }
  },
}

function bootUnit(name: string): string {
  return `${name}-boot.service`
}

function unitFile(name: string): string {
  return `${unitDirectory}/${bootUnit(name)}`
}

function unitText(description: string, argv: readonly string[], after: readonly string[]): string {
  const services = after.map((service) => (service.includes(".") ? service : `${service}.service`))
  return [
    "[Unit]",
    `Description=${description.replaceAll("%", "%%")}`,
    // After them and not before: it may have to restart them, and would wait for itself.
    ...(services.length === 0 ? [] : [`After=${services.join(" ")}`]),
    `RequiresMountsFor=${quote(argv[0] ?? "")}`,
    "",
    "[Service]",
    `ExecStart=${argv.map(quote).join(" ")}`,
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "",
  ].join("\n")
}

/** See systemd.service(5), "Command lines": quoting, specifiers and variables. */
function quote(word: string): string {
  const escaped = word.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%").replaceAll("$", "$$$$")
  return `"${escaped}"`
}
