// What is wrong with CRI-O on this node, each with a next step. Judged from what its release makes of its files.
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import type { Effective } from "./effective.ts"
import { type CrioFacts, configurationOf, effectiveOf, isInstalled, releaseOfFacts } from "./facts.ts"
import { type MisplacedKey, misplacedKeys } from "./findings/misplaced.ts"
import { otherFileFindings } from "./findings/other-files.ts"
import { isOnlyForRoot, problemFinding } from "./findings/problems.ts"
import { isAboutPrograms } from "./findings/start.ts"
import { handlerProblem, isJudgedAtStart } from "./findings/values.ts"
import { managerOf, type ScalarId, scalarPaths, spotOf } from "./scalars.ts"
import { newestRelease, oldestRelease } from "./tables/releases.ts"

const component = "crio"

export function findings(facts: CrioFacts, node: NodeFacts): readonly Finding[] {
  if (!isInstalled(facts)) return []
  const found = effectiveOf(facts)
  if (found === undefined) return releaseFindings(facts)
  return [
    ...found.problems
      .filter((problem) => !isOnlyForRoot(problem))
      .map((problem) => problemFinding(problem, found.release)),
    ...otherFileFindings(facts, found),
    ...backupFindings(facts, found),
    ...strayFindings(facts),
    ...misplacedFindings(found),
    ...replacedFindings(found),
    ...takenOutFindings(facts, found),
    ...managerFindings(found, node),
    ...flagFindings(found),
    ...printedFindings(facts, found),
    ...releaseFindings(facts),
  ]
}

function releaseFindings(facts: CrioFacts): readonly Finding[] {
  const version = knownValue(facts.version)
  if (version === undefined) {
    const program = facts.program ?? "crio"
    return [{ code: "crio-release-not-known", args: { program }, severity: "failure", component }]
  }
  const release = releaseOfFacts(facts)
  if (release === undefined) {
    return [{ code: "crio-release-too-old", args: { version, oldest: oldestRelease }, severity: "failure", component }]
  }
  return [
    ...(release.isNewerThanTables
      ? [
          {
            code: "crio-release-newer",
            args: { version, newest: newestRelease },
            severity: "warning",
            component,
          } as const,
        ]
      : []),
    ...(release.tellsDriver
      ? []
      : [{ code: "crio-tells-no-driver", args: { release: version }, severity: "note", component } as const]),
  ]
}

