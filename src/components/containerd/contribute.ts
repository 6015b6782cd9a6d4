// The smallest edits after which containerd does what is wanted. Every step is judged by the simulation, and so is
// the end: what would not be effective, or would change something else, is refused with the reason.
import type { Change, DirectoryChange, FileChange } from "../../model/change.ts"
import { knownValue } from "../../model/fact.ts"
import type { Fault } from "../../model/fault.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { Reason } from "../../model/message.ts"
import type { NodeFacts } from "../../model/node-facts.ts"
import type { Expectation, Reading } from "../../model/plan.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import { type Draft, draftOf } from "./draft.ts"
import { type ContainerdFacts, configFilesOf, releaseOfFacts } from "./facts.ts"
import { directoryOf } from "./glob.ts"
import {
  cgroupDriver,
  dropLegacyKey,
  enableCri,
  type Goal,
  isDriven,
  reach,
  registryPath,
  sandboxImage,
} from "./goals.ts"
import { hostsDirectories, standardHostsDirectory } from "./hosts-directories.ts"
import { judgementOf } from "./judgement.ts"
import { hostsFileOf, withMirror } from "./registry.ts"
import { oldestRelease, type Release } from "./releases.ts"
import { repairSchema, repairStart } from "./repairs.ts"
import { criFault, stopFault } from "./trouble.ts"

const component = "containerd"

function refuse(...refusals: readonly Fault[]): Contribution {
  return { ...nothingToContribute, refusals }
}

interface Progress {
  readonly draft: Draft
  readonly why: readonly Reason[]
}

/** The goals that follow from what is wanted, as far as the files bear on them. */
function goalsOf(wanted: Wanted, draft: Draft): readonly Goal[] {
  const { found, release } = draft
  const driver = wanted.cgroupDriver
  const handlers = driver === undefined ? [] : found.handlers.filter((handler) => isDriven(found, handler))
  const needsPath = wanted.registryMirrors.length > 0 && found.registryPath?.value === "" && release.readsRegistryPath
  return [
    enableCri(),
    dropLegacyKey(),
    ...(wanted.sandboxImage === undefined ? [] : [sandboxImage(wanted.sandboxImage)]),
    ...(driver === undefined ? [] : handlers.map(({ name }) => cgroupDriver(name, driver))),
    ...(needsPath ? [registryPath(standardHostsDirectory)] : []),
  ]
}

/** Brings all goals about, one after the other, or says which one cannot be. */
function reachAll(start: Progress, wanted: Wanted): Progress | { readonly refusals: readonly Fault[] } {
  let { draft } = start
  const why = [...start.why]
  const refusals: Fault[] = []
  const reached = new Set<string>()
  // The handlers of a plugin that is switched off show only once it is on, so the goals are asked for again.
  for (let round = 0; round < 2; round++) {
    for (const goal of goalsOf(wanted, draft)) {
      if (reached.has(goal.what)) continue
      const before = draft
      const result = reach(draft, goal)
      if ("failed" in result) {
        refusals.push(faultOf(goal, result.failed, draft.release))
        return { refusals }
      }
      draft = result.draft
      if (draft !== before) why.push(goal.why)
      reached.add(goal.what)
    }
  }
  return { draft, why }
}

function faultOf(goal: Goal, reason: { readonly fault?: Fault; readonly lost?: string }, release: Release): Fault {
  if (reason.fault !== undefined) return reason.fault
  const { what } = goal
  return reason.lost === undefined
    ? { code: "containerd-not-effective", args: { what, release: release.version.text }, turn: "person" }
    : { code: "containerd-would-change", args: { what, other: reason.lost }, turn: "person" }
}

/** Whether everything wanted of the configuration holds in the end. */
function isReached(wanted: Wanted, draft: Draft): boolean {
  const { found } = draft
  return found.daemon === "up" && found.cri !== "absent" && goalsOf(wanted, draft).every((goal) => goal.holds(found))
}

