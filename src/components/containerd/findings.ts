// What is wrong with containerd on this node, each with a next step. Judged from the simulation of its release.
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { isDriven } from "./contribute/goals.ts"
import type { Effective } from "./effective.ts"
import { isInstalled } from "./explain.ts"
import { type ContainerdFacts, effectiveOf, releaseOfFacts } from "./facts.ts"
import { hostsFileFindings } from "./findings/hosts-files.ts"
import { droppedRuntimes, ignoredTables, misplacedVersions } from "./findings/ignored-tables.ts"
import { laterFindings } from "./findings/later-releases.ts"
import { criFinding, stopFinding } from "./findings/trouble.ts"
import { pluginsOfTwoNames } from "./findings/two-names.ts"
import { unknownKeyFindings } from "./findings/unknown-keys.ts"
import { branchAt, leavesOf, nodeAt, valueText } from "./simulate/tree.ts"
import { goneTypes } from "./tables/layout.ts"
import { criServerId } from "./tables/plugin-ids.ts"
import { newestRelease, oldestRelease } from "./tables/releases.ts"

const component = "containerd"

function releaseFindings(facts: ContainerdFacts): readonly Finding[] {
  const version = knownValue(facts.version)
  if (version === undefined) {
    const program = facts.program ?? "containerd"
    return [{ code: "containerd-release-not-known", args: { program }, severity: "failure", component }]
  }
  const release = releaseOfFacts(facts)
  if (release === undefined) {
    const args = { version, oldest: oldestRelease }
    return [{ code: "containerd-release-too-old", args, severity: "failure", component }]
  }
  if (!release.isNewerThanTables) return []
  const args = { version, newest: newestRelease }
  return [{ code: "containerd-release-newer", args, severity: "warning", component }]
}

/** Which of two tables counts is decided anew at every start. */
function chanceFindings(found: Effective): readonly Finding[] {
  return pluginsOfTwoNames(found).map(({ file, short, full, at }): Finding => {
    const args = { file, short, full, release: found.release.version.text }
    const place = at === undefined ? {} : { place: at.place }
    return { code: "containerd-plugin-of-two-names", args, severity: "failure", component, ...place }
  })
}

function schemaFindings(found: Effective): readonly Finding[] {
  const release = found.release.version.text
  const misplaced = misplacedVersions(found).map(({ file, at }): Finding => {
    const args = { file: file.path, key: at.path.join(".") }
    return { code: "containerd-version-misplaced", args, severity: "failure", component, place: at.place }
  })
  const ignored = ignoredTables(found).map(({ file, name, at }): Finding => {
    const common = { severity: "failure", component, place: at.place } as const
    if (file.schema === 0) {
      return { code: "containerd-version-missing", args: { file: file.path, table: name, release }, ...common }
    }
    const args = { file: file.path, table: name, schema: String(file.schema), release }
    return { code: "containerd-tables-ignored", args, ...common }
  })
  const dropped = droppedRuntimes(found).map(({ file, at, by }): Finding => {
    const args = { file: file.path, by, release }
    return { code: "containerd-runtimes-dropped", args, severity: "failure", component, place: at.place }
  })
  return [...misplaced, ...ignored, ...dropped]
}

/** Before 2.0 a later file replaces the whole section of an earlier one. */
function sectionFindings(found: Effective): readonly Finding[] {
  if (found.release.merge !== "section") return []
  return found.files.flatMap((file, index) => {
    const plugins = branchAt(file.tree, ["plugins"])
    return [...(plugins?.entries ?? [])].flatMap(([section, node]): Finding[] => {
      const by = found.files
        .slice(index + 1)
        .findLast((later) => nodeAt(later.tree, ["plugins", section]) !== undefined)
      const at = (node.kind === "table" ? node.at : undefined) ?? leavesOf(node)[0]?.leaf.at
      if (by === undefined || at === undefined || leavesOf(node).length === 0) return []
      const args = { section, file: file.path, by: by.path }
      const severity = section === criServerId || section === "cri" ? "failure" : "warning"
      return [{ code: "containerd-section-replaced", args, severity, component, place: at.place }]
    })
  })
}

