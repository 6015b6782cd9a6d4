// The new text of daemon.json, or why there can be none. Flags decide before the file does and are not edited; a file
// on which dockerd would not start is repaired where what was meant is clear, and otherwise not built upon.
import type { Edit } from "../../../documents/document.ts"
import { json } from "../../../documents/json/json.ts"
import { isTable, ownValue } from "../../../documents/value.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import { type Fault, failed, ok, type Result } from "../../../model/fault.ts"
import type { Reason } from "../../../model/message.ts"
import type { Wanted } from "../../component.ts"
import { type DaemonJson, entriesOf, execOpts, isDriverOption, readDaemonJson } from "../daemon-json.ts"
import { effectiveDriver, execOptFlags } from "../effective.ts"
import type { Engine } from "../engine.ts"
import { type EngineFacts, versionOf } from "../facts.ts"
import { problemsOf } from "../findings/problems.ts"
import { readsEmptyAndMarked } from "../tables/releases.ts"
import { driverEdits, flagSpellingEdits, mirrorEdit, mirrors } from "./edits.ts"
import { flagDecides } from "./flag-decides.ts"
import { openFilesEdits } from "./open-files.ts"
import { proxyEdits } from "./proxy.ts"

/** The new text of daemon.json and why; `text` undefined: it stays as it is. */
export interface Edited {
  readonly text: string | undefined
  readonly why: readonly Reason[]
  /** Whether reloading is enough: the driver is read only at the start, mirrors are reloaded (dockerd(8)). */
  readonly isReloadable: boolean
}

export function editDaemonJson(engine: Engine, wanted: Wanted, own: EngineFacts, node: NodeFacts): Result<Edited> {
  const start = startOf(wanted, own)
  const driver = wanted.cgroupDriver ?? effectiveDriver(start.own, node).value
  const obstacle = problemsOf(start.own, driver).find((problem) => !problem.isRepairable)
  if (obstacle !== undefined) {
    const { code, args, place } = obstacle
    const fault: Fault = { code: "docker-does-not-start", args: { code, engine: engine.name, ...args } }
    return failed(place === undefined ? fault : { ...fault, place })
  }
  const edits = editsFor(engine, wanted, start.own, node)
  if (!edits.ok) return edits
  const proxied = proxyEdits(engine, wanted, start.own, node)
  if (!proxied.ok) return proxied
  const limited = openFilesEdits(engine, wanted, start.own)
  if (!limited.ok) return limited
  const all = [edits.value, proxied.value, limited.value, handlerEdits(wanted, start.own)]
  const list = all.flatMap((one) => one.list)
  const why = all.flatMap((one) => one.why)
  const isReloadable = all.every((one) => one.isReloadable)
  const text = json.edit(own.configPath, start.text, list)
  if (!text.ok) return text
  const isEmptyRefused = !readsEmpty(own) && text.value.trim() === "" && knownValue(own.config) !== undefined
  const final = isEmptyRefused || (text.value === "" && own.isConfigNamed) ? "{}\n" : text.value
  if (final === (knownValue(own.config)?.text ?? "")) return ok({ text: undefined, why: [], isReloadable: true })
  return ok({ text: final, why: [...start.why, ...why], isReloadable: isReloadable && start.why.length === 0 })
}

function readsEmpty(own: EngineFacts): boolean {
  const version = versionOf(own)
  return version !== undefined && readsEmptyAndMarked(version)
}

/** The text to start from: as it is, without a mark that this release does not read, or nothing. */
function startOf(wanted: Wanted, own: EngineFacts) {
  const text = knownValue(own.config)?.text ?? ""
  // A file that cannot be read could not be put back.
  if (wanted.resetConfig && own.config.state === "known") {
    const { validation: _old, ...others } = own
    const fresh: EngineFacts = { ...others, config: { state: "absent", source: own.config.source } }
    return { own: fresh, text: "", why: text.trim() === "" ? [] : [{ code: "docker-reset", args: {} } as const] }
  }
  const release = versionOf(own)?.text ?? ""
  const mustRepair = problemsOf(own).some(({ isRepairable }) => isRepairable)
  const repair: readonly Reason[] = mustRepair ? [{ code: "docker-repair-start", args: { release } }] : []
  return { own, text: readsEmpty(own) ? text : text.replace(/^\uFEFF/, ""), why: repair }
}

export interface Edits {
  readonly list: readonly Edit[]
  readonly why: readonly Reason[]
  readonly isReloadable: boolean
}

