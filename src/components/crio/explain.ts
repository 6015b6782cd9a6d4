// Why a setting is what it is on this node: the value, the line it comes from, and every other line that names it.
import type { Explanation, Mention } from "../../model/explanation.ts"
import type { Source } from "../../model/facts/fact.ts"
import type { Reason } from "../../model/message.ts"
import type { ExplainedSetting } from "../../model/setting.ts"
import type { Effective } from "./effective.ts"
import { explainMirrors } from "./explain/mirrors.ts"
import { type CrioFacts, effectiveOf, isInstalled } from "./facts.ts"
import { misplacedKeys } from "./findings/misplaced.ts"
import { isOnlyForRoot } from "./findings/problems.ts"
import type { Handler } from "./handlers.ts"
import type { Entry } from "./load.ts"
import { type Scalar, type ScalarId, scalarPaths } from "./scalars.ts"

const component = "crio"

function builtIn(found: Effective): Source {
  return { kind: "table", what: `built-in default of CRI-O ${found.release.version.text}` }
}

function sourceOf(found: Effective, facts: CrioFacts, { from }: Scalar): Source {
  if (from.by === "file") {
    const place = from.statement.entry.key.valuePlace
    return { kind: "file", path: place.file, place }
  }
  if (from.by === "default") return builtIn(found)
  const { place } = from.override
  if (place === undefined) return { kind: "program", command: facts.service?.command ?? [] }
  return { kind: "file", path: place.file, place }
}

function mentionOf({ key, value }: Entry, why: Reason): Mention {
  return { place: key.valuePlace, key: key.path.join("."), value: JSON.stringify(value), why }
}

/** Lines that state the key and lost, and lines that name it in a table where CRI-O does not read it. */
function mentionsOf(found: Effective, id: ScalarId): readonly Mention[] {
  const { statements, from } = found.scalars[id]
  const why: Reason =
    from.by === "flag"
      ? { code: "overridden-by-flag", args: { flag: from.override.name } }
      : { code: "overridden-by", args: { file: statements.at(-1)?.file ?? "" } }
  const name = scalarPaths[id].at(-1)
  const lost = from.by === "flag" ? statements : statements.slice(0, -1)
  return [
    ...lost.map(({ entry }) => mentionOf(entry, why)),
    ...found.files.flatMap((file) =>
      misplacedKeys(file)
        .filter(({ entry }) => entry.path.at(-1) === name)
        .map(({ entry, table, belongs }) => mentionOf(entry, { code: "crio-key-not-read", args: { table, belongs } })),
    ),
  ]
}

function explainScalar(
  setting: ExplainedSetting,
  found: Effective,
  facts: CrioFacts,
  id: ScalarId,
  more: { readonly subject?: string; readonly why?: Reason } = {},
): Explanation {
  const scalar = found.scalars[id]
  const unknown: Reason = { code: "crio-built-in-not-known", args: { release: found.release.version.text } }
  const why = scalar.value === undefined ? { why: unknown } : {}
  const source = sourceOf(found, facts, scalar)
  return { setting, component, value: scalar.value, source, ...why, ...more, others: mentionsOf(found, id) }
}

/** The cgroup of a handler's monitor: conmon_cgroup where it is set, else the handler's own. */
function explainMonitor(found: Effective, facts: CrioFacts, handler: Handler): Explanation {
  const { conmonCgroup } = found.scalars
  const { monitorCgroupAt: at, replaced } = handler
  const byConmon: Reason = { code: "crio-conmon-cgroup-counts", args: {} }
  const byReplacing: Reason = { code: "crio-handler-replaced-by", args: { file: handler.file ?? "" } }
  const own: Source =
    at === undefined ? builtIn(found) : { kind: "file", path: at.key.keyPlace.file, place: at.key.valuePlace }
  const isReplaced = replaced?.lost.includes("monitor_cgroup") === true
  return {
    setting: "cgroup-driver",
    component,
    subject: `monitor_cgroup of ${handler.name}`,
    value: handler.monitorCgroup === "" ? "none" : handler.monitorCgroup,
    source: conmonCgroup.value ? sourceOf(found, facts, conmonCgroup) : own,
    ...(conmonCgroup.value ? { why: byConmon } : isReplaced ? { why: byReplacing } : {}),
    others: conmonCgroup.value && at !== undefined ? [mentionOf(at, byConmon)] : [],
  }
}

function explainDriver(found: Effective, facts: CrioFacts): readonly Explanation[] {
  const none: Reason = { code: "crio-no-conmon-cgroup", args: {} }
  const conmon = explainScalar("cgroup-driver", found, facts, "conmonCgroup", { subject: "conmon_cgroup" })
  return [
    explainScalar("cgroup-driver", found, facts, "cgroupManager"),
    conmon.value === "" ? { ...conmon, value: "none", why: none } : conmon,
    ...found.handlers.filter(({ hasMonitor }) => hasMonitor).map((handler) => explainMonitor(found, facts, handler)),
  ]
}

/** Stands for everything when CRI-O does not load its files: no value, and where the trouble is. */
function doesNotLoad(setting: ExplainedSetting, found: Effective, ids: readonly ScalarId[] = []): Explanation {
  const [problem] = found.problems
  const place = problem?.place === undefined ? {} : { place: problem.place }
  const source: Source = { kind: "file", path: problem?.file ?? "", ...place }
  const stops: Reason = { code: "crio-does-not-load", args: {} }
  const why = problem !== undefined && isOnlyForRoot(problem) ? {} : { why: stops }
  const others = ids.flatMap((id) => found.scalars[id].statements.map(({ entry }) => mentionOf(entry, stops)))
  return { setting, component, value: undefined, source, ...why, others }
}

/** CRI-O serves nothing but CRI, so it is on exactly when CRI-O starts. */
function explainCri(found: Effective): Explanation {
  const setting = "cri-enabled"
  if (found.problems.some(isOnlyForRoot)) return doesNotLoad(setting, found)
  return found.problems.length > 0
    ? { ...doesNotLoad(setting, found), value: "false" }
    : { setting, component, value: "true", source: builtIn(found), others: [] }
}

export function explain(setting: ExplainedSetting, facts: CrioFacts): readonly Explanation[] {
  const told: readonly ExplainedSetting[] = ["cgroup-driver", "sandbox-image", "cri-enabled", "registry-mirror"]
  if (!told.includes(setting) || !isInstalled(facts)) return []
  if (setting === "registry-mirror") return explainMirrors(facts)
  const found = effectiveOf(facts)
  if (found === undefined) {
    const why: Reason = { code: "crio-release-not-told", args: {} }
    return [{ setting, component, value: undefined, source: facts.version.source, why, others: [] }]
  }
  if (setting === "cri-enabled") return [explainCri(found)]
  if (!found.loads) {
    return [
      doesNotLoad(setting, found, setting === "sandbox-image" ? ["pauseImage"] : ["cgroupManager", "conmonCgroup"]),
    ]
  }
  return setting === "sandbox-image"
    ? [explainScalar(setting, found, facts, "pauseImage")]
    : explainDriver(found, facts)
}
