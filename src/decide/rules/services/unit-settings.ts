// Settings of a unit with which its program runs, and pods do not as they should: those that give it mounts of its own, and
// those that end its pods together with it.
import type { Component } from "../../../components/component.ts"
import { placesIn } from "../../../documents/lines.ts"
import { scanUnit } from "../../../documents/units/scan.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { Finding, Severity } from "../../../model/finding.ts"
import type { Place } from "../../../model/place.ts"
import type { ServiceFacts } from "../../../model/service.ts"
import { concerned } from "../concerned.ts"
import { unitTexts } from "./units.ts"

/** systemd src/basic/parse-util.c, parse_boolean, and words of some keys that mean the same. */
const off = /^(?:0|no|n|false|f|off|default|all|)$/i

/** Keys that make systemd start a service in a mount namespace of its own when they are on. */
const switches = new Set([
  ...["PrivateMounts", "PrivateTmp", "PrivateDevices", "PrivateIPC", "PrivateNetwork", "PrivatePIDs", "DynamicUser"],
  ...["ProtectSystem", "ProtectHome", "ProtectControlGroups", "ProtectProc", "ProcSubset", "MountAPIVFS"],
  ...["ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "BindLogSockets"],
])
/** The same with any value. */
const lists = new Set([
  ...["ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths", "ExecPaths", "NoExecPaths", "BindPaths"],
  ...["BindReadOnlyPaths", "TemporaryFileSystem", "MountImages", "ExtensionImages", "ExtensionDirectories"],
  ...["RootImage", "LogNamespace", "NetworkNamespacePath"],
])

/**
 * Whether the host gets none of the program's mounts with it: src/core/exec-invoke.c, exec_needs_mount_namespace; asked of
 * systemd 257, as far as it could be.
 */
export function givesOwnMounts(key: string, value: string): boolean {
  if (key === "MountFlags") return value === "slave" || value === "private"
  if (key === "RootDirectory") return value !== "/"
  return lists.has(key) || (switches.has(key) && !off.test(value))
}

interface Said {
  readonly key: string
  readonly value: string
  readonly place: Place
}

export function judgeUnitSettings(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  if (knownValue(node.initSystem) !== "systemd") return []
  return concerned(node, components).flatMap(({ component, service }) => {
    const counting = countingLines(service)
    return [...ownMounts(component, service, counting), ...endsPods(component, service, counting)]
  })
}

/** Of each key of [Service] the line that counts; of a list the last one, where nothing has emptied it since. */
function countingLines(service: ServiceFacts): ReadonlyMap<string, Said> {
  const counting = new Map<string, Said>()
  for (const { path, text } of unitTexts(service)) {
    const placeOf = placesIn(path, text)
    for (const { section, key, value, keyAt } of scanUnit(text).assignments) {
      if (section !== "Service") continue
      if (value === "") counting.delete(key)
      else counting.set(key, { key, value, place: placeOf(keyAt[0], key.length) })
    }
  }
  return counting
}

function ownMounts(
  { id: component, role }: Component,
  { name: service }: ServiceFacts,
  counting: ReadonlyMap<string, Said>,
): readonly Finding[] {
  const said = [...counting.values()].filter(({ key, value }) => givesOwnMounts(key, value))
  const [first] = said
  if (first === undefined) return []
  const settings = said.map(({ key, value }) => `${key}=${value}`)
  const args = { service, settings, file: first.place.file, isKubelet: role === "kubelet" }
  return [{ code: "service-own-mounts", args, severity: severityOf(first), component, place: first.place }]
}

/** systemd.kill(5): "control-group" is the default. */
function endsPods(
  { id: component, runtime }: Component,
  { name: service, command }: ServiceFacts,
  counting: ReadonlyMap<string, Said>,
): readonly Finding[] {
  const mode = counting.get("KillMode")
  if (runtime?.runsPodsInService !== true || command.length === 0) return []
  if (mode !== undefined && /^(?:process|none)$/.test(mode.value)) return []
  const said = mode ?? counting.get("ExecStart")
  if (said === undefined) return []
  const args = { service, mode: mode?.value ?? "", file: said.place.file }
  const at = mode === undefined ? {} : { place: mode.place }
  return [{ code: "service-ends-pods", args, severity: severityOf(said), component, ...at }]
}

/** What a vendor ships in its own unit is the vendor's to decide. */
function severityOf({ place }: Said): Severity {
  return /^\/(?:etc|run)\//.test(place.file) ? "warning" : "note"
}
