// Asks systemd for everything criadm wants to know about a running unit, in one call. The names of the properties are
// those of org.freedesktop.systemd1(5).
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { askSeconds } from "../timeouts.ts"

/** Fixed language and time zone, so that times can be read; no colours and no pager. */
export const plainOutput = { LC_ALL: "C", TZ: "UTC", SYSTEMD_COLORS: "0", SYSTEMD_PAGER: "" } as const

const properties = [
  "LoadState",
  "ActiveState",
  "SubState",
  "MainPID",
  "ExecMainStartTimestamp",
  "NeedDaemonReload",
  "CanReload",
] as const

export interface UnitState {
  readonly state: ServiceFacts["state"]
  readonly pid?: number
  /** Milliseconds since the epoch; systemd prints whole seconds. */
  readonly startedAt?: number
  /** The files are newer than what systemd has loaded. */
  readonly needsDaemonReload: boolean
  /** It failed, or systemd is about to try again after a failure. */
  readonly isFailing: boolean
  readonly canReload: boolean
  /** What it says instead of "loaded" where it has refused the unit's files. */
  readonly loadError?: string
}

/** Undefined: systemd cannot be asked. */
export async function askUnitState(machine: ReadingMachine, name: string): Promise<UnitState | undefined> {
  if (!machine.isLive) return undefined
  const argv = ["systemctl", "show", name, `--property=${properties.join(",")}`]
  const ran = await machine.run({ argv, timeoutSeconds: askSeconds, environment: plainOutput })
  return ran.state === "ran" && ran.exitCode === 0 ? readUnitState(ran.stdout) : undefined
}

/** Units that a restart of this one restarts too: Requires=, BindsTo= and PartOf= of systemd.unit(5), seen from here. */
export async function askRestartsWith(machine: ReadingMachine, name: string): Promise<readonly string[]> {
  const argv = ["systemctl", "show", name, "--property=RequiredBy,BoundBy,ConsistsOf"]
  const ran = await machine.run({ argv, timeoutSeconds: askSeconds, environment: plainOutput })
  if (ran.state !== "ran" || ran.exitCode !== 0) return []
  const units = ran.stdout.split("\n").flatMap((line) => line.slice(line.indexOf("=") + 1).split(" "))
  return [...new Set(units)].filter((unit) => /\.(?:service|socket)$/.test(unit))
}

/** Reads lines such as "MainPID=253" and "ExecMainStartTimestamp=Sun 2026-11-22 12:25:41 UTC". */
function readUnitState(stdout: string): UnitState {
  const values = new Map(stdout.split("\n").map((line) => [line.split("=")[0] ?? "", line.replace(/^[^=]*=/, "")]))
  const active = values.get("ActiveState") ?? ""
  const isFailing = active === "failed" || values.get("SubState") === "auto-restart"
  const loaded = values.get("LoadState") ?? ""
  const pid = Number(values.get("MainPID"))
  const time = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/.exec(values.get("ExecMainStartTimestamp") ?? "")
  return {
    state: isFailing ? "failed" : stateOf(active),
    ...(pid > 0 ? { pid } : {}),
    ...(pid > 0 && time !== null ? { startedAt: Date.parse(`${time[1]}T${time[2]}Z`) } : {}),
    needsDaemonReload: values.get("NeedDaemonReload") === "yes",
    isFailing,
    canReload: values.get("CanReload") === "yes",
    ...(/^(?:bad-setting|error)$/.test(loaded) ? { loadError: loaded } : {}),
  }
}

function stateOf(active: string): ServiceFacts["state"] {
  if (active === "active" || active === "reloading" || active === "refreshing") return "active"
  return active === "inactive" || active === "activating" || active === "deactivating" ? "inactive" : "unknown"
}
