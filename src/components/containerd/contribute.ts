// The smallest edits after which containerd does what is wanted. Every step is judged by the simulation, and so is
// the end: what would not be effective, or would change something else, is refused with the reason.
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { askedOf } from "../../model/facts/registry-logins.ts"
import { type Fault, ok } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import type { CgroupDriver, Registry } from "../../model/setting.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import { changeOf, directoriesFor, readingsOf, restartOf } from "./contribute/changes.ts"
import { type Draft, draftOf } from "./contribute/draft.ts"
import { expectationsOf } from "./contribute/expectations.ts"
import {
  cgroupDriver,
  dropLegacyKey,
  enableCri,
  type Goal,
  handlerProgram,
  isDriven,
  reach,
  registryPath,
  sandboxImage,
} from "./contribute/goals.ts"
import { hasInlineRegistries, inlineRegistries, moveInlineRegistries } from "./contribute/inline-registries.ts"
import { asRegistry, mirrorChanges } from "./contribute/mirror-changes.ts"
import { repairSchema, repairStart, stateVersion, uniteNames } from "./contribute/repairs.ts"
import type { Effective } from "./effective.ts"
import { type ContainerdFacts, configFilesOf, releaseOfFacts, situationOf } from "./facts.ts"
import { criFault, stopFault } from "./findings/trouble.ts"
import { pluginsOfTwoNames } from "./findings/two-names.ts"
import { contributeSchema } from "./rewrite/contribute.ts"
import { checkOf } from "./running/trial.ts"
import { oldestRelease, type Release } from "./tables/releases.ts"
import { windowsNotes } from "./windows.ts"

const component = "containerd"

function refuse(...refusals: readonly Fault[]): Contribution {
  return { ...nothingToContribute, refusals }
}

/** Why each file is changed, by its path. */
type Reasons = ReadonlyMap<string, readonly Reason[]>

interface Progress {
  readonly draft: Draft
  readonly why: Reasons
  /** What moves out of containerd's own file, as rows of hosts.toml. */
  readonly moved?: readonly Registry[]
}

/** One step further: its reason goes to the files it changed. */
function step(from: Progress, draft: Draft, reason: Reason): Progress {
  const why = new Map(from.why)
  for (const [path, text] of draft.files) {
    if (from.draft.files.get(path) !== text) why.set(path, [...(why.get(path) ?? []), reason])
  }
  return { draft, why }
}

/** The goals that follow from what is wanted, as far as the files bear on them. */
function goalsOf(wanted: Wanted, draft: Draft): readonly Goal[] {
  const { found, release } = draft
  const driver = wanted.cgroupDriver
  const handlers = driver === undefined ? [] : found.handlers.filter((handler) => isDriven(found, handler))
  const { platform } = release
  // In the order in which they are looked through; one that pulls do not split has no directory behind it.
  const [directory = platform.hostsDirectory] = (found.registryPath?.value ?? "")
    .split(platform.listSeparator)
    .filter((one) => one !== "")
  const isUnread = found.registryPath?.value === "" || !found.isRegistryPathAsked
  const needsPath =
    asksForRegistries(wanted) && isUnread && release.readsRegistryPath && found.inlineMirrors.length === 0
  return [
    enableCri(),
    dropLegacyKey(),
    ...(wanted.sandboxImage === undefined ? [] : [sandboxImage(wanted.sandboxImage)]),
    ...(driver === undefined ? [] : handlers.map(({ name }) => cgroupDriver(name, driver))),
    ...(wanted.handlers ?? []).map((one) => handlerProgram(one, driver ?? usualDriver(draft))),
    ...(needsMove(wanted, found) ? [moveInlineRegistries(directory)] : []),
    ...(needsPath ? [registryPath(directory)] : []),
  ]
}

/** Mirrors in containerd's own file are moved where they stand in the way: of hosts.toml files, or of CRI itself. */
function needsMove(wanted: Wanted, found: Effective): boolean {
  if (!found.release.readsRegistryPath || !hasInlineRegistries(found)) return false
  const isInTheWay = found.criProblems.some(({ code }) => standsInTheWay.has(code))
  return isInTheWay || asksForRegistries(wanted)
}

