// By what a registry and its mirrors are to know this node, as the file of credentials that was asked for says it.

import { json } from "../documents/json/json.ts"
import { isTable, ownValue } from "../documents/value.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { askedOf, hostOfRegistry, type RegistryLogin } from "../model/facts/registry-logins.ts"
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

/** `asked`: the rows that have them from there. Undefined: it is of neither form. */
export function loginsInInput(asked: readonly Registry[], input: string): readonly RegistryLogin[] | undefined {
  return loginsIn(input) ?? loginOfLine(input, [...new Set(asked.flatMap(askedOf))])
}

/** "NAME:PASSWORD", which says of no registry that it is its own: there must be but one. */
function loginOfLine(text: string, hosts: readonly string[]): readonly RegistryLogin[] | undefined {
  const [host] = hosts
  const line = text.replace(/\r?\n$/, "")
  if (host === undefined || hosts.length > 1 || !/^[^\s:"{}]+:[^\r\n\0]+$/.test(line)) return undefined
  return [{ host: hostOfRegistry(host), authorization: `Basic ${Buffer.from(line).toString("base64")}` }]
}

/**
 * JSON with "auths", as `docker login`, `podman login` and `kubectl create secret docker-registry` write it:
 * containers-auth.json(5). Undefined: it is not.
 */
export function loginsIn(text: string): readonly RegistryLogin[] | undefined {
  const parsed = json.parse("", text)
  const auths = parsed.ok ? ownValue(parsed.value.root, "auths") : undefined
  if (!isTable(auths)) return undefined
  return Object.entries(auths).flatMap(([name, entry]): readonly RegistryLogin[] => {
    const authorization = isTable(entry) ? basicOf(entry) : undefined
    return authorization === undefined ? [] : [{ host: hostOfRegistry(name), authorization }]
  })
}

/** RFC 7617. Undefined: no password is there, because a helper keeps it or it is a token. */
function basicOf(entry: Readonly<Record<string, unknown>>): string | undefined {
  const { auth, username, password } = entry
  const isText = (one: unknown): one is string => typeof one === "string" && one !== ""
  const encoded = isText(auth)
    ? auth.trim()
    : isText(username) && isText(password)
      ? Buffer.from(`${username}:${password}`).toString("base64")
      : ""
  const decoded = Buffer.from(encoded, "base64").toString("utf8")
  return /^[A-Za-z0-9+/]+=*$/.test(encoded) && /^[^:]+:[^\0]+/.test(decoded) ? `Basic ${encoded}` : undefined
}