function goneFindings(found: Effective): readonly Finding[] {
  if (found.release.runsLegacyShims) return []
  return found.handlers
    .filter(({ type }) => goneTypes.has(type))
    .map(({ name, type, at }): Finding => {
      const args = { handler: name, type, release: found.release.version.text }
      const place = at === undefined ? {} : { place: at.place }
      return { code: "containerd-runtime-type-gone", args, severity: "failure", component, ...place }
    })
}

function handlerFindings(found: Effective, isSystemd: boolean): readonly Finding[] {
  return found.handlers
    .filter((handler) => isDriven(found, handler) || handler.type === "")
    .flatMap((handler): Finding[] => {
      const findings: Finding[] = []
      const name = handler.name
      const severity = "failure"
      if (handler.type === "") {
        const args = { handler: name, release: found.release.version.text }
        const place = handler.at ?? handler.optionsAt
        findings.push({
          code: "containerd-runtime-type-missing",
          args,
          severity,
          component,
          ...(place === undefined ? {} : { place: place.place }),
        })
      }
      if (handler.brokenOption !== undefined) {
        const { key, leaf } = handler.brokenOption
        const args = { handler: name, key }
        findings.push({ code: "containerd-option-wrong-type", args, severity, component, place: leaf.at.place })
      }
      for (const leaf of handler.misplaced) {
        findings.push({
          code: "containerd-driver-misplaced",
          args: { handler: name },
          severity: "warning",
          component,
          place: leaf.at.place,
        })
      }
      for (const leaf of handler.misspelt) {
        const args = { handler: name, written: leaf.at.path.at(-1) ?? "" }
        const place = leaf.at.place
        findings.push({ code: "containerd-driver-misspelt", args, severity: "warning", component, place })
      }
      for (const leaf of handler.otherCase) {
        const args = { handler: name, written: leaf.at.path.at(-1) ?? "" }
        findings.push({
          code: "containerd-driver-other-case",
          args,
          severity: "warning",
          component,
          place: leaf.at.place,
        })
      }
      if (isSystemd && handler.driver === "cgroupfs") {
        const at = handler.driverAt
        findings.push({
          code: "containerd-cgroupfs-on-systemd",
          args: { handler: name },
          severity: "warning",
          component,
          ...(at === undefined ? {} : { place: at.place }),
        })
      }
      return findings
    })
}

/** A snapshotter that the migration drops: containerd 2.3.4 plugins/cri/images/plugin.go. */
function snapshotterFindings(found: Effective): readonly Finding[] {
  if (found.release.criPlugins === "one") return []
  return found.files.flatMap((file): Finding[] => {
    const node = nodeAt(file.tree, ["plugins", criServerId, "containerd", "snapshotter"])
    if (node?.kind !== "value" || found.snapshotter?.value === node.value) return []
    if (found.snapshotter?.at !== undefined) return []
    const args = { snapshotter: valueText(node.value), release: found.release.version.text }
    return [{ code: "containerd-snapshotter-lost", args, severity: "warning", component, place: node.at.place }]
  })
}

function strayFindings(facts: ContainerdFacts): readonly Finding[] {
  return facts.strayDropIns.flatMap((file): Finding[] => {
    if (file.state === "absent" || file.source.kind !== "file") return []
    const args = { file: file.source.path, root: facts.configPath }
    return [{ code: "containerd-drop-in-not-imported", args, severity: "warning", component }]
  })
}