const standsInTheWay: ReadonlySet<string> = new Set([
  "mirrors-and-config-path",
  "mirrors-and-built-in-path",
  "tls-and-config-path",
])

function asksForRegistries({ registryMirrors, registries = [] }: Wanted): boolean {
  return registryMirrors.length + registries.length > 0
}

/** A further handler has the driver of those that are there. */
function usualDriver({ found }: Draft): CgroupDriver {
  return found.handlers.find((handler) => isDriven(found, handler))?.driver ?? "cgroupfs"
}

/** Brings all goals about, one after the other, or says which one cannot be. */
function reachAll(start: Progress, wanted: Wanted): Progress | { readonly refusals: readonly Fault[] } {
  let progress = start
  const reached = new Set<string>()
  // The handlers of a plugin that is switched off show only once it is on, so the goals are asked for again.
  for (let round = 0; round < 2; round++) {
    for (const goal of goalsOf(wanted, progress.draft)) {
      if (reached.has(goal.what)) continue
      const result = reach(progress.draft, goal)
      if ("failed" in result) return { refusals: [faultOf(goal, result.failed, progress.draft.release)] }
      progress = step(progress, result.draft, goal.why)
      reached.add(goal.what)
    }
  }
  return progress
}

function faultOf(goal: Goal, reason: { readonly fault?: Fault; readonly lost?: string }, release: Release): Fault {
  if (reason.fault !== undefined) return reason.fault
  const { what } = goal
  return reason.lost === undefined
    ? { code: "containerd-not-effective", args: { what, release: release.version.text } }
    : { code: "containerd-would-change", args: { what, other: reason.lost } }
}

/** Whether everything wanted of the configuration holds in the end. */
function isReached(wanted: Wanted, draft: Draft): boolean {
  const { found } = draft
  if (pluginsOfTwoNames(found).length > 0) return false
  return found.daemon === "up" && found.cri !== "absent" && goalsOf(wanted, draft).every((goal) => goal.holds(found))
}

/** The files after all edits, or why there can be none. Nothing to do: the draft it was given. */
function work(wanted: Wanted, start: Draft): Progress | { readonly refusals: readonly Fault[] } {
  const nothing: Progress = { draft: start, why: new Map() }
  if (isReached(wanted, start)) return nothing
  const started = step(nothing, repairStart(start), { code: "containerd-repair-start", args: {} })
  const { stop } = started.draft.found
  if (stop !== undefined && stop.why !== "required-plugin") return { refusals: [stopFault(start.release, stop)] }
  const repaired = step(started, repairSchema(started.draft), { code: "containerd-repair-schema", args: {} })
  const united = step(repaired, uniteNames(repaired.draft), { code: "containerd-unite-names", args: {} })
  const cri = enableCri()
  const enabled = reach(united.draft, cri)
  if ("failed" in enabled) return { refusals: [faultOf(cri, enabled.failed, start.release)] }
  const served = step(united, enabled.draft, cri.why)
  const versioned = step(served, stateVersion(served.draft), { code: "containerd-state-version", args: {} })
  const before = versioned.draft.found
  const moved = needsMove(wanted, before) ? inlineRegistries(before) : ok([])
  if (!moved.ok) return { refusals: [moved.fault] }
  const reached = reachAll(versioned, wanted)
  if ("refusals" in reached) return reached
  const done = { ...reached, moved: moved.value }
  const { found, release } = done.draft
  if (found.criProblems.length > 0) return { refusals: found.criProblems.map((problem) => criFault(release, problem)) }
  if (found.stop !== undefined) return { refusals: [stopFault(release, found.stop)] }
  if (isReached(wanted, done.draft)) return done
  const what = goalsOf(wanted, done.draft).find((goal) => !goal.holds(found))?.what ?? "CRI"
  const args = { what, release: release.version.text }
  return { refusals: [{ code: "containerd-not-effective", args }] }
}

