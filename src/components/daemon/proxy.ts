// What must change so that a runtime's daemon runs with the proxy that was asked for.
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Reason } from "../../model/message.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { type Component, type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import { serviceChanges } from "./changes.ts"
import { homeOf } from "./home.ts"
import { newTexts } from "./texts.ts"
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
  const secret = hasCredentials(url) ? 0o600 : undefined
  return {
    ...nothingToContribute,
    ...serviceChanges(component.id, service, node, { texts: texts.value, secret, why }),
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
