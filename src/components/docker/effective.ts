// Which cgroup driver dockerd uses, of all places that state it: flags, daemon.json, and the default that follows from
// the node. Pure.
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Place } from "../../model/place.ts"
import type { CgroupDriver } from "../../model/setting.ts"
import {
  type DaemonJson,
  type ExecOpt,
  entriesOf,
  execOpts,
  isDriverOption,
  placeOf,
  readDaemonJson,
  readExecOpt,
} from "./daemon-json.ts"
import { type EngineFacts, versionOf } from "./facts.ts"
import { type Flag, placeOfFlag, switchOf } from "./tables/flags.ts"
import { parsesExecOptsStrictly } from "./tables/releases.ts"

type DriverOrigin =
  | { readonly by: "flag"; readonly flag: Flag; readonly place: Place | undefined }
  | { readonly by: "file"; readonly place: Place | undefined }
  | { readonly by: "default" }

export interface EffectiveDriver {
  /** As written, so it need not be a driver. Undefined: the default, and what it is on this node is not known. */
  readonly value: string | undefined
  readonly origin: DriverOrigin
}

/** The flags that set exec-opts. With one of them daemon.json may not set it. */
export function execOptFlags(own: EngineFacts): readonly Flag[] {
  return own.flags.filter(({ name }) => name === "exec-opt")
}

export function effectiveDriver(own: EngineFacts, node: NodeFacts): EffectiveDriver {
  const file = readDaemonJson(own.config)
  const flags = execOptFlags(own)
  const byFlag = countingDriver(
    own,
    flags.map(({ value }) => readExecOpt(value ?? "")),
  )
  if (byFlag !== undefined) {
    const flag = flags.findLast(({ value }) => value === byFlag.text)
    const place = flag === undefined ? undefined : placeOfFlag(own.service?.files ?? [], flag)
    if (flag !== undefined) return { value: byFlag.value, origin: { by: "flag", flag, place } }
  }
  const inFile = countingDriver(own, entriesOf(file, execOpts))
  if (inFile !== undefined && inFile.value !== "") {
    return { value: inFile.value, origin: { by: "file", place: placeOfEntry(file, inFile) } }
  }
  return { value: defaultDriver(own, node), origin: { by: "default" } }
}

/** Of several native.cgroupdriver entries, the one that this release takes. */
export function countingDriver(own: EngineFacts, entries: readonly ExecOpt[]): ExecOpt | undefined {
  const version = versionOf(own)
  const drivers = entries.filter(isDriverOption)
  return version === undefined || parsesExecOptsStrictly(version) ? drivers.at(-1) : drivers[0]
}

/** Where an entry stands: its line, when the list has a line per entry, else that of the key. */
export function placeOfEntry(file: DaemonJson, entry: ExecOpt): Place | undefined {
  const place = placeOf(file, execOpts)
  const { document } = file
  if (place === undefined || document === undefined) return place
  const written = JSON.stringify(entry.text)
  const lines = document.text.split("\n")
  const index = lines.findIndex((line, at) => at >= place.line - 1 && line.includes(written))
  const text = lines[index]
  if (text === undefined) return place
  const mark = index === 0 && document.hasByteOrderMark ? 1 : 0
  const column = text.indexOf(written) + 1 - mark
  return {
    file: place.file,
    line: index + 1,
    column,
    length: written.length,
    text: text.replace(/\r$/, "").slice(mark),
  }
}

/**
 * systemd where the node has cgroup v2 alone and systemd runs, else cgroupfs. Source: moby daemon/daemon_unix.go,
 * getCgroupDriver, from 20.10 to 29.
 */
function defaultDriver(own: EngineFacts, node: NodeFacts): CgroupDriver | undefined {
  const version = knownValue(node.cgroup)?.version
  const hasSystemd = knownValue(own.runsUnderSystemd)
  if (version === undefined || hasSystemd === undefined) return undefined
  return version === "2" && hasSystemd ? "systemd" : "cgroupfs"
}

export function isDriver(value: string | undefined): value is CgroupDriver {
  return value === "systemd" || value === "cgroupfs"
}

/** Whether containers live on while dockerd is restarted. */
export function restoresLive(own: EngineFacts): boolean {
  return switchOf(own.flags, "live-restore") ?? readDaemonJson(own.config).root?.["live-restore"] === true
}
