// The smallest edits after which CRI-O does what is wanted, and whether a reload is enough for them. What would not
// count, or would keep CRI-O from starting, is refused with the reason.
import type { Change, DirectoryChange, FileChange } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { askedOf } from "../../model/facts/registry-logins.ts"
import { type Fault, ok, type Result } from "../../model/fault.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { Reason } from "../../model/message.ts"
import type { Expectation, Reading } from "../../model/plan.ts"
import { type CgroupDriver, standardInput } from "../../model/setting.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import { certificateChanges, withoutSame } from "../registry-certificates.ts"
import { loginsOf, readingsOfLogins } from "../registry-login.ts"
import { type AuthFile, authFileWith, ownAuthFile } from "./contribute/auth-file.ts"
import { type Draft, draftOf, flagDecides, setScalar, withEdits, withoutOwn } from "./contribute/edits.ts"
import { type CrioFacts, certificatesDirectory, configurationOf, ownFileName, releaseOfFacts } from "./facts.ts"
import { type Problem, problemFault } from "./findings/problems.ts"
import { isAboutPrograms } from "./findings/start.ts"
import { losesFlagsByReload } from "./flags.ts"
import { defaultMonitorCgroup } from "./handlers.ts"
import { asksInOrder, type CrioMirror, ownRegistriesFile, withMirrors } from "./registries.ts"
import { dumpCommand } from "./running/daemon.ts"
import { judgementOf } from "./running/staged-check.ts"
import { managerOf, usualPauseCommand } from "./scalars.ts"
import { oldestRelease, type Release } from "./tables/releases.ts"

const component = "crio"

function refuse(...refusals: readonly Fault[]): Contribution {
  return { ...nothingToContribute, refusals }
}

function isMonitorProblem({ code }: Problem): boolean {
  return code === "crio-monitor-cgroup-on-cgroupfs" || code === "crio-monitor-cgroup-on-systemd"
}

/** The manager, and with it the monitors' cgroup: the two must fit, or CRI-O does not start. */
function bringManager(draft: Draft, driver: CgroupDriver): Result<Draft> {
  const isThere = managerOf(draft.found.scalars) === driver
  if (isThere && !draft.found.problems.some(isMonitorProblem)) return ok(draft)
  const managed = setScalar(draft, "cgroupManager", driver, { code: "crio-set-cgroup-manager", args: { driver } })
  if (!managed.ok) return managed
  return driver === "cgroupfs" ? withPodMonitors(managed.value) : withSliceMonitors(managed.value)
}

/** kubernetes.io, Container Runtimes: with cgroupfs, conmon_cgroup is "pod". It counts for every handler. */
function withPodMonitors(draft: Draft): Result<Draft> {
  const { conmonCgroup } = draft.found.scalars
  if (conmonCgroup.from.by === "flag") {
    const isFit = !draft.found.problems.some(isMonitorProblem)
    return isFit ? ok(draft) : { ok: false, fault: flagDecides(conmonCgroup, "crio.runtime.conmon_cgroup", "pod") }
  }
  return setScalar(draft, "conmonCgroup", "pod", { code: "crio-set-conmon-cgroup", args: { manager: "cgroupfs" } })
}

/** Back to systemd: criadm's own "pod" goes; what others wrote stays where it is fit. */
function withSliceMonitors(draft: Draft): Result<Draft> {
  const without = withoutOwn(draft, "conmonCgroup", { code: "crio-drop-conmon-cgroup", args: {} })
  if (!without.ok || !without.value.found.problems.some(isMonitorProblem)) return without
  if (!draft.found.problems.some(isMonitorProblem)) return ok(draft)
  const { conmonCgroup } = draft.found.scalars
  if (conmonCgroup.value) {
    return setScalar(draft, "conmonCgroup", "pod", { code: "crio-set-conmon-cgroup", args: { manager: "systemd" } })
  }
  // A handler's own monitor_cgroup: changed where its table stands, because part of a table elsewhere would replace it.
  let next = draft
  for (const { what } of draft.found.problems.filter(isMonitorProblem)) {
    const handler = next.found.handlers.find(({ name }) => name === what)
    if (handler?.monitorCgroupAt === undefined || handler.file === undefined) continue
    const path = handler.monitorCgroupAt.key.path
    const why: Reason = { code: "crio-set-monitor-cgroup", args: { handler: handler.name } }
    const edited = withEdits(next, handler.file, [{ edit: "set", path, value: defaultMonitorCgroup }], why)
    if (!edited.ok) return edited
    next = edited.value
  }
  return ok(next)
}