/** Names that editors, package managers and people give to old copies: rpm(8), dpkg(1), ucf(1), emacs, vi, patch. */
const backupName =
  /(?:\.(?:bak|backup|old|orig|save|saved|tmp|swp|rej|rpmsave|rpmnew|rpmorig|dpkg-\w+|ucf-\w+)|~|^#.*#)$/i

/** CRI-O loads every file of the directory, so a copy that sorts behind its original wins over it. */
function backupFindings(facts: CrioFacts, found: Effective): readonly Finding[] {
  return found.files
    .filter(({ path }) => path !== facts.configPath && backupName.test(path.slice(path.lastIndexOf("/") + 1)))
    .map(({ path: file }): Finding => {
      const scalars = Object.entries(found.scalars).flatMap(([id, scalar]) =>
        spotOf(scalar).file === file ? [scalarPaths[id as ScalarId].join(".")] : [],
      )
      const handlers = found.handlers.flatMap((one) => (one.file === file ? [`crio.runtime.runtimes.${one.name}`] : []))
      const args = { file, decides: [...scalars, ...handlers] }
      return { code: "crio-backup-loaded", args, severity: "warning", component }
    })
}

function strayFindings({ strayDropIns = [], dropInDirectory }: CrioFacts): readonly Finding[] {
  return strayDropIns.map((file): Finding => {
    const args = { file, directory: dropInDirectory }
    return { code: "crio-drop-in-not-read", args, severity: "warning", component }
  })
}

function misplacedFindings(found: Effective): readonly Finding[] {
  return found.files.flatMap((file) => {
    const groups = new Map<string, MisplacedKey[]>()
    for (const one of misplacedKeys(file)) {
      const id = `${one.table}\0${one.belongs}`
      groups.set(id, [...(groups.get(id) ?? []), one])
    }
    return [...groups.values()].map((group): Finding => {
      const [{ entry, table, belongs }] = group as [MisplacedKey]
      const keys = group.map((one) => one.entry.path.at(-1) ?? "")
      const args = { file: file.path, keys, table, belongs }
      const place = entry.key.keyPlace
      return { code: "crio-key-outside-table", args, severity: "warning", component, place }
    })
  })
}

/** A later table of the same name replaces the earlier one whole, so what it leaves out is gone. */
function replacedFindings(found: Effective): readonly Finding[] {
  return found.handlers.flatMap(({ name, file, place, replaced }): Finding[] => {
    if (replaced === undefined || file === undefined) return []
    const args = { handler: name, file: replaced.file, by: file, lost: replaced.lost }
    const at = place === undefined ? {} : { place }
    return [{ code: "crio-handler-replaced", args, severity: "warning", component, ...at }]
  })
}

/** A handler with a value that CRI-O refuses is taken out, and its pods fail; of the default one it is a problem. */
function takenOutFindings(facts: CrioFacts, found: Effective): readonly Finding[] {
  const standard = found.scalars.defaultRuntime.value || found.release.defaultRuntime
  const configuration = configurationOf(facts, found.release)
  return found.handlers.flatMap((handler): readonly Finding[] => {
    const problem = handler.name === standard || !found.loads ? undefined : handlerProblem(handler, configuration)
    if (problem?.rule === undefined || typeof problem.what !== "string") return []
    const { what, wanted, rule, place } = problem
    const args = { handler: handler.name, key: what, wanted, rule, release: found.release.version.text }
    const at = place === undefined ? {} : { place }
    return [{ code: "crio-handler-taken-out", args, severity: "warning", component, ...at }]
  })
}

function managerFindings(found: Effective, node: NodeFacts): readonly Finding[] {
  if (!found.loads || managerOf(found.scalars) !== "cgroupfs" || knownValue(node.initSystem) !== "systemd") return []
  const { place } = spotOf(found.scalars.cgroupManager)
  const at = place === undefined ? {} : { place }
  return [{ code: "crio-cgroupfs-on-systemd", args: {}, severity: "warning", component, ...at }]
}

/** Whoever edits the file wonders why nothing happens. */
function flagFindings(found: Effective): readonly Finding[] {
  return Object.values(found.scalars).flatMap(({ value, from, statements }): Finding[] => {
    const last = statements.at(-1)
    if (from.by !== "flag" || last === undefined || last.value === value) return []
    const { name, place = last.entry.key.valuePlace } = from.override
    const args = { flag: `${name}=${value}`, file: last.file, value: last.value }
    return [{ code: "crio-flag-overrides-file", args, severity: "warning", component, place }]
  })
}

/** Where the program could be asked, it and criadm's own rules must agree. */
function printedFindings({ printed }: CrioFacts, found: Effective): readonly Finding[] {
  if (printed === undefined || found.problems.some(isOnlyForRoot)) return []
  // What only the start checks, `crio config` lets pass.
  const seen = found.problems.filter((problem) => {
    const { code } = problem
    return (
      !(isAboutPrograms(problem) && problem.rule === undefined) &&
      !isJudgedAtStart(problem) &&
      !code.startsWith("crio-monitor-cgroup") &&
      code !== "crio-manager-unknown"
    )
  })
  const what =
    (printed.exitCode !== 0) !== seen.length > 0
      ? [printed.error ?? "whether it can be loaded"]
      : Object.entries(printed.scalars ?? {}).flatMap(([id, value]) => {
          const { value: own, statements } = found.scalars[id as ScalarId]
          const isSame = own === value || (own === "" && statements.length > 0 && id === "defaultRuntime")
          return isSame || own === undefined ? [] : [scalarPaths[id as ScalarId].join(".")]
        })
  if (what.length === 0) return []
  const args = { what, release: found.release.version.text }
  return [{ code: "crio-dump-differs", args, severity: "warning", component }]
}
