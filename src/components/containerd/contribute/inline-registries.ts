// Registries that are configured in containerd's own file (registry.mirrors, the TLS of registry.configs), as the rows
// of hosts.toml files that ask the same hosts in the same order. Beside a config_path CRI does not load with them, and no
// hosts.toml is read without one. A login (registry.configs.HOST.auth) counts in both ways and stays where it is.
// How they are asked: containerd 1.7.24 pkg/cri/server/image_pull.go and 2.3.7 internal/cri/server/images/image_pull.go,
// registryEndpoints and registryHosts.
import type { Edit, KeyPath } from "../../../documents/document.ts"
import { registryUrl } from "../../../documents/image-archive/image-name.ts"
import { failed, ok, type Result } from "../../../model/fault.ts"
import type { Registry } from "../../../model/setting.ts"
import { type Effective, registryTable } from "../effective.ts"
import { type Branch, branchAt, nodeAt } from "../simulate/tree.ts"
import { layouts } from "../tables/layout.ts"
import { type Attempt, setEdit } from "./draft.ts"
import type { Goal } from "./goals.ts"
import { spotsFor } from "./places.ts"

/** The directory of hosts.toml that stands for every other registry; inline mirrors call it "*". */
const everyOther = { inline: "*", directory: "_default" }

const localHost = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/

interface Trust {
  readonly of: Pick<Registry, "ca" | "clientCert" | "clientKey" | "skipVerify">
  /** False: a certificate without its key, or the other way round. */
  readonly isWhole: boolean
}

/** Whether there is anything to move. */
export function hasInlineRegistries(found: Effective): boolean {
  return found.inlineMirrors.length > 0 || trusts(found).size > 0
}

/**
 * The same as rows of hosts.toml, in the order in which they are to be written: each goes before those that are there.
 * Fails where a hosts.toml cannot say the same.
 */
export function inlineRegistries(found: Effective): Result<readonly Registry[]> {
  const trust = trusts(found)
  const mirrors = mirrorsOf(found)
  if (mirrors === undefined || [...trust.values()].some(({ isWhole }) => !isWhole)) return refusal(found)
  const hosts = [...mirrors.keys()]
  // Whoever is only trusted is asked by way of what stands for all others.
  const onlyTrusted = [...trust.keys()]
    .map(imagesHost)
    .filter((host) => !mirrors.has(host) && !isEndpoint(mirrors, host))
  const rows: Registry[] = []
  for (const inline of [...hosts, ...new Set(onlyTrusted)]) {
    const endpoints = mirrors.get(inline) ?? mirrors.get(everyOther.inline) ?? []
    const host = inline === everyOther.inline ? everyOther.directory : inline
    // Its own fall-back is asked by http here and by https there.
    if (localHost.test(host) && !endpoints.some(({ host: asked }) => asked === host)) return refusal(found)
    const own = trust.get(hostOf(registryUrl(host)))
    if (own !== undefined) rows.push({ host, mirrors: [], ...own.of })
    for (const endpoint of endpoints.toReversed()) {
      const override = endpoint.path === "" ? {} : ({ overridePath: true } as const)
      rows.push({ host, mirrors: [endpoint.url], ...override, ...trust.get(endpoint.host)?.of })
    }
  }
  return ok(rows)
}

/** The files without them; where no config_path is set, one that leads to the hosts.toml files. */
export function moveInlineRegistries(directory: string): Goal {
  return {
    what: "registry.mirrors",
    why: { code: "containerd-move-registries", args: {} },
    isAbout: (path) => path.includes("registry"),
    holds: (found) => !hasInlineRegistries(found) && (found.registryPath?.value ?? "") !== "",
    attempts: (found) => {
      const removals = found.files.flatMap(({ path, tree }) =>
        removalsIn(found, tree).map((edit) => ({ file: path, edit })),
      )
      const without = [...new Set(removals.map(({ file }) => file))].map((file) => ({
        file,
        edits: removals.filter((one) => one.file === file).map(({ edit }) => edit),
      }))
      const withPath = spotsFor(found, "images").map(({ file, layout }): Attempt => {
        const set = setEdit([...layout.registry, "config_path"], directory)
        const others = without.filter((one) => one.file !== file)
        return [...others, { file, edits: [...(without.find((one) => one.file === file)?.edits ?? []), set] }]
      })
      return (found.registryPath?.value ?? "") === "" ? withPath : [without, ...withPath]
    },
  }
}

interface Endpoint {
  readonly url: string
  /** Host and port. */
  readonly host: string
  /** "": the API's own. */
  readonly path: string
}

