// Explains the cgroup driver of a Docker engine and whether it serves CRI: the value, where it comes from, and what
// every other place that states it counts for.
import type { KeyInText } from "../../documents/document.ts"
import type { Explanation, Mention } from "../../model/explanation.ts"
import type { Source } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Reason } from "../../model/message.ts"
import type { ExplainedSetting } from "../../model/setting.ts"
import { criDockerd } from "../cri-dockerd/component.ts"
import { entriesOf, execOpts, ignoredKeys, isDriverOption, overriddenKeys, readDaemonJson } from "./daemon-json.ts"
import { type EffectiveDriver, effectiveDriver, placeOfEntry } from "./effective.ts"
import type { Engine } from "./engine.ts"
import { flagsInVain } from "./explain/flags-in-vain.ts"
import { explainMirrors } from "./explain/mirrors.ts"
import type { EngineFacts } from "./facts.ts"
import { problemsOf } from "./findings/problems.ts"

export function explainEngine(
  engine: Engine,
  setting: ExplainedSetting,
  own: EngineFacts,
  node: NodeFacts,
): readonly Explanation[] {
  if (setting === "cgroup-driver") return [explainDriver(engine, own, node)]
  if (setting === "registry-mirror") return explainMirrors(engine, own)
  return setting === "cri-enabled" ? [explainCri(engine, own, node)] : []
}

function explainDriver(engine: Engine, own: EngineFacts, node: NodeFacts): Explanation {
  const base = { setting: "cgroup-driver", component: engine.id } as const
  const [problem] = problemsOf(own, effectiveDriver(own, node).value)
  if (problem !== undefined) {
    const place = problem.place === undefined ? {} : { place: problem.place }
    const source: Source = { kind: "file", path: own.configPath, ...place }
    const stops: Reason = { code: "docker-does-not-load", args: {} }
    return { ...base, value: undefined, source, why: stops, others: driverLines(own, stops) }
  }
  const effective = effectiveDriver(own, node)
  const why = whyDefault(effective)
  return {
    ...base,
    value: effective.value,
    source: sourceOf(own, effective),
    ...(why === undefined ? {} : { why }),
    others: mentions(own, effective),
  }
}

/** Every line about the driver, while dockerd starts with none of them. */
function driverLines(own: EngineFacts, why: Reason): readonly Mention[] {
  const file = readDaemonJson(own.config)
  return entriesOf(file, execOpts)
    .filter(isDriverOption)
    .flatMap((entry): Mention[] => {
      const place = placeOfEntry(file, entry)
      return place === undefined ? [] : [{ place, key: execOpts, value: entry.text, why }]
    })
}

function sourceOf(own: EngineFacts, { origin }: EffectiveDriver): Source {
  if (origin.by === "default") return { kind: "table", what: "built-in default of dockerd" }
  const { place } = origin
  if (place !== undefined) return { kind: "file", path: place.file, place }
  return origin.by === "file"
    ? { kind: "file", path: own.configPath }
    : { kind: "program", command: own.service?.command ?? [] }
}

function whyDefault({ value, origin }: EffectiveDriver): Reason | undefined {
  if (origin.by !== "default") return undefined
  if (value === undefined) return { code: "docker-default-unknown", args: {} }
  return { code: value === "systemd" ? "docker-default-systemd" : "docker-default-cgroupfs", args: {} }
}

function mentions(own: EngineFacts, { origin }: EffectiveDriver): readonly Mention[] {
  const file = readDaemonJson(own.config)
  const winner = origin.by === "default" ? undefined : origin.place
  const entries = entriesOf(file, execOpts)
    .filter(isDriverOption)
    .flatMap((entry): Mention[] => {
      const place = placeOfEntry(file, entry)
      const counts = place !== undefined && place.line === winner?.line && place.column === winner.column
      if (place === undefined || counts) return []
      return [{ place, key: execOpts, value: entry.text, why: { code: "docker-other-entry-counts", args: {} } }]
    })
  const nested: Reason = { code: "docker-nested-key", args: {} }
  const spelled: Reason = { code: "docker-flag-spelling", args: {} }
  return [
    ...entries,
    ...overriddenKeys(file).map((key) => mention(key, { code: "docker-other-line-counts", args: {} })),
    ...ignoredKeys(file).map((key) => mention(key, key.path.length > 1 ? nested : spelled)),
    ...flagsInVain(own, "exec-opt").filter(({ value }) => value.startsWith("native.cgroupdriver=")),
  ]
}

function mention({ path, value, keyPlace }: KeyInText, why: Reason): Mention {
  return { place: keyPlace, key: path.join("."), value: JSON.stringify(value), why }
}

/** Docker itself serves no CRI since Kubernetes 1.24; cri-dockerd does it for it. */
function explainCri(engine: Engine, own: EngineFacts, node: NodeFacts): Explanation {
  const base = { setting: "cri-enabled", component: engine.id, others: [] } as const
  const bridge = criDockerd.summarize(node)
  const command = [own.program ?? "dockerd"]
  if (!bridge.isInstalled) {
    const why: Reason = { code: "docker-without-cri-dockerd", args: {} }
    return { ...base, value: "false", source: { kind: "program", command }, why }
  }
  const release = bridge.version ?? ""
  const source: Source = { kind: "table", what: `cri-dockerd ${release}`.trimEnd() }
  if (bridge.servesCri === false) {
    return { ...base, value: "false", source, why: { code: "cri-dockerd-speaks-no-v1", args: { release } } }
  }
  return { ...base, value: "true", source, why: { code: "docker-serves-through-cri-dockerd", args: { release } } }
}
