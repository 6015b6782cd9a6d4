// The proxy of a Docker engine in daemon.json, where its release reads one there: it counts over the environment. Flags
// count over the file and are not edited.
import type { Edit } from "../../../documents/document.ts"
import { isTable, ownValue } from "../../../documents/value.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../../../model/fault.ts"
import type { Reason } from "../../../model/message.ts"
import type { Expectation } from "../../../model/plan.ts"
import type { Wanted } from "../../component.ts"
import { noAddresses } from "../../daemon/proxy.ts"
import { exceptionsIn, hasCredentials, proxyIn, wantedVariables } from "../../daemon/variables.ts"
import { readDaemonJson } from "../daemon-json.ts"
import type { Engine } from "../engine.ts"
import { type EngineFacts, versionOf } from "../facts.ts"
import { readsProxies } from "../tables/releases.ts"
import type { Edits } from "./editing.ts"
import { flagDecides } from "./flag-decides.ts"

const table = "proxies"

/** Keys of the table and flags alike: dockerd(8). */
const names: readonly (readonly [variable: string, key: string])[] = [
  ["HTTP_PROXY", "http-proxy"],
  ["HTTPS_PROXY", "https-proxy"],
  ["NO_PROXY", "no-proxy"],
]

export function keepsProxy(own: EngineFacts): boolean {
  const version = versionOf(own)
  return version !== undefined && readsProxies(version)
}

/** What the table says, as variables; the environment counts where it says nothing. */
function inForce(own: EngineFacts): Readonly<Record<string, string>> {
  const { root } = readDaemonJson(own.config)
  const stated = root === undefined ? undefined : ownValue(root, table)
  const said = names.flatMap(([variable, key]): readonly (readonly [string, string])[] => {
    const value = isTable(stated) ? ownValue(stated, key) : undefined
    return typeof value === "string" && value !== "" ? [[variable, value]] : []
  })
  return { ...own.service?.environment, ...Object.fromEntries(said) }
}

export function proxyEdits(engine: Engine, wanted: Wanted, own: EngineFacts, node: NodeFacts): Result<Edits> {
  const { proxy, noProxy } = wanted
  const nothing: Edits = { list: [], why: [], isReloadable: true }
  if ((proxy === undefined && noProxy === undefined) || !keepsProxy(own)) return ok(nothing)
  const { root } = readDaemonJson(own.config)
  const isStated = root !== undefined && isTable(ownValue(root, table))
  const flag = own.flags.find(({ name }) => names.some(([, key]) => key === name))
  const service = own.service?.name ?? engine.name
  if (proxy === "none") {
    if (flag !== undefined) return failed(flagDecides(engine, own, flag, "none"))
    const why: Reason = { code: "proxy-taken-away", args: { service } }
    return ok(isStated ? { list: [{ edit: "remove", path: [table] }], why: [why], isReloadable: false } : nothing)
  }
  const now = inForce(own)
  if (proxy === undefined && proxyIn(now) === undefined) {
    return failed({ code: "no-proxy-without-proxy", args: { service } })
  }
  const variables = wantedVariables(now, proxy, noProxy, node.directAddresses ?? noAddresses)
  if (variables.size === 0) return ok(nothing)
  if (flag !== undefined) return failed(flagDecides(engine, own, flag, proxy ?? proxyIn(now) ?? ""))
  const edits = names.flatMap(([variable, key]): readonly Edit[] => {
    const value = variables.get(variable)
    return value === undefined ? [] : [{ edit: "set", path: [table, key], value }]
  })
  return ok({ list: edits, why: [{ code: "proxy-for-pulls", args: { service } }], isReloadable: false })
}

/** A file with a password in it is its owner's alone. */
export function holdsCredentials({ proxy }: Wanted, own: EngineFacts): boolean {
  return keepsProxy(own) && proxy !== undefined && hasCredentials(proxy)
}

export function proxyExpectation(
  engine: Engine,
  { proxy, noProxy }: Wanted,
  own: EngineFacts,
  node: NodeFacts,
): readonly Expectation[] {
  const { service, client } = own
  if ((proxy === undefined && noProxy === undefined) || !keepsProxy(own) || service === undefined) return []
  if (client === undefined) return []
  const told = [client, "info", "--format", "{{.HTTPSProxy}}\n{{.NoProxy}}"]
  const common = { kind: "proxy", component: engine.id, service: service.name, told } as const
  if (proxy === "none") return [{ ...common, proxy: "", exceptions: [] }]
  const now = inForce(own)
  const variables = wantedVariables(
    {},
    proxy ?? proxyIn(now),
    noProxy ?? exceptionsIn(now),
    node.directAddresses ?? noAddresses,
  )
  const exceptions = (variables.get("NO_PROXY") ?? "").split(",")
  return [{ ...common, proxy: variables.get("HTTPS_PROXY") ?? "", exceptions }]
}