/** Where the real program's dump differs from the simulation. What it cannot show is not compared. */
function dumpFindings(facts: ContainerdFacts, found: Effective): readonly Finding[] {
  const { dump } = facts
  const { release } = found
  // Without a root file, the dump of 1.x fails where the daemon takes its defaults.
  if (dump === undefined || release.dumpsUnmigrated || found.files.length === 0) return []
  const what: string[] = []
  // The dump forgives a missing import; the daemon does not.
  const dumpFails = dump.exitCode !== 0
  const exits = found.daemon === "exits" && found.stop?.why !== "missing" && found.stop?.why !== "required-plugin"
  const isAskable = found.stop?.why !== "panic" && found.stop?.why !== "same-directories"
  if (dumpFails !== exits && isAskable && found.stop?.why !== "missing") what.push("whether it loads")
  if (!dumpFails && found.daemon === "up") {
    if (dump.defaultRuntime !== found.defaultRuntimeName?.value) what.push("default_runtime_name")
    if (dump.sandboxImage !== found.sandboxImage?.value) what.push("sandbox image")
    const own = Object.fromEntries(
      found.handlers
        .filter(({ origin }) => origin === "runtimes")
        .map(({ name, systemdCgroup }) => [name, systemdCgroup]),
    )
    const theirs = dump.handlers ?? {}
    const names = new Set([...Object.keys(own), ...Object.keys(theirs)])
    for (const name of names) {
      if (!(name in own) || !(name in theirs)) what.push(`runtime handler ${name}`)
      else if (release.builtInOptions !== "hidden" && (own[name] ?? false) !== (theirs[name] ?? false)) {
        what.push(`SystemdCgroup of ${name}`)
      }
    }
  }
  if (what.length === 0) return []
  const args = { what, release: release.version.text }
  return [{ code: "containerd-dump-differs", args, severity: "warning", component }]
}

/** What init systems know of a start is good to a second or two. In milliseconds. */
const startPrecision = 2000

/** A running daemon has read its files as they were when it started. */
function restartFindings(facts: ContainerdFacts): readonly Finding[] {
  const { service, changedAt } = facts
  if (service?.state !== "active" || service.startedAt === undefined || changedAt === undefined) return []
  if (changedAt <= service.startedAt + startPrecision) return []
  const args = { file: facts.configPath, service: service.name }
  return [{ code: "containerd-not-restarted", args, severity: "warning", component }]
}

function nodeFindings(facts: ContainerdFacts): readonly Finding[] {
  const foreign = new Map(facts.foreign.map((one) => [one.owner, one] as const))
  const others = facts.binaries.map(({ path }) => path).filter((path) => path !== facts.program)
  return [
    ...[...foreign.values()].map(({ owner, path }): Finding => {
      return { code: "containerd-belongs-to-other", args: { owner, path }, severity: "note", component }
    }),
    ...(others.length === 0 || facts.program === undefined
      ? []
      : [
          {
            code: "containerd-several-programs",
            args: { program: facts.program, others },
            severity: "note",
            component,
          } as const,
        ]),
  ]
}

export function findings(facts: ContainerdFacts, node: NodeFacts): readonly Finding[] {
  if (!isInstalled(facts, node)) return nodeFindings(facts)
  const found = effectiveOf(facts, node)
  const general = [...releaseFindings(facts), ...nodeFindings(facts)]
  if (found === undefined) return general
  const release = found.release
  if (found.stop !== undefined) {
    const problems = found.criProblems.map((problem) => criFinding(release, problem))
    return [stopFinding(release, found.stop), ...problems, ...dumpFindings(facts, found), ...general]
  }
  const isSystemd = knownValue(node.initSystem) === "systemd"
  const old: readonly Finding[] =
    found.cri === "v1alpha2"
      ? [{ code: "containerd-v1alpha2-only", args: { release: release.version.text }, severity: "failure", component }]
      : []
  const silent: readonly Finding[] =
    found.cri === "v1" && !release.tellsDriver && release.platform.hasCgroups
      ? [{ code: "containerd-tells-no-driver", args: { release: release.version.text }, severity: "note", component }]
      : []
  return [
    ...found.criProblems.map((problem) => criFinding(release, problem)),
    ...old,
    ...schemaFindings(found),
    ...chanceFindings(found),
    ...sectionFindings(found),
    ...laterFindings(found),
    ...goneFindings(found),
    ...handlerFindings(found, isSystemd),
    ...snapshotterFindings(found),
    ...unknownKeyFindings(found),
    ...hostsFileFindings(facts, found),
    ...strayFindings(facts),
    ...dumpFindings(facts, found),
    ...restartFindings(facts),
    ...silent,
    ...general,
  ]
}
