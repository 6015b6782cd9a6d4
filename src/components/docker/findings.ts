// What is wrong with a Docker engine's configuration, and between it and cri-dockerd.
import { duplicateKeys } from "../../documents/json/json.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { parseVersion } from "../../model/version.ts"
import { criDockerd } from "../cri-dockerd/component.ts"
import { newestApiOf } from "../cri-dockerd/tables/releases.ts"
import { entriesOf, execOpts, isDriverOption, readDaemonJson } from "./daemon-json.ts"
import { effectiveDriver } from "./effective.ts"
import type { Engine } from "./engine.ts"
import { type EngineFacts, versionOf } from "./facts.ts"
import { problemsOf } from "./findings/problems.ts"
import { unfitLogOption } from "./findings/start-values.ts"
import { placeOfStated, statedRoot } from "./stated.ts"
import { meantInsteadOf } from "./tables/options.ts"
import { minimumApiOf, refusesApi } from "./tables/releases.ts"

export function findingsOfEngine(engine: Engine, own: EngineFacts, node: NodeFacts): readonly Finding[] {
  return [
    ...problemsOf(own, effectiveDriver(own, node).value).map(({ code, args, place }): Finding => {
      const finding = {
        code,
        args: { engine: engine.name, ...args },
        severity: "failure",
        component: engine.id,
      } as const
      return place === undefined ? finding : { ...finding, place }
    }),
    ...withContainers(engine, own),
    ...withoutInit(engine, own),
    ...olderClient(engine, own, node),
    ...ignored(engine, own),
    ...twice(engine, own),
    ...severalDrivers(engine, own, node),
    ...cgroupfsUnderSystemd(engine, own, node),
  ]
}

/** What dockerd looks at only when it makes a container; each has the log driver that daemon.json names. */
function withContainers(engine: Engine, own: EngineFacts): readonly Finding[] {
  const root = statedRoot(own)
  const unfit = root === undefined ? undefined : unfitLogOption(root)
  if (unfit?.ends !== "containers" || unfit.why === "unknown") return []
  const place = placeOfStated(own, ["log-opts", unfit.option]) ?? placeOfStated(own, ["log-driver"])
  const args = { engine: engine.name, what: unfit.what, why: unfit.why }
  const at = place === undefined ? {} : { place }
  return [{ code: "docker-log-option-refused", args, severity: "failure", component: engine.id, ...at }]
}

function withoutInit(engine: Engine, own: EngineFacts): readonly Finding[] {
  const absent = own.absentFiles?.find(({ key }) => key === "init")
  if (absent === undefined) return []
  const place = placeOfStated(own, ["init"])
  const args = { engine: engine.name, path: absent.path }
  const at = place === undefined ? {} : { place }
  return [{ code: "docker-init-missing", args, severity: "failure", component: engine.id, ...at }]
}

/** Keys that dockerd takes and does nothing with: exec-opts within another table, and names of flags. */
function ignored(engine: Engine, own: EngineFacts): readonly Finding[] {
  const version = versionOf(own)
  const file = readDaemonJson(own.config)
  return (file.document?.keys ?? []).flatMap(({ path, keyPlace }): Finding[] => {
    const [key = ""] = path
    const nested = path.length > 1 && path.at(-1) === execOpts ? execOpts : undefined
    const flag = path.length === 1 && version !== undefined ? meantInsteadOf(key, version) : undefined
    const meant = nested ?? flag
    if (meant === undefined) return []
    const args = { engine: engine.name, file: own.configPath, key: path.join("."), meant }
    return [{ code: "docker-key-ignored", args, severity: "warning", component: engine.id, place: keyPlace }]
  })
}

/** JSON readers let the last of two lines win without a word. */
function twice(engine: Engine, own: EngineFacts): readonly Finding[] {
  const { document } = readDaemonJson(own.config)
  if (document === undefined) return []
  return duplicateKeys(document).map(({ path, keyPlace }): Finding => {
    const args = { engine: engine.name, file: own.configPath, key: path.join(".") }
    return { code: "docker-key-twice", args, severity: "warning", component: engine.id, place: keyPlace }
  })
}

function severalDrivers(engine: Engine, own: EngineFacts, node: NodeFacts): readonly Finding[] {
  const file = readDaemonJson(own.config)
  const values = new Set(
    entriesOf(file, execOpts)
      .filter(isDriverOption)
      .map(({ value }) => value),
  )
  const { value, origin } = effectiveDriver(own, node)
  if (values.size < 2 || value === undefined || origin.by !== "file") return []
  const args = { engine: engine.name, file: own.configPath, counts: value }
  const place = origin.place === undefined ? {} : { place: origin.place }
  return [{ code: "docker-driver-twice", args, severity: "warning", component: engine.id, ...place }]
}

function cgroupfsUnderSystemd(engine: Engine, own: EngineFacts, node: NodeFacts): readonly Finding[] {
  const { value, origin } = effectiveDriver(own, node)
  if (value !== "cgroupfs" || knownValue(node.initSystem) !== "systemd" || !criDockerd.summarize(node).isInstalled)
    return []
  const place = origin.by === "default" || origin.place === undefined ? {} : { place: origin.place }
  return [
    {
      code: "docker-cgroupfs-on-systemd",
      args: { engine: engine.name },
      severity: "warning",
      component: engine.id,
      ...place,
    },
  ]
}

/** The API that cri-dockerd speaks is older than this release accepts: cri-dockerd ends at once. */
function olderClient(engine: Engine, own: EngineFacts, node: NodeFacts): readonly Finding[] {
  const version = versionOf(own)
  const bridge = parseVersion(criDockerd.summarize(node).version ?? "")
  if (version === undefined || bridge === undefined) return []
  const newest = newestApiOf(bridge)
  if (newest === undefined || !refusesApi(version, newest)) return []
  const args = {
    engine: engine.name,
    release: version.text,
    criDockerd: bridge.text,
    minimum: minimumApiOf(version),
  }
  return [{ code: "docker-refuses-cri-dockerd", args, severity: "failure", component: engine.id }]
}