function editsFor(engine: Engine, wanted: Wanted, own: EngineFacts, node: NodeFacts): Result<Edits> {
  const mirrored = mirrorEdits(engine, wanted, own)
  if (!mirrored.ok) return mirrored
  const file = readDaemonJson(own.config)
  const driver = wanted.cgroupDriver
  if (driver === undefined) return mirrored
  const effective = effectiveDriver(own, node)
  const flags = execOptFlags(own)
  const [flag] = flags
  if (flag !== undefined) {
    if (effective.value === driver) return mirrored
    return failed(flagDecides(engine, own, effective.origin.by === "flag" ? effective.origin.flag : flag, driver))
  }
  const moved = flagSpellingEdits(file)
  const isList = problemsOf(own).every(({ code }) => code !== "docker-exec-opts-type")
  const isSettled = effective.value === driver && isList && !hasOtherDrivers(file, driver)
  const set = isSettled ? [] : driverEdits(file, driver)
  // What is taken out of the ignored key was meant to count, so the driver is then written down in any case.
  const all = moved.length > 0 ? driverEdits(file, driver) : set
  const why: readonly Reason[] = [
    ...(all.length === 0 ? [] : [{ code: "docker-set-driver", args: { driver } } as const]),
    ...(moved.length === 0 ? [] : [{ code: "docker-move-exec-opt", args: {} } as const]),
  ]
  return ok({
    list: [...all, ...moved, ...mirrored.value.list],
    why: [...why, ...mirrored.value.why],
    isReloadable: all.length === 0 && moved.length === 0,
  })
}

function hasOtherDrivers(file: DaemonJson, driver: string): boolean {
  return entriesOf(file, execOpts).some((entry) => isDriverOption(entry) && entry.value !== driver)
}

/** Docker mirrors Docker Hub and nothing else; see dockerd(8), --registry-mirror. */
function mirrorEdits(engine: Engine, wanted: Wanted, own: EngineFacts): Result<Edits> {
  const rows = wanted.registries ?? []
  const unknown = rows.find(
    ({ credentialsFile, overridePath }) => credentialsFile !== undefined || overridePath === true,
  )
  if (unknown !== undefined) {
    const what = unknown.credentialsFile === undefined ? "override_path" : "credentials_file"
    return failed({ code: "registry-has-none", args: { runtime: engine.name, host: unknown.host, what } })
  }
  const asked = [
    ...wanted.registryMirrors,
    ...rows.flatMap(({ host, mirrors: urls }) => urls.map((url) => ({ host, url }))),
  ]
  const other = asked.find(({ host }) => host !== "docker.io")
  if (other !== undefined) {
    const args = { engine: engine.name, host: other.host }
    return failed({ code: "docker-mirrors-docker-hub-only", args })
  }
  const urls = asked.map(({ url }) => url)
  const flags = own.flags.filter(({ name }) => name === "registry-mirror")
  const missing = urls.filter((url) => !flags.some(({ value }) => isSameUrl(value ?? "", url)))
  const [flag] = flags
  if (flag !== undefined && missing[0] !== undefined) {
    return failed(flagDecides(engine, own, flag, missing[0]))
  }
  const stated = readDaemonJson(own.config).root?.[mirrors]
  const isThere = (url: string) =>
    Array.isArray(stated) && stated.some((one: unknown) => typeof one === "string" && isSameUrl(one, url))
  const added = missing.filter((url) => !isThere(url))
  const trusted = insecureHosts(rows, own)
  return ok({
    list: [
      ...added.map(mirrorEdit),
      ...trusted.map((host): Edit => ({ edit: "add-element", path: ["insecure-registries"], value: host })),
    ],
    why: [
      ...added.map((url): Reason => ({ code: "docker-set-mirror", args: { url } })),
      ...trusted.map((host): Reason => ({ code: "registry-as-asked", args: { host } })),
    ],
    // dockerd(8): both are reloaded.
    isReloadable: true,
  })
}

/** Hosts whose certificate is not asked for, as far as the file does not say so yet. */
function insecureHosts(rows: NonNullable<Wanted["registries"]>, own: EngineFacts): readonly string[] {
  const stated = readDaemonJson(own.config).root?.["insecure-registries"]
  const present: readonly unknown[] = Array.isArray(stated) ? stated : []
  const hosts = rows
    .filter(({ skipVerify }) => skipVerify === true)
    .flatMap(({ host, mirrors: urls }) => (urls.length === 0 ? [host] : urls.map((url) => new URL(url).host)))
  return [...new Set(hosts)].filter((host) => !present.includes(host))
}

/** dockerd(8): runtimes are reloaded. The cgroup driver is one for all of them. */
function handlerEdits({ handlers = [] }: Wanted, own: EngineFacts): Edits {
  const { root } = readDaemonJson(own.config)
  const all = root === undefined ? undefined : ownValue(root, "runtimes")
  const missing = handlers.filter(({ name, binary }) => {
    const stated = isTable(all) ? ownValue(all, name) : undefined
    return !(isTable(stated) && ownValue(stated, "path") === binary)
  })
  return {
    list: missing.map(({ name, binary }): Edit => ({ edit: "set", path: ["runtimes", name, "path"], value: binary })),
    why: missing.map(({ name, binary }): Reason => ({ code: "handler-as-asked", args: { handler: name, binary } })),
    isReloadable: true,
  }
}

function isSameUrl(a: string, b: string): boolean {
  return a.replace(/(?<!\/)\/+$/, "") === b.replace(/(?<!\/)\/+$/, "")
}