/** The files after all edits, or why there can be none. Nothing to do: the draft it was given. */
function work(wanted: Wanted, start: Draft): Progress | { readonly refusals: readonly Fault[] } {
  if (isReached(wanted, start)) return { draft: start, why: [] }
  const started = repairStart(start)
  const { stop } = started.found
  if (stop !== undefined && stop.why !== "required-plugin") return { refusals: [stopFault(start.release, stop)] }
  const why: Reason[] = started === start ? [] : [{ code: "containerd-repair-start", args: {} }]
  const repaired = repairSchema(started)
  if (repaired !== started) why.push({ code: "containerd-repair-schema", args: {} })
  const done = reachAll({ draft: repaired, why }, wanted)
  if ("refusals" in done) return done
  const { found, release } = done.draft
  if (found.criProblems.length > 0) return { refusals: found.criProblems.map((problem) => criFault(release, problem)) }
  if (found.stop !== undefined) return { refusals: [stopFault(release, found.stop)] }
  if (isReached(wanted, done.draft)) return done
  const what = goalsOf(wanted, done.draft).find((goal) => !goal.holds(found))?.what ?? "CRI"
  const args = { what, release: release.version.text }
  return { refusals: [{ code: "containerd-not-effective", args, turn: "person" }] }
}

function factAt(files: readonly FileFact[], path: string): FileFact | undefined {
  return files.find((file) => file.source.kind === "file" && file.source.path === path)
}

function changeOf(
  files: readonly FileFact[],
  path: string,
  text: string,
  why: readonly Reason[],
): FileChange | undefined {
  const old = knownValue(factAt(files, path))
  if (old?.text === text) return undefined
  const owner = old === undefined ? { mode: 0o644, uid: 0, gid: 0 } : { mode: old.mode, uid: old.uid, gid: old.gid }
  return {
    kind: "file",
    component,
    path,
    realPath: old?.realPath ?? path,
    before: old === undefined ? null : { text: old.text, ...owner },
    after: { text, ...owner },
    why,
  }
}

/** The directories above a new file that do not exist yet, outermost first. */
function directoriesFor(facts: ContainerdFacts, paths: readonly string[], why: readonly Reason[]): DirectoryChange[] {
  const existing = new Set(facts.directories)
  const missing = new Set<string>()
  for (const path of paths) {
    const above: string[] = []
    for (let one = directoryOf(path); one !== "/" && one !== "/etc" && !existing.has(one); one = directoryOf(one)) {
      above.unshift(one)
    }
    for (const one of above) missing.add(one)
  }
  return [...missing].map((path) => ({ kind: "directory", component, path, mode: 0o755, why }))
}

function readingsOf(files: readonly FileFact[]): readonly Reading[] {
  return files.flatMap((file): Reading[] => {
    if (file.state === "known") return [{ path: file.value.path, hash: file.value.hash }]
    return file.state === "absent" && file.source.kind === "file" ? [{ path: file.source.path, hash: null }] : []
  })
}

interface Hosts {
  readonly changes: readonly FileChange[]
  readonly readings: readonly Reading[]
  readonly refusals: readonly Fault[]
}

function mirrorChanges(wanted: Wanted, facts: ContainerdFacts, draft: Draft): Hosts {
  const { found, release } = draft
  if (wanted.registryMirrors.length === 0) return { changes: [], readings: [], refusals: [] }
  const refuseAll = (fault: Fault): Hosts => ({ changes: [], readings: [], refusals: [fault] })
  if (!release.readsRegistryPath) {
    const args = { release: release.version.text }
    return refuseAll({ code: "containerd-no-registry-path", args, turn: "person" })
  }
  const [inline] = found.inlineMirrors
  if (inline !== undefined) {
    const args = { hosts: found.inlineMirrors.map(({ host }) => host) }
    const place = inline.place === undefined ? {} : { place: inline.place }
    return refuseAll({ code: "containerd-inline-mirrors", args, turn: "person", ...place })
  }
  const directories = hostsDirectories(found.registryPath?.value)
  const texts = new Map<string, string>()
  const why = new Map<string, Reason[]>()
  const refusals: Fault[] = []
  for (const mirror of wanted.registryMirrors) {
    const path = hostsFileOf(directories, mirror.host, facts.hostsFiles)
    const fact = factAt(facts.hostsFiles, path)
    if (fact !== undefined && fact.state !== "known" && fact.state !== "absent") {
      refusals.push({ code: "file-unreadable", args: { file: path, why: fact.reason }, turn: "person" })
      continue
    }
    const text = withMirror(path, texts.get(path) ?? knownValue(fact)?.text, mirror)
    if (!text.ok) refusals.push(text.fault)
    else {
      texts.set(path, text.value)
      const reason: Reason = { code: "containerd-hosts-file", args: { host: mirror.host, url: mirror.url } }
      why.set(path, [...(why.get(path) ?? []), reason])
    }
  }
  const changes = [...texts].flatMap(
    ([path, text]) => changeOf(facts.hostsFiles, path, text, why.get(path) ?? []) ?? [],
  )
  const readings = [...texts.keys()].map((path): Reading => {
    return { path, hash: knownValue(factAt(facts.hostsFiles, path))?.hash ?? null }
  })
  return { changes, readings, refusals }
}

