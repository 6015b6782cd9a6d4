// What must change so that a runtime's daemon runs with the proxy that was asked for.
import type { Change } from "../../model/change.ts"
import type { DaemonFacts } from "../../model/facts/daemon-facts.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Reason } from "../../model/message.ts"
import type { Reading } from "../../model/plan.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { type Component, type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import { homeOf } from "./home.ts"
import { type NewText, newTexts } from "./texts.ts"
import { hasCredentials, proxyIn, wantedVariables } from "./variables.ts"

export const noAddresses = { own: [], cluster: [] } as const

/** Empty for a runtime that keeps its proxy in a file of its own, unless the proxy is to go. */
export function contributeProxy(wanted: Wanted, component: Component, node: NodeFacts): Contribution {
  const { proxy, noProxy } = wanted
  if (proxy === undefined && noProxy === undefined) return nothingToContribute
  const { service } = component.summarize(node)
  const isOwn = component.runtime?.keepsProxy(node) === true
  if (isOwn && proxy !== "none") return nothingToContribute
  const byHand = { code: "proxy-by-hand", args: { runtime: component.name, service: service?.name ?? "" } } as const
  if (service === undefined) return { ...nothingToContribute, refusals: [byHand] }
  const now = proxyIn(service.environment)
  if (proxy === undefined && now === undefined) {
    return { ...nothingToContribute, refusals: [{ code: "no-proxy-without-proxy", args: { service: service.name } }] }
  }
  const variables = wantedVariables(service.environment, proxy, noProxy, node.directAddresses ?? noAddresses)
  const expectations = isOwn ? [] : [expectationOf(component.id, wanted, service, node)]
  if (variables.size === 0) return { ...nothingToContribute, expectations }
  const home = homeOf(service, knownValue(node.initSystem) ?? "none")
  if (home === undefined) return { ...nothingToContribute, refusals: [byHand] }
  const url = proxy ?? now ?? ""
  const texts = newTexts(service, home, variables, hasCredentials(url))
  if (!texts.ok) return { ...nothingToContribute, refusals: [texts.fault] }
  const why: Reason =
    proxy === "none"
      ? { code: "proxy-taken-away", args: { service: service.name } }
      : { code: "proxy-for-pulls", args: { service: service.name } }
  const mode = hasCredentials(url) ? 0o600 : undefined
  return {
    ...nothingToContribute,
    changes: [
      ...directoryFor(texts.value, node.daemons?.[service.name], component.id, why),
      ...texts.value.map((text) => changeOf(text, component.id, mode, why)),
      restart(component.id, service),
    ],
    readings: readingsOf(service, texts.value),
    expectations,
  }
}

function expectationOf(component: string, { proxy, noProxy }: Wanted, service: ServiceFacts, node: NodeFacts) {
  const variables = wantedVariables(
    {},
    proxy ?? proxyIn(service.environment),
    noProxy,
    node.directAddresses ?? noAddresses,
  )
  return {
    kind: "proxy",
    component,
    service: service.name,
    proxy: proxy === "none" ? "" : (variables.get("HTTPS_PROXY") ?? ""),
    exceptions: proxy === "none" ? [] : (variables.get("NO_PROXY") ?? "").split(","),
  } as const
}

function directoryFor(
  texts: readonly NewText[],
  daemon: DaemonFacts | undefined,
  component: string,
  why: Reason,
): readonly Change[] {
  const path = texts.find(({ before, text }) => before === undefined && text !== null)?.path
  const directory = path?.slice(0, path.lastIndexOf("/"))
  if (directory === undefined || daemon?.directories.includes(directory) === true) return []
  return [{ kind: "directory", component, path: directory, mode: 0o755, why: [why] }]
}

function changeOf({ path, before, text }: NewText, component: string, secret: number | undefined, why: Reason): Change {
  const { uid, gid } = before ?? { uid: 0, gid: 0 }
  // Whatever somebody else kept it as: a file with a password in it is its owner's alone.
  const mode = secret ?? before?.mode ?? 0o644
  return {
    kind: "file",
    component,
    path,
    realPath: before?.realPath ?? path,
    before: before === undefined ? null : { text: before.text, mode: before.mode, uid, gid },
    after: text === null ? null : { text, mode, uid, gid },
    why: [why],
  }
}

function restart(component: string, { name, state }: ServiceFacts): Change {
  const why: Reason = { code: "restart-makes-effective", args: {} }
  return { kind: "service", component, service: name, action: "restart", wasActive: state === "active", why: [why] }
}

function readingsOf({ files }: ServiceFacts, texts: readonly NewText[]): readonly Reading[] {
  const read = files.flatMap((fact) => knownValue(fact) ?? []).map(({ path, hash }): Reading => ({ path, hash }))
  const created = texts.filter(({ before }) => before === undefined)
  return [...read, ...created.map(({ path }): Reading => ({ path, hash: null }))]
}