/** Endpoints by the registry they stand for; undefined: one of them is nothing that containerd could ask. */
function mirrorsOf(found: Effective): ReadonlyMap<string, readonly Endpoint[]> | undefined {
  const mirrors = new Map<string, readonly Endpoint[]>()
  for (const [host, node] of branchAt(registryTable(found), ["mirrors"])?.entries ?? []) {
    const written = nodeAt(node, ["endpoint"])
    const list = written?.kind === "value" && Array.isArray(written.value) ? written.value : []
    const endpoints = list.map((one) => endpointOf(String(one)))
    if (endpoints.some((one) => one === undefined)) return undefined
    mirrors.set(host, endpoints as readonly Endpoint[])
  }
  return mirrors
}

function endpointOf(written: string): Endpoint | undefined {
  const [, host = "", path = ""] = /^(?:https?:\/\/)?([^/\s?#]+)(\/[^\s?#]*)?$/.exec(written) ?? []
  if (host === "") return undefined
  const scheme = /^https?:\/\//.exec(written)?.[0] ?? (localHost.test(host) ? "http://" : "https://")
  return { url: `${scheme}${host}${path === "/v2" ? "" : path}`, host, path: path === "/v2" ? "" : path }
}

/** What is trusted, by the host that is asked. Releases that do not read it keep it where it is. */
function trusts(found: Effective): ReadonlyMap<string, Trust> {
  const trusted = new Map<string, Trust>()
  if (!found.release.refusesTlsBesidePath) return trusted
  for (const [host, node] of branchAt(registryTable(found), ["configs"])?.entries ?? []) {
    const tls = node.kind === "table" ? branchAt(node, ["tls"]) : undefined
    if (tls !== undefined) trusted.set(host, trustOf(tls))
  }
  return trusted
}

function trustOf(tls: Branch): Trust {
  const text = (key: string) => {
    const node = tls.entries.get(key)
    return node?.kind === "value" && typeof node.value === "string" && node.value !== "" ? node.value : undefined
  }
  const [ca, clientCert, clientKey] = [text("ca_file"), text("cert_file"), text("key_file")]
  const skips = tls.entries.get("insecure_skip_verify")
  return {
    isWhole: (clientCert === undefined) === (clientKey === undefined),
    of: {
      ...(ca === undefined ? {} : { ca }),
      ...(clientCert === undefined || clientKey === undefined ? {} : { clientCert, clientKey }),
      ...(skips?.kind === "value" && skips.value === true ? { skipVerify: true } : {}),
    },
  }
}

function isEndpoint(mirrors: ReadonlyMap<string, readonly Endpoint[]>, asked: string): boolean {
  return [...mirrors.values()].some((endpoints) => endpoints.some(({ host }) => imagesHost(host) === asked))
}

/** Docker Hub is asked under another name than images have. */
function imagesHost(asked: string): string {
  return asked === hostOf(registryUrl("docker.io")) ? "docker.io" : asked
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, "")
}

function removalsIn(found: Effective, tree: Branch): readonly Edit[] {
  const remove = (path: KeyPath): Edit => ({ edit: "remove", path })
  return Object.values(layouts).flatMap(({ registry }, at, all): readonly Edit[] => {
    if (all.findIndex((one) => one.registry.join() === registry.join()) !== at) return []
    const table = branchAt(tree, registry)
    const mirrors = nodeAt(table, ["mirrors"]) === undefined ? [] : [remove([...registry, "mirrors"])]
    if (!found.release.refusesTlsBesidePath) return mirrors
    const configs = [...(branchAt(table, ["configs"])?.entries ?? [])]
    const hasTls = configs.filter(([, node]) => nodeAt(node, ["tls"]) !== undefined)
    const isEmptyThen = (node: (typeof configs)[number][1]) => node.kind === "table" && node.entries.size === 1
    if (hasTls.length === configs.length && hasTls.length > 0 && hasTls.every(([, node]) => isEmptyThen(node))) {
      return [...mirrors, remove([...registry, "configs"])]
    }
    const ofHosts = hasTls.map(([host, node]) =>
      remove([...registry, "configs", host, ...(isEmptyThen(node) ? [] : ["tls"])]),
    )
    return [...mirrors, ...ofHosts]
  })
}

function refusal(found: Effective): Result<never> {
  const [first] = found.inlineMirrors
  const args = { hosts: found.inlineMirrors.map(({ host }) => host) }
  return failed({
    code: "containerd-inline-mirrors",
    args,
    ...(first?.place === undefined ? {} : { place: first.place }),
  })
}
