// What must change so that a Docker engine uses the wanted cgroup driver. Its configuration is edited only where it
// decides: what a flag sets is refused with its place, and a file on which dockerd would not start is not built upon.

import type { Edit } from "../../documents/document.ts"
import { json } from "../../documents/json.ts"
import type { Change, FileChange } from "../../model/change.ts"
import { knownValue } from "../../model/fact.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import type { NodeFacts } from "../../model/node-facts.ts"
import type { Expectation, Reading } from "../../model/plan.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { type Contribution, nothingToContribute, type Summary, type Wanted } from "../component.ts"
import { criDockerd } from "../cri-dockerd.ts"
import { type DaemonJson, entriesOf, execOpts, isDriverOption, readDaemonJson } from "./daemon-json.ts"
import { driverEdits, flagSpellingEdits, mirrorEdit, mirrors } from "./edits.ts"
import { effectiveDriver, execOptFlags, restoresLive } from "./effective.ts"
import type { Engine } from "./engine.ts"
import { type EngineFacts, versionOf } from "./facts.ts"
import { placeOfFlag } from "./flags.ts"
import { judgementOf } from "./judgement.ts"
import { problemsOf } from "./problems.ts"
import { readsEmptyAndMarked } from "./releases.ts"

/** The new text of daemon.json and why; `text` undefined: it stays as it is. */
interface Edited {
  readonly text: string | undefined
  readonly why: readonly Reason[]
  /** Whether reloading is enough: the driver is read only at the start, mirrors are reloaded (dockerd(8)). */
  readonly isReloadable: boolean
}

export function contributeEngine(engine: Engine, wanted: Wanted, own: EngineFacts, node: NodeFacts): Contribution {
  if (wanted.runtime !== engine.id) return nothingToContribute
  const bridge = criDockerd.summarize(node)
  const refuse = (...refusals: readonly Fault[]): Contribution => ({ ...nothingToContribute, refusals })
  if (!bridge.isInstalled) {
    return refuse({ code: "docker-needs-cri-dockerd", args: { engine: engine.name }, turn: "person" })
  }
  if (versionOf(own) === undefined) {
    return refuse({ code: "runtime-has-no-binary", args: { runtime: engine.id }, turn: "person" })
  }
  const edited = edit(engine, wanted, own, node)
  if (!edited.ok) return refuse(edited.fault)
  const { text, why, isReloadable } = edited.value
  const judgement = text === undefined || !node.isLive ? undefined : judgementOf(engine.id, own, text)
  const restarts = text === undefined ? [] : serviceChanges(engine, own, bridge, isReloadable)
  return {
    changes: [...(text === undefined ? [] : fileChanges(engine, own, text, why)), ...restarts],
    readings: readingsOf(own),
    judgements: judgement === undefined ? [] : [judgement],
    expectations: expectationsOf(engine, wanted, own, node),
    refusals: [],
    notes: notesOf(engine, own, text !== undefined, isReloadable),
  }
}

function edit(engine: Engine, wanted: Wanted, own: EngineFacts, node: NodeFacts): Result<Edited> {
  const obstacle = problemsOf(own).find((problem) => !problem.isRepairable)
  if (obstacle !== undefined && !(wanted.resetConfig && obstacle.code === "docker-config-broken")) {
    const { code, args, place } = obstacle
    const fault: Fault = { code: "docker-does-not-start", args: { code, engine: engine.name, ...args }, turn: "person" }
    return failed(place === undefined ? fault : { ...fault, place })
  }
  const start = startOf(wanted, own)
  const edits = editsFor(engine, wanted, start.own, node)
  if (!edits.ok) return edits
  const { list, why, isReloadable } = edits.value
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
  if (wanted.resetConfig) {
    const fresh = { ...own, config: { state: "absent", source: own.config.source } as const }
    return { own: fresh, text: "", why: text.trim() === "" ? [] : [{ code: "docker-reset", args: {} } as const] }
  }
  const release = versionOf(own)?.text ?? ""
  const mustRepair = problemsOf(own).some(({ isRepairable }) => isRepairable)
  const repair: readonly Reason[] = mustRepair ? [{ code: "docker-repair-start", args: { release } }] : []
  return { own, text: readsEmpty(own) ? text : text.replace(/^\uFEFF/, ""), why: repair }
}

