// By what a registry and its mirrors are to know this node, as the file of credentials that was asked for says it.

import type { NodeFacts } from "../model/facts/node-facts.ts"
import { hostOfRegistry } from "../model/facts/registry-logins.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import type { Reading } from "../model/plan.ts"
import { type Registry, standardInput } from "../model/setting.ts"

/** Who is asked → value of the Authorization header. Who is asked are the mirrors' URLs; without mirrors, the host. */
export type Logins = ReadonlyMap<string, string>

/** Empty where no credentials were asked for. Refused where the file has none for somebody who is asked. */
export function loginsOf(registry: Registry, node: NodeFacts): Result<Logins> {
  const { credentialsFile: file, host, mirrors } = registry
  const logins = new Map<string, string>()
  if (file === undefined) return ok(logins)
  const fact = node.registryLogins?.[file]
  const refuse = (args: Pick<(Fault & { code: "credentials-unusable" })["args"], "host" | "why">) =>
    failed({ code: "credentials-unusable", args: { file, ...args } })
  if (fact === undefined || fact.state === "absent") return refuse({ host, why: "absent" })
  if (fact.state === "unreadable") return failed({ code: "file-unreadable", args: { file, why: fact.reason } })
  if (fact.state === "not-understood") return refuse({ host, why: "form" })
  for (const asked of mirrors.length === 0 ? [host] : mirrors) {
    const name = hostOfRegistry(asked)
    const login = fact.value.logins.find((one) => one.host === name)
    if (login === undefined) return refuse({ host: name, why: "no-password" })
    logins.set(asked, login.authorization)
  }
  return ok(logins)
}

/** The files that the logins are from: a plan stands only while they are what they were. */
export function readingsOfLogins(registries: readonly Registry[], node: NodeFacts): readonly Reading[] {
  const files = new Set(
    registries.flatMap(({ credentialsFile: file }) => (file === undefined || file === standardInput ? [] : file)),
  )
  return [...files].flatMap((path): readonly Reading[] => {
    const fact = node.registryLogins?.[path]
    return fact?.state === "known" ? [{ path, hash: fact.value.hash }] : []
  })
}
