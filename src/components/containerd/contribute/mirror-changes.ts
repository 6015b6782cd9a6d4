// The hosts.toml files that bring the wanted registry mirrors about, or why containerd would not read them.
import type { FileChange } from "../../../model/change.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import { askedOf } from "../../../model/facts/registry-logins.ts"
import { type Fault, ok, type Result } from "../../../model/fault.ts"
import type { Reason } from "../../../model/message.ts"
import type { Reading } from "../../../model/plan.ts"
import type { Registry, RegistryMirror } from "../../../model/setting.ts"
import { type Logins, loginsOf, readingsOfLogins } from "../../registry-login.ts"
import type { Effective } from "../effective.ts"
import type { ContainerdFacts } from "../facts.ts"
import { registryMeant } from "../findings/hosts-files.ts"
import { hostsDirectories } from "../hosts-directories.ts"
import { hostsFileOf, sendsLogin, serverOf, withRegistry } from "../registry.ts"
import { directoryOf } from "../simulate/glob.ts"
import { type HostsFile, readHostsFile } from "../simulate/hosts-file.ts"
import { inSeenCase } from "../tables/platforms.ts"
import { changeOf, factAt } from "./changes.ts"

interface Hosts {
  readonly changes: readonly FileChange[]
  readonly readings: readonly Reading[]
  readonly refusals: readonly Fault[]
}

/** The short form of a row. */
export function asRegistry({ host, url }: RegistryMirror): Registry {
  return { host, mirrors: [url] }
}

/** The login of a registry under the URL by which it is its own mirror. */
function underUrl(logins: Logins, { host }: Registry, { mirrors: [url = ""] }: Registry): Logins {
  const login = logins.get(host)
  return login === undefined ? logins : new Map([[url, login]])
}

function isOwnHost({ hosts }: HostsFile, { host }: Registry): boolean {
  return hosts.some(({ name }) => name === serverOf(host))
}

function isGone(asked: Result<Logins>): boolean {
  return !asked.ok && asked.fault.code === "credentials-unusable" && asked.fault.args.why === "absent"
}

/** Where only tables of hosts are read, the registry is one of its own. Undefined: one row for all has no address. */
function asOwnHost(registry: Registry): Registry | undefined {
  const server = serverOf(registry.host)
  return server === undefined || registry.mirrors.length > 0 ? undefined : { ...registry, mirrors: [server] }
}

export function mirrorChanges(
  mirrors: readonly Registry[],
  facts: ContainerdFacts,
  found: Effective,
  node: NodeFacts,
): Hosts {
  const { release } = found
  if (mirrors.length === 0) return { changes: [], readings: [], refusals: [] }
  const refuseAll = (fault: Fault): Hosts => ({ changes: [], readings: [], refusals: [fault] })
  if (!release.readsRegistryPath) {
    const args = { release: release.version.text }
    return refuseAll({ code: "containerd-no-registry-path", args })
  }
  const [inline] = found.inlineMirrors
  if (inline !== undefined) {
    const args = { hosts: found.inlineMirrors.map(({ host }) => host) }
    const place = inline.place === undefined ? {} : { place: inline.place }
    return refuseAll({ code: "containerd-inline-mirrors", args, ...place })
  }
  const [beside] = facts.hostsBesideRegistries ?? []
  if (beside !== undefined) {
    const path = directoryOf(beside)
    const args = { path, meant: directoryOf(path) }
    return refuseAll({ code: "containerd-config-path-too-deep", args })
  }
  const directories = hostsDirectories(release.platform, found.registryPath?.value).map((directory) =>
    inSeenCase(release.platform, directory, facts.directories),
  )
  const texts = new Map<string, string>()
  const why = new Map<string, Reason[]>()
  const refusals: Fault[] = []
  const secret = new Set<string>()
  for (const mirror of mirrors) {
    const meant = registryMeant(mirror.host)
    if (meant !== undefined && meant !== "") {
      const args = { host: mirror.host, meant, url: mirror.mirrors[0] ?? "" }
      refusals.push({ code: "containerd-mirror-of-alias", args })
      continue
    }
    const path = hostsFileOf(release.platform, directories, mirror.host, facts.hostsFiles)
    const fact = factAt(facts.hostsFiles, path)
    if (fact !== undefined && fact.state !== "known" && fact.state !== "absent") {
      refusals.push({ code: "file-unreadable", args: { file: path, why: fact.reason } })
      continue
    }
    const before = texts.get(path) ?? knownValue(fact)?.text
    const droppedOf = (one: Result<string>) =>
      one.ok ? readHostsFile({ path, text: one.value }, release).dropped : undefined
    const asked = loginsOf(mirror, node)
    // A file of credentials may be gone once they are where they count.
    const logins = isGone(asked) && sendsLogin(path, before) ? ok<Logins>(new Map()) : asked
    if (!logins.ok) {
      refusals.push(logins.fault)
      continue
    }
    const asAsked = withRegistry(path, before, mirror, logins.value)
    // So is one that is there already: it is asked before what the file says at its top.
    const isOwn = before !== undefined && isOwnHost(readHostsFile({ path, text: before }, release), mirror)
    const own = isOwn || droppedOf(asAsked)?.why === "no-host-table" ? asOwnHost(mirror) : undefined
    const text = own === undefined ? asAsked : withRegistry(path, before, own, underUrl(logins.value, mirror, own))
    const dropped = droppedOf(text)
    if (!text.ok) refusals.push(text.fault)
    else if (dropped !== undefined) {
      const { why: cause, what, place } = dropped
      const args = { file: path, why: cause, what, release: release.version.text }
      const at = place === undefined ? {} : { place }
      refusals.push({ code: "containerd-hosts-stay-dropped", args, ...at })
    } else {
      texts.set(path, text.value)
      const reasons = mirror.mirrors.map((url): Reason => {
        return { code: "containerd-hosts-file", args: { host: mirror.host, url } }
      })
      const { credentialsFile: file } = mirror
      if (file !== undefined) secret.add(path)
      const login: readonly Reason[] =
        file === undefined ? [] : [{ code: "registry-login", args: { hosts: askedOf(mirror), file } }]
      const trusted: Reason = { code: "registry-as-asked", args: { host: mirror.host } }
      why.set(path, [
        ...(why.get(path) ?? []),
        ...(reasons.length === 0 && login.length === 0 ? [trusted] : reasons),
        ...login,
      ])
    }
  }
  const changes = [...texts].flatMap(
    ([path, text]) => changeOf(facts.hostsFiles, path, text, why.get(path) ?? [], secret.has(path)) ?? [],
  )
  const readings = [...texts.keys()].map((path): Reading => {
    return { path, hash: knownValue(factAt(facts.hostsFiles, path))?.hash ?? null }
  })
  return { changes, readings: [...readings, ...readingsOfLogins(mirrors, node)], refusals }
}
