// Asks systemd for everything criadm wants to know about a running unit, in one call: over systemd's own socket, as
// systemctl does for root, else with systemctl. The names of the properties are those of org.freedesktop.systemd1(5).
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { askSeconds, socketSeconds } from "../timeouts.ts"

/** Fixed language and time zone, so that times can be read; no colours and no pager. */
export const plainOutput = { LC_ALL: "C", TZ: "UTC", SYSTEMD_COLORS: "0", SYSTEMD_PAGER: "" } as const

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

/** As systemd has them. */
interface UnitProperties {
  readonly load: string
  readonly active: string
  readonly sub: string
  /** 0: none. */
  readonly pid: number
  /** Milliseconds since the epoch, in whole seconds; NaN: none. */
  readonly startedAt: number
  readonly needsDaemonReload: boolean
  readonly canReload: boolean
}

/** Undefined: systemd cannot be asked. */
export async function askUnitState(machine: ReadingMachine, name: string): Promise<UnitState | undefined> {
  if (!machine.isLive) return undefined
  const properties = (await askSystemd(machine, name)) ?? (await askSystemctl(machine, name))
  return properties === undefined ? undefined : stateFrom(properties)
}

/** Undefined: it does not tell in this way, or not all. src/shared/bus-util.c, bus_connect_system_systemd. */
async function askSystemd(machine: ReadingMachine, name: string): Promise<UnitProperties | undefined> {
  if (machine.uid !== 0 || !/^[\w:.@\\-]+\.(?:service|socket)$/.test(name)) return undefined
  const properties = await machine.propertiesOf?.({
    socket: "/run/systemd/private",
    path: `/org/freedesktop/systemd1/unit/${escaped(name)}`,
    timeoutMilliseconds: socketSeconds * 1000,
  })
  if (properties === undefined) return undefined
  const load = properties.text("LoadState")
  const active = properties.text("ActiveState")
  const sub = properties.text("SubState")
  const needsDaemonReload = properties.number("NeedDaemonReload", "b")
  const canReload = properties.number("CanReload", "b")
  const hasProcess = name.endsWith(".service")
  const pid = hasProcess ? properties.number("MainPID", "u") : 0
  const started = hasProcess ? properties.number("ExecMainStartTimestamp", "t") : 0
  if (load === undefined || active === undefined || sub === undefined || pid === undefined) return undefined
  if (needsDaemonReload === undefined || canReload === undefined || started === undefined) return undefined
  return {
    load,
    active,
    sub,
    pid,
    // As systemctl prints it: whoever asks twice, once in each way, sees no other start.
    startedAt: started === 0 ? Number.NaN : Math.floor(started / 1_000_000) * 1000,
    needsDaemonReload: needsDaemonReload === 1,
    canReload: canReload === 1,
  }
}

/** As a part of an object's path: src/basic/bus-label.c, bus_label_escape. */
function escaped(name: string): string {
  return name.replace(/[^A-Za-z0-9]|^\d/g, (character) => `_${character.charCodeAt(0).toString(16)}`)
}

/** Reads lines such as "MainPID=253" and "ExecMainStartTimestamp=Sun 2026-11-22 12:25:41 UTC". */
async function askSystemctl(machine: ReadingMachine, name: string): Promise<UnitProperties | undefined> {
  const asked = "LoadState,ActiveState,SubState,MainPID,ExecMainStartTimestamp,NeedDaemonReload,CanReload"
  const argv = ["systemctl", "show", name, `--property=${asked}`]
  const ran = await machine.run({ argv, timeoutSeconds: askSeconds, environment: plainOutput })
  if (ran.state !== "ran" || ran.exitCode !== 0) return undefined
  const lines = ran.stdout.split("\n")
  const values = new Map(lines.map((line) => [line.split("=")[0] ?? "", line.replace(/^[^=]*=/, "")]))
  const time = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/.exec(values.get("ExecMainStartTimestamp") ?? "")
  return {
    load: values.get("LoadState") ?? "",
    active: values.get("ActiveState") ?? "",
    sub: values.get("SubState") ?? "",
    pid: Number(values.get("MainPID")),
    startedAt: time === null ? Number.NaN : Date.parse(`${time[1]}T${time[2]}Z`),
    needsDaemonReload: values.get("NeedDaemonReload") === "yes",
    canReload: values.get("CanReload") === "yes",
  }
}

/** Units that a restart of this one restarts too: Requires=, BindsTo= and PartOf= of systemd.unit(5), seen from here. */
export async function askRestartsWith(machine: ReadingMachine, name: string): Promise<readonly string[]> {
  const argv = ["systemctl", "show", name, "--property=RequiredBy,BoundBy,ConsistsOf"]
  const ran = await machine.run({ argv, timeoutSeconds: askSeconds, environment: plainOutput })
  if (ran.state !== "ran" || ran.exitCode !== 0) return []
  const units = ran.stdout.split("\n").flatMap((line) => line.slice(line.indexOf("=") + 1).split(" "))
  return [...new Set(units)].filter((unit) => /\.(?:service|socket)$/.test(unit))
}

function stateFrom({ load, active, sub, pid, startedAt, ...rest }: UnitProperties): UnitState {
  const isFailing = active === "failed" || sub === "auto-restart"
  return {
    state: isFailing ? "failed" : stateOf(active),
    ...(pid > 0 ? { pid } : {}),
    ...(pid > 0 && !Number.isNaN(startedAt) ? { startedAt } : {}),
    ...rest,
    isFailing,
    ...(/^(?:bad-setting|error)$/.test(load) ? { loadError: load } : {}),
  }
}

function stateOf(active: string): ServiceFacts["state"] {
  if (active === "active" || active === "reloading" || active === "refreshing") return "active"
  return active === "inactive" || active === "activating" || active === "deactivating" ? "inactive" : "unknown"
}