/** The files to start from: what is on the node, or the release's own default in place of the root file. */
function startOf(wanted: Wanted, facts: ContainerdFacts, release: Release, node: NodeFacts): Draft | Fault {
  const situation = situationOf(facts, node)
  const files = new Map(configFilesOf(facts.files))
  if (wanted.resetConfig) {
    if (facts.defaultConfig === undefined) return { code: "containerd-no-default-config", args: {} }
    files.set(facts.configPath, facts.defaultConfig)
  }
  return draftOf(release, facts.configPath, files, situation)
}

/** Without what this platform does not have. */
function asFarAsPossible(release: Release, wanted: Wanted): Wanted {
  const { cgroupDriver: _driver, ...others } = wanted
  return release.platform.hasCgroups ? wanted : others
}

export function contribute(asked: Wanted, facts: ContainerdFacts, node: NodeFacts): Contribution {
  if (asked.runtime !== component) return nothingToContribute
  const release = releaseOfFacts(facts)
  if (release === undefined) {
    const args = { version: knownValue(facts.version) ?? "", oldest: oldestRelease }
    return refuse({ code: "containerd-release-unknown", args })
  }
  if (asked.schema !== undefined) return contributeSchema(asked, asked.schema, facts, node)
  const wanted = asFarAsPossible(release, asked)
  const start = startOf(wanted, facts, release, node)
  if ("code" in start) return refuse(start)
  const done = work(wanted, start)
  if ("refusals" in done) return refuse(...done.refusals)
  const hosts = mirrorChanges(
    [...(done.moved ?? []), ...wanted.registryMirrors.map(asRegistry), ...(wanted.registries ?? [])],
    facts,
    done.draft.found,
    node,
  )
  if (hosts.refusals.length > 0) return refuse(...hosts.refusals)

  const reset: Reason = { code: "containerd-reset", args: { release: release.version.text } }
  const edited = [...done.draft.files].flatMap(([path, text]) => {
    const why = [...(wanted.resetConfig && path === facts.configPath ? [reset] : []), ...(done.why.get(path) ?? [])]
    return typeof text === "string" ? (changeOf(facts.files, path, text, why) ?? []) : []
  })
  const files = [...edited, ...hosts.changes]
  const directories = directoriesFor(
    facts,
    files.filter(({ before }) => before === null),
  )
  const { service, program } = facts
  return {
    changes: [...directories, ...files, ...(edited.length === 0 ? [] : restartOf(facts))],
    readings: [...readingsOf(facts.files), ...hosts.readings],
    judgements:
      edited.length === 0 || program === undefined || !node.isLive
        ? []
        : [checkOf(program, facts.configPath, done.draft.found)],
    expectations: expectationsOf(wanted, facts, release),
    refusals: [],
    ...(wanted.resetConfig ? { startsOver: facts.configPath } : {}),
    startsLater: service === undefined && edited.length > 0,
    notes: [
      ...notesOf(wanted, facts, done.draft, edited.length > 0),
      ...loginNotes(wanted),
      ...(release.platform.id === "windows" ? windowsNotes(asked, facts, done.draft.found) : []),
    ],
  }
}

/** containerd docs/hosts.md: a header is sent as it is, and fetching a token does without it. */
function loginNotes({ registries = [] }: Wanted): readonly Reason[] {
  const hosts = registries.flatMap((row) => (row.credentialsFile === undefined ? [] : askedOf(row)))
  return hosts.length === 0 ? [] : [{ code: "registry-login-without-token", args: { runtime: "containerd", hosts } }]
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
    ...(facts.service === undefined && isChanged && facts.platform === "linux"
      ? [{ code: "containerd-no-service" as const, args: {} }]
      : []),
    ...(draft.release.criVersion === "v1" ? [] : [{ code: "containerd-no-cri-v1" as const, args: { release } }]),
  ]
}
