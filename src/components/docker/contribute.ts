// What must change so that a Docker engine uses the wanted cgroup driver, and what must be true of it afterwards: its
// daemon.json, its restart, and that of cri-dockerd, through which alone it can be asked over CRI.
import type { Change, FileChange } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Fault } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import type { Expectation, Reading } from "../../model/plan.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { archivesCommand } from "../archives/command.ts"
import { type Contribution, nothingToContribute, type Summary, type Wanted } from "../component.ts"
import { criDockerd } from "../cri-dockerd/component.ts"
import { certificateChanges, withoutSame } from "../registry-certificates.ts"
import { editDaemonJson } from "./contribute/editing.ts"
import { holdsCredentials, proxyExpectation } from "./contribute/proxy.ts"
import { restoresLive } from "./effective.ts"
import type { Engine } from "./engine.ts"
import { certificatesDirectory, type EngineFacts, versionOf } from "./facts.ts"
import { judgementOf } from "./running/staged-check.ts"

export function contributeEngine(engine: Engine, wanted: Wanted, own: EngineFacts, node: NodeFacts): Contribution {
  if (wanted.runtime !== engine.id) return nothingToContribute
  const bridge = criDockerd.summarize(node)
  const refuse = (...refusals: readonly Fault[]): Contribution => ({ ...nothingToContribute, refusals })
  if (!bridge.isInstalled) {
    return refuse({
      code: "docker-needs-cri-dockerd",
      args: { engine: engine.name, command: archivesCommand(node, engine.id) },
    })
  }
  if (versionOf(own) === undefined) {
    return refuse({ code: "runtime-has-no-binary", args: { runtime: engine.id } })
  }
  const edited = editDaemonJson(engine, wanted, own, node)
  if (!edited.ok) return refuse(edited.fault)
  const { text, why, isReloadable } = edited.value
  const certificates = certificateChanges(engine, certificatesDirectory, wanted.registries ?? [], own.certificates)
  if (!certificates.ok) return refuse(certificates.fault)
  const judgement = text === undefined || !node.isLive ? undefined : judgementOf(engine.id, own, text)
  const files = text === undefined ? [] : fileChanges(engine, own, text, why, holdsCredentials(wanted, own))
  const restarts = text === undefined ? [] : serviceChanges(engine, own, bridge, isReloadable)
  return {
    changes: [...withoutSame(certificates.value, files), ...files, ...restarts],
    readings: readingsOf(own),
    judgements: judgement === undefined ? [] : [judgement],
    expectations: expectationsOf(engine, wanted, own, node),
    refusals: [],
    ...(wanted.resetConfig ? { startsOver: own.configPath } : {}),
    startsLater: own.service === undefined && text !== undefined,
    notes: notesOf(engine, own, text !== undefined, isReloadable),
  }
}

function fileChanges(
  engine: Engine,
  own: EngineFacts,
  text: string,
  why: readonly Reason[],
  isSecret: boolean,
): readonly Change[] {
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
    after: { text, mode: isSecret ? 0o600 : mode, uid, gid },
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
    ...proxyExpectation(engine, wanted, own, node),
    ...(driver === undefined || !canBeAsked
      ? []
      : [{ kind: "cgroup-driver", component, endpoint, driver, ...asksDocker } as const]),
  ]
}

function notesOf(engine: Engine, own: EngineFacts, isChanged: boolean, isReloadable: boolean): readonly Reason[] {
  if (!isChanged) return []
  if (own.service === undefined) return [{ code: "docker-no-service", args: { engine: engine.name } }]
  if (own.service.state !== "active" || isReloadable) return []
  const containers = own.containers === undefined ? undefined : knownValue(own.containers)
  if (containers?.length === 0) return []
  const code = restoresLive(own) ? "docker-restart-keeps-containers" : "docker-restart-stops-containers"
  return [{ code, args: { engine: engine.name, containers: containers ?? [] } }]
}