function expectationsOf(wanted: Wanted, facts: ContainerdFacts, release: Release): readonly Expectation[] {
  const { service, program } = facts
  const active: readonly Expectation[] =
    service === undefined ? [] : [{ kind: "service-active", component, service: service.name }]
  if (release.criVersion !== "v1") return active
  const endpoint = wanted.endpoint
  const dump = program === undefined ? {} : { dumpCommand: [program, "--config", facts.configPath, "config", "dump"] }
  return [
    ...active,
    { kind: "cri", component, endpoint },
    ...(wanted.cgroupDriver === undefined
      ? []
      : [{ kind: "cgroup-driver", component, endpoint, driver: wanted.cgroupDriver, ...dump } as const]),
    ...(wanted.sandboxImage === undefined
      ? []
      : [{ kind: "sandbox-image", component, endpoint, image: wanted.sandboxImage, ...dump } as const]),
  ]
}

/** The files to start from: what is on the node, or the release's own default in place of the root file. */
function startOf(wanted: Wanted, facts: ContainerdFacts, release: Release, node: NodeFacts): Draft | Fault {
  const situation = {
    isRootNamed: facts.isConfigNamed,
    isSystemdRunning: knownValue(node.initSystem) === "systemd",
  }
  const files = new Map(configFilesOf(facts.files))
  if (wanted.resetConfig) {
    if (facts.defaultConfig === undefined) return { code: "containerd-no-default-config", args: {}, turn: "person" }
    files.set(facts.configPath, facts.defaultConfig)
  }
  return draftOf(release, facts.configPath, files, situation)
}

export function contribute(wanted: Wanted, facts: ContainerdFacts, node: NodeFacts): Contribution {
  if (wanted.runtime !== component) return nothingToContribute
  const release = releaseOfFacts(facts)
  if (release === undefined) {
    const args = { version: knownValue(facts.version) ?? "", oldest: oldestRelease }
    return refuse({ code: "containerd-release-unknown", args, turn: "person" })
  }
  const start = startOf(wanted, facts, release, node)
  if ("code" in start) return refuse(start)
  const done = work(wanted, start)
  if ("refusals" in done) return refuse(...done.refusals)
  const hosts = mirrorChanges(wanted, facts, done.draft)
  if (hosts.refusals.length > 0) return refuse(...hosts.refusals)

  const reset: Reason = { code: "containerd-reset", args: { release: release.version.text } }
  const why = wanted.resetConfig ? [reset, ...done.why] : done.why
  const edited = [...done.draft.files].flatMap(([path, text]) =>
    typeof text === "string" ? (changeOf(facts.files, path, text, why) ?? []) : [],
  )
  const files = [...edited, ...hosts.changes]
  const directories = directoriesFor(
    facts,
    files.filter(({ before }) => before === null).map(({ path }) => path),
    why,
  )
  const { service, program } = facts
  const restart: readonly Change[] =
    service === undefined || edited.length === 0
      ? []
      : [
          {
            kind: "service",
            component,
            service: service.name,
            action: "restart",
            wasActive: service.state === "active",
            why: [{ code: "restart-makes-effective", args: {} }],
          },
        ]
  return {
    changes: [...directories, ...files, ...restart],
    readings: [...readingsOf(facts.files), ...hosts.readings],
    judgements:
      edited.length === 0 || program === undefined || !node.isLive
        ? []
        : [judgementOf(program, facts.configPath, done.draft.found.files)],
    expectations: expectationsOf(wanted, facts, release),
    refusals: [],
    notes: notesOf(wanted, facts, done.draft, edited.length > 0),
  }
}

function notesOf(wanted: Wanted, facts: ContainerdFacts, draft: Draft, isChanged: boolean): readonly Reason[] {
  const kept = new Set(draft.found.files.map(({ path }) => path))
  const dropped = facts.files.flatMap((file) =>
    file.state === "known" && !kept.has(file.value.path) ? [file.value.path] : [],
  )
  const release = draft.release.version.text
  return [
    ...(wanted.resetConfig && dropped.length > 0
      ? [{ code: "containerd-imports-dropped" as const, args: { files: dropped } }]
      : []),
    ...(facts.service === undefined && isChanged ? [{ code: "containerd-no-service" as const, args: {} }] : []),
    ...(draft.release.criVersion === "v1" ? [] : [{ code: "containerd-no-cri-v1" as const, args: { release } }]),
  ]
}