/** Everything wanted of CRI-O's own files, or the first thing that cannot be. */
function work(start: Draft, wanted: Wanted, node: NodeFacts): Result<Draft> {
  const { cgroupDriver, sandboxImage } = wanted
  const managed = cgroupDriver === undefined ? ok(start) : bringManager(start, cgroupDriver)
  if (!managed.ok) return managed
  const handled = bringHandlers(managed.value, wanted)
  const known = handled.ok ? bringLogins(handled.value, wanted, node) : handled
  if (!known.ok || sandboxImage === undefined) return known
  return bringPauseImage(known.value, sandboxImage)
}

/**
 * An entry is replaced whole by a later one of the same name, so all of its keys stand together: crio.conf(5). One that is
 * there is changed where it stands: what else it says, such as the monitor's path, would be lost with a new one.
 */
function bringHandlers(start: Draft, { handlers = [] }: Wanted): Result<Draft> {
  let draft = start
  for (const { name, binary } of handlers) {
    const isThere = (one: Draft) =>
      one.found.handlers.some((handler) => handler.name === name && handler.keys["runtime_path"] === binary)
    if (isThere(draft)) continue
    const table = ["crio", "runtime", "runtimes", name]
    const there = draft.found.handlers.find((handler) => handler.name === name && handler.from === "file")
    const isOci = there !== undefined && ["", "oci"].includes(there.keys["runtime_type"] ?? "")
    const edits = [
      { edit: "set", path: [...table, "runtime_path"], value: binary } as const,
      ...(isOci
        ? []
        : [
            { edit: "set", path: [...table, "runtime_type"], value: "oci" } as const,
            { edit: "set", path: [...table, "runtime_root"], value: `/run/${name}` } as const,
          ]),
    ]
    const next = withEdits(draft, there?.file ?? draft.own.path, edits, {
      code: "handler-as-asked",
      args: { handler: name, binary },
    })
    if (!next.ok) return next
    if (!isThere(next.value)) {
      const args = { key: `crio.runtime.runtimes.${name}.runtime_path`, wanted: binary }
      return { ok: false, fault: { code: "crio-not-effective", args } }
    }
    draft = next.value
  }
  return ok(draft)
}

/** CRI-O reads one file for all registries, in the form in which it is given; crio.conf(5), global_auth_file. */
function bringLogins(draft: Draft, { registries = [] }: Wanted, node: NodeFacts): Result<Draft> {
  const rows = registries.filter(({ credentialsFile }) => credentialsFile !== undefined)
  const [first] = rows
  const file = first?.credentialsFile
  if (first === undefined || file === undefined) return ok(draft)
  const other = rows.find(({ credentialsFile }) => credentialsFile !== file)
  if (other !== undefined) {
    const args = { asked: [file, other.credentialsFile ?? ""] }
    return { ok: false, fault: { code: "crio-one-auth-file", args } }
  }
  const why: Reason = { code: "registry-login", args: { hosts: rows.flatMap(askedOf), file } }
  if (file === standardInput) return setScalar(draft, "globalAuthFile", authFileOf(draft), why)
  for (const row of rows) {
    const logins = loginsOf(row, node)
    if (!logins.ok) return logins
  }
  return setScalar(draft, "globalAuthFile", file, why)
}

function authFileOf({ found }: Draft): string {
  return found.scalars.globalAuthFile.value || ownAuthFile
}

/** What came by standard input, in the file that CRI-O reads already, or in one of criadm's own. */
function withInput(start: Draft, { registries = [] }: Wanted, facts: CrioFacts, node: NodeFacts): Result<AuthFile> {
  const rows = registries.filter(({ credentialsFile }) => credentialsFile === standardInput)
  const path = authFileOf(start)
  return rows.length === 0 ? ok({ path, changes: [] }) : authFileWith(rows, facts.authFile, path, node)
}

/** The command runs within the image (crio.conf(5), pause_command): one that was written for another image may not be there. */
function bringPauseImage(draft: Draft, image: string): Result<Draft> {
  const { pauseImage, pauseCommand } = draft.found.scalars
  const brought = setScalar(draft, "pauseImage", image, { code: "crio-set-pause-image", args: { image } })
  const isOther = pauseImage.value !== image && pauseCommand.value !== "" && pauseCommand.value !== usualPauseCommand
  if (!brought.ok || !isOther) return brought
  // An empty command is the image's own entry point; Kubernetes' images have the usual one.
  const command = isPauseImage(image) ? usualPauseCommand : ""
  return setScalar(brought.value, "pauseCommand", command, { code: "crio-set-pause-command", args: { image } })
}