interface Edits {
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
    const deciding = effective.origin.by === "flag" ? effective.origin.flag : flag
    const place = placeOfFlag(own.service?.files ?? [], deciding)
    const args = {
      engine: engine.name,
      flag: deciding.text,
      file: place?.file ?? own.service?.name ?? "",
      wanted: driver,
    }
    const fault: Fault = { code: "docker-flag-decides", args, turn: "person" }
    return failed(place === undefined ? fault : { ...fault, place })
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
  const other = wanted.registryMirrors.find(({ host }) => host !== "docker.io")
  if (other !== undefined) {
    const args = { engine: engine.name, host: other.host }
    return failed({ code: "docker-mirrors-docker-hub-only", args, turn: "person" })
  }
  const urls = wanted.registryMirrors.map(({ url }) => url)
  const flags = own.flags.filter(({ name }) => name === "registry-mirror")
  const missing = urls.filter((url) => !flags.some(({ value }) => isSameUrl(value ?? "", url)))
  const [flag] = flags
  if (flag !== undefined && missing[0] !== undefined) {
    const place = placeOfFlag(own.service?.files ?? [], flag)
    const args = { engine: engine.name, flag: flag.text, file: place?.file ?? "", wanted: missing[0] }
    return failed({ code: "docker-flag-decides", args, turn: "person" })
  }
  const stated = readDaemonJson(own.config).root?.[mirrors]
  const isThere = (url: string) =>
    Array.isArray(stated) && stated.some((one: unknown) => typeof one === "string" && isSameUrl(one, url))
  const added = missing.filter((url) => !isThere(url))
  return ok({
    list: added.map(mirrorEdit),
    why: added.map((url): Reason => ({ code: "docker-set-mirror", args: { url } })),
    isReloadable: true,
  })
}

function isSameUrl(a: string, b: string): boolean {
  return a.replace(/\/+$/, "") === b.replace(/\/+$/, "")
}

function fileChanges(engine: Engine, own: EngineFacts, text: string, why: readonly Reason[]): readonly Change[] {
  const old = knownValue(own.config)
  const { mode, uid, gid } = old ?? { mode: 0o644, uid: 0, gid: 0 }
  const path = own.configPath
  const directory: readonly Change[] = own.hasConfigDirectory
    ? []
    : [{ kind: "directory", component: engine.id, path: path.slice(0, path.lastIndexOf("/")), mode: 0o755, why }]
  const file: FileChange = {
    kind: "file",
    component: engine.id,
    path,
    realPath: old?.realPath ?? path,
    before: old === undefined ? null : { text: old.text, mode, uid, gid },
    after: { text, mode, uid, gid },
    why,
  }
  return [...directory, file]
}

/** cri-dockerd asks Docker for its driver when it starts and never again (core/docker_service.go). */
function serviceChanges(engine: Engine, own: EngineFacts, bridge: Summary, isReloadable: boolean): readonly Change[] {
  const { service } = own
  if (service === undefined) return []
  const reloads = isReloadable && service.canReload && service.state === "active"
  if (reloads) return [change(engine.id, service, "reload", { code: "restart-makes-effective", args: {} })]
  return [
    change(engine.id, service, "restart", { code: "restart-makes-effective", args: {} }),
    ...(bridge.service === undefined
      ? []
      : [change(criDockerd.id, bridge.service, "restart", { code: "cri-dockerd-asks-driver-once", args: {} })]),
  ]
}

function change(component: string, service: ServiceFacts, action: "restart" | "reload", why: Reason): Change {
  const wasActive = service.state === "active"
  return { kind: "service", component, service: service.name, action, wasActive, why: [why] }
}

function readingsOf(own: EngineFacts): readonly Reading[] {
  const files = (own.service?.files ?? []).flatMap((fact) => knownValue(fact) ?? [])
  const config = knownValue(own.config)
  return [
    ...(config === undefined && own.config.state !== "absent"
      ? []
      : [{ path: own.configPath, hash: config?.hash ?? null }]),
    ...files.map(({ path, hash }) => ({ path, hash })),
  ]
}

/** A cri-dockerd that does not tell the driver is no obstacle where the client can ask Docker itself. */
function expectationsOf(engine: Engine, wanted: Wanted, own: EngineFacts, node: NodeFacts): readonly Expectation[] {
  const { service, client } = own
  const { endpoint, cgroupDriver: driver } = wanted
  const component = engine.id
  const asksDocker = client === undefined ? {} : { dumpCommand: [client, "info", "--format", "{{.CgroupDriver}}"] }
  const canBeAsked = client !== undefined || (criDockerd.runtime?.tellsDriver(node) ?? false)
  return [
    ...(service === undefined ? [] : [{ kind: "service-active", component, service: service.name } as const]),
    { kind: "cri", component, endpoint },
    ...(driver === undefined || !canBeAsked
      ? []
      : [{ kind: "cgroup-driver", component, endpoint, driver, ...asksDocker } as const]),
  ]
}

function notesOf(engine: Engine, own: EngineFacts, isChanged: boolean, isReloadable: boolean): readonly Reason[] {
  if (!isChanged) return []
  if (own.service === undefined) return [{ code: "docker-no-service", args: { engine: engine.name } }]
  const stops = own.service.state === "active" && !isReloadable && !restoresLive(own)
  return stops ? [{ code: "docker-restart-stops-containers", args: { engine: engine.name } }] : []
}