function isPauseImage(image: string): boolean {
  return /(?:^|\/)pause(?:[:@]|$)/.test(image)
}

export function contribute(wanted: Wanted, facts: CrioFacts, node: NodeFacts): Contribution {
  if (wanted.runtime !== component) return nothingToContribute
  if (wanted.resetConfig) return refuse({ code: "crio-nothing-to-reset", args: {} })
  const release = releaseOfFacts(facts)
  if (release === undefined) {
    const args = { version: knownValue(facts.version) ?? "", oldest: oldestRelease }
    return refuse({ code: "crio-release-unknown", args })
  }
  const start = draftOf(configurationOf(facts, release), ownFileOf(facts))
  if (!start.found.loads) return refuse(...start.found.problems.map((problem) => problemFault(problem, release)))
  const done = work(start, wanted, node)
  if (!done.ok) return refuse(done.fault)
  const left = done.value.found.problems.filter((problem) => node.isLive || !isAboutPrograms(problem))
  if (left.length > 0) return refuse(...left.map((problem) => problemFault(problem, release)))
  const rows = mirrorRows(wanted, facts)
  if (!rows.ok) return refuse(rows.fault)
  const mirrors = withMirrors(facts.registriesFiles, rows.value)
  if (rows.value.length > 0 && mirrors.refusals.length > 0) return refuse(...mirrors.refusals)

  const certificates = certificateChanges(
    { id: component, name: "CRI-O" },
    certificatesDirectory,
    wanted.registries ?? [],
    facts.certificates,
  )
  if (!certificates.ok) return refuse(certificates.fault)
  const input = withInput(start, wanted, facts, node)
  if (!input.ok) return refuse(input.fault)

  const edited = done.value.configuration.files.flatMap(({ path, text }) =>
    typeof text === "string" ? fileChange(facts.files, path, text, done.value.why) : [],
  )
  const registries =
    mirrors.text === undefined || rows.value.length === 0
      ? []
      : fileChange(facts.registriesFiles, ownRegistriesFile, mirrors.text, mirrors.added.map(mirrorReason))
  const files = [...edited, ...registries, ...input.value.changes]
  const directories = directoriesFor(facts, files)
  return {
    changes: [
      ...directories,
      ...withoutSame(certificates.value, directories),
      ...files,
      ...serviceChange(facts, done.value, edited, registries),
    ],
    readings: [
      ...readingsOf(facts, done.value.own.path, rows.value.length > 0),
      ...readingsOfLogins(wanted.registries ?? [], node),
      ...readingsOfInput(wanted, facts, input.value),
    ],
    judgements:
      edited.length === 0 || facts.program === undefined || !node.isLive
        ? []
        : [judgementOf(facts.program, done.value.configuration.overrides, done.value.configuration.files, facts)],
    expectations: expectationsOf(wanted, facts, release),
    refusals: [],
    startsLater: facts.service === undefined && files.length > 0,
    notes: [
      ...(facts.service === undefined && files.length > 0 ? [{ code: "crio-no-service" as const, args: {} }] : []),
      ...(registries.length > 0
        ? [{ code: "crio-registries-shared" as const, args: { file: ownRegistriesFile } }]
        : []),
    ],
  }
}

/** Each goes before the first mirror of its registry, so the first comes last. */
function mirrorRows(wanted: Wanted, facts: CrioFacts): Result<readonly CrioMirror[]> {
  const rows: CrioMirror[] = [...wanted.registryMirrors]
  for (const registry of wanted.registries ?? []) {
    const { host, mirrors, overridePath, skipVerify } = registry
    const isBare = mirrors.length === 0 && skipVerify === true
    const what = overridePath === true ? "override_path" : isBare ? "skip_verify" : undefined
    if (what !== undefined) {
      return { ok: false, fault: { code: "registry-has-none", args: { runtime: "CRI-O", host, what } } }
    }
    const insecure = skipVerify === true ? { insecure: true as const } : {}
    const wantedMirrors = mirrors.map((url): CrioMirror => ({ host, url, ...insecure }))
    if (!asksInOrder(facts.registriesFiles, wantedMirrors)) rows.push(...wantedMirrors.toReversed())
  }
  return ok(rows)
}

function ownFileOf({ configPath, dropInDirectory }: CrioFacts): Draft["own"] {
  if (dropInDirectory === "") return { path: configPath, directory: undefined }
  return { path: `${dropInDirectory.replace(/(?<!\/)\/+$/, "")}/${ownFileName}`, directory: dropInDirectory }
}

function mirrorReason({ host, url }: { readonly host: string; readonly url: string }): Reason {
  return { code: "crio-registry-mirror", args: { host, url } }
}

function contentAt(files: readonly FileFact[], path: string) {
  return files.map(knownValue).find((file) => file?.path === path)
}

function fileChange(
  files: readonly FileFact[],
  path: string,
  text: string,
  why: readonly Reason[],
): readonly FileChange[] {
  const old = contentAt(files, path)
  if (old?.text === text) return []
  const { mode, uid, gid } = old ?? { mode: 0o644, uid: 0, gid: 0 }
  const before = old === undefined ? null : { text: old.text, mode, uid, gid }
  const realPath = old?.realPath ?? path
  return [{ kind: "file", component, path, realPath, before, after: { text, mode, uid, gid }, why }]
}

/** The directories above new files that do not exist yet, outermost first. */
function directoriesFor(facts: CrioFacts, files: readonly FileChange[]): readonly DirectoryChange[] {
  const existing = new Set(["/", "/etc", ...facts.directories])
  const missing = files
    .filter(({ before }) => before === null)
    .flatMap(({ path, why }) => {
      const parts = path.split("/").slice(1, -1)
      const above = parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)
      // What lies above an existing directory exists, whether or not it was looked at.
      const known = above.findLastIndex((directory) => existing.has(directory))
      return above.slice(known + 1).map((directory) => ({ directory, why }))
    })
  const unique = new Map(missing.map((one) => [one.directory, one]))
  return [...unique.values()].map(({ directory, why }) => {
    return { kind: "directory", component, path: directory, mode: 0o755, why }
  })
}

/** Keys that CRI-O takes over when it is told to read its files again; pkg/config/reload.go. */
const reloaded: readonly Reason["code"][] = ["crio-set-pause-image", "crio-set-pause-command"]

/**
 * A reload where all that changes is reloadable, else a restart. A service that does not run is not reloaded; nor is
 * one whose flags a reload would take back.
 */
function serviceChange(
  { service }: CrioFacts,
  { why }: Draft,
  edited: readonly FileChange[],
  registries: readonly FileChange[],
): readonly Change[] {
  const isActive = service?.state === "active"
  if (service === undefined || (edited.length === 0 && (registries.length === 0 || !isActive))) return []
  const isReloadable = edited.length === 0 || why.every(({ code }) => reloaded.includes(code))
  const action = isReloadable && isActive && service.canReload && !losesFlagsByReload(service) ? "reload" : "restart"
  const code = action === "reload" ? "crio-reload-is-enough" : "restart-makes-effective"
  return [{ kind: "service", component, service: service.name, action, wasActive: isActive, why: [{ code, args: {} }] }]
}

/** Everything the decision rests on, and the absence of what is created. */
function readingsOf(facts: CrioFacts, own: string, withRegistries: boolean): readonly Reading[] {
  const read = [...facts.files, ...(facts.service?.files ?? []), ...(withRegistries ? facts.registriesFiles : [])]
  const readings = read.flatMap((file): Reading[] => {
    if (file.state === "known") return [{ path: file.value.path, hash: file.value.hash }]
    return file.state === "absent" && file.source.kind === "file" ? [{ path: file.source.path, hash: null }] : []
  })
  const created = [own, ...(withRegistries ? [ownRegistriesFile] : [])]
    .filter((path) => !readings.some((reading) => reading.path === path))
    .map((path): Reading => ({ path, hash: null }))
  return [...readings, ...created]
}

function readingsOfInput({ registries = [] }: Wanted, facts: CrioFacts, { path }: AuthFile): readonly Reading[] {
  if (registries.every(({ credentialsFile }) => credentialsFile !== standardInput)) return []
  return [{ path, hash: knownValue(facts.authFile)?.hash ?? null }]
}

function expectationsOf(wanted: Wanted, facts: CrioFacts, release: Release): readonly Expectation[] {
  const { endpoint, cgroupDriver, sandboxImage } = wanted
  const command = dumpCommand(facts, release)
  const dump = command === undefined ? {} : { dumpCommand: command }
  return [
    ...(facts.service === undefined
      ? []
      : [{ kind: "service-active", component, service: facts.service.name } as const]),
    { kind: "cri", component, endpoint },
    ...(cgroupDriver === undefined
      ? []
      : [{ kind: "cgroup-driver", component, endpoint, driver: cgroupDriver, ...dump } as const]),
    ...(sandboxImage === undefined
      ? []
      : [{ kind: "sandbox-image", component, endpoint, image: sandboxImage, ...dump } as const]),
  ]
}
