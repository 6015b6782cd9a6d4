// Registry mirrors as containerd reads them: one hosts.toml per registry below registry.config_path. Changes of these
// files need no restart; config_path itself does.

import type { Edit, Table } from "../../documents/document.ts"
import { registryUrl } from "../../documents/image-archive/image-name.ts"
import { toml } from "../../documents/toml/toml.ts"
import { valueAt } from "../../documents/value.ts"
import { clause } from "../../model/arguments/clause.ts"
import type { Fault, Result } from "../../model/fault.ts"
import { failed, ok } from "../../model/fault.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { Registry, RegistryMirror } from "../../model/setting.ts"
import type { Logins } from "../registry-login.ts"
import type { Platform } from "./tables/platforms.ts"

/** How a mirror stands in hosts.toml. */
interface HostEntry {
  /** Scheme, host and path, as the key of its table. */
  readonly url: string
  /** The path is not below /v2 by itself: containerd docs/hosts.md, override_path. */
  readonly overridesPath: boolean
}

const wantedCapabilities = ["pull", "resolve"] as const

/** A mirror below a path gets the API's /v2 in front of that path, because containerd then adds nothing itself. */
function hostEntryOf(url: string): Result<HostEntry> {
  const match = /^(https?:\/\/[^/\s?#]+)(\/[^\s?#]*)?$/.exec(url)
  if (match === null) {
    const fault: Fault = { code: "containerd-registry-url", args: { url } }
    return failed(fault)
  }
  const [, origin = "", given = ""] = match
  const path = given.replace(/(?<!\/)\/+$/, "")
  if (path === "" || path === "/v2") return ok({ url: origin, overridesPath: false })
  return ok({ url: `${origin}${path.startsWith("/v2/") ? path : `/v2${path}`}`, overridesPath: true })
}

/** The directory for every registry that has none of its own: containerd docs/hosts.md. */
const everyRegistry = "_default"

/** What releases of criadm wrote there: every registry then fell back to a host of that name. */
const mistakenServer = `https://${everyRegistry}`

/** Where a registry is really asked. Undefined: it stands for all of them, and each is its own fall-back. */
export function serverOf(host: string): string | undefined {
  return host === everyRegistry ? undefined : registryUrl(host)
}

/**
 * The directory of a registry: "host_port_" is read before "host:port", of which Windows leaves out the colon
 * (containerd docs/hosts.md).
 */
export function hostsFileOf(
  platform: Platform,
  directories: readonly string[],
  host: string,
  files: readonly FileFact[],
): string {
  const underscored = host.replace(/:(\d+)$/, "_$1_")
  const names = platform.id === "windows" ? [underscored, host.replace(":", "")] : [host, underscored]
  const candidates = directories.flatMap((directory) => names.map((name) => `${directory}/${name}/hosts.toml`))
  const known = new Set(files.flatMap((file) => (file.source.kind === "file" ? [file.source.path] : [])))
  return candidates.find((path) => known.has(path)) ?? candidates[0] ?? ""
}

function newHead(host: string): string {
  const server = serverOf(host)
  return `# Written by criadm.\n${server === undefined ? "" : `server = "${server}"\n`}`
}

function newText(host: string, entry: HostEntry): string {
  const override = entry.overridesPath ? "  override_path = true\n" : ""
  return `${newHead(host)}\n[host."${entry.url}"]\n  capabilities = ["pull", "resolve"]\n${override}`
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** The hosts are asked in the order of their tables, so a new one goes before the first. */
function withTableFirst(text: string, block: string): string {
  const first = /^[ \t]*\[\s*host\s*\./m.exec(text)
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n"
  const written = block.replaceAll("\n", lineBreak)
  if (first === null) {
    const joint = text === "" || text.endsWith("\n") ? "" : lineBreak
    return `${text}${joint}${text.trim() === "" ? "" : lineBreak}${written}`
  }
  return `${text.slice(0, first.index)}${written}${lineBreak}${text.slice(first.index)}`
}

/** The text of a hosts.toml with which a registry is reached as asked: its mirrors in order, each with what it needs. */
export function withRegistry(
  file: string,
  before: string | undefined,
  registry: Registry,
  logins: Logins = new Map(),
): Result<string> {
  const { host, mirrors, overridePath } = registry
  let text = before
  // Each goes before the first table, so the first comes last.
  for (const url of mirrors.toReversed()) {
    const next = withMirror(file, text, { host, url }, overridePath === true)
    if (!next.ok) return next
    text = next.value
  }
  const start = text ?? newHead(host)
  const entries = mirrors.map((url) => entryOf(url, overridePath === true))
  const paths: (readonly string[])[] = mirrors.length === 0 ? [[]] : []
  for (const entry of entries) {
    if (!entry.ok) return entry
    paths.push(["host", entry.value.url])
  }
  const edits = paths.flatMap((path) => trustEdits(path, registry))
  const known = edits.length === 0 ? ok(start) : toml.edit(file, start, edits)
  if (!known.ok) return known
  const asked = mirrors.length === 0 ? [host] : mirrors
  const trusted = withLogins(
    file,
    known.value,
    asked.map((one, at) => ({ path: paths[at] ?? [], authorization: logins.get(one) })),
  )
  if (!trusted.ok) return trusted
  return inOrder(
    file,
    trusted.value,
    paths.flatMap(([, url]) => url ?? []),
  )
}

/** containerd docs/hosts.md: the same keys for the server, at the top, and in each host's table. */
function trustEdits(path: readonly string[], { ca, clientCert, clientKey, skipVerify }: Registry): readonly Edit[] {
  return [
    ...(ca === undefined ? [] : [{ edit: "set", path: [...path, "ca"], value: ca } as const]),
    ...(clientCert === undefined || clientKey === undefined
      ? []
      : [{ edit: "set", path: [...path, "client"], value: [[clientCert, clientKey]] } as const]),
    ...(skipVerify === true ? [{ edit: "set", path: [...path, "skip_verify"], value: true } as const] : []),
  ]
}

/** containerd docs/hosts.md, header. Names of headers have no case, and one that is there twice is sent twice. */
function withLogins(
  file: string,
  text: string,
  wanted: readonly { readonly path: readonly string[]; readonly authorization: string | undefined }[],
): Result<string> {
  const parsed = toml.parse(file, text)
  if (!parsed.ok) return parsed
  const edits = wanted.flatMap(({ path, authorization: value }): readonly Edit[] => {
    if (value === undefined) return []
    const headers = valueAt(parsed.value.root, [...path, "header"])
    const names = isTable(headers) ? Object.keys(headers).filter((name) => name.toLowerCase() === "authorization") : []
    const [name = "authorization", ...others] = names
    return [
      { edit: "set", path: [...path, "header", name], value },
      ...others.map((other): Edit => ({ edit: "remove", path: [...path, "header", other] })),
    ]
  })
  return edits.length === 0 ? ok(text) : toml.edit(file, text, edits)
}

/** Whether a hosts.toml has a login for whoever it asks: each of its hosts, or the registry itself. */
export function sendsLogin(file: string, text: string | undefined): boolean {
  const parsed = toml.parse(file, text ?? "")
  if (!parsed.ok) return false
  const { root } = parsed.value
  const hosts = isTable(root["host"]) ? Object.values(root["host"]) : []
  return (hosts.length === 0 ? [root] : hosts).every((host) => {
    const headers = isTable(host) ? host["header"] : undefined
    return isTable(headers) && Object.keys(headers).some((name) => name.toLowerCase() === "authorization")
  })
}

/** Tables that stood in another order are the operator's own, and are not moved. */
function inOrder(file: string, text: string, urls: readonly string[]): Result<string> {
  const parsed = toml.parse(file, text)
  if (!parsed.ok) return parsed
  const hosts = parsed.value.root["host"]
  const present = isTable(hosts) ? Object.keys(hosts).filter((url) => urls.includes(url)) : []
  if (present.join("\n") === urls.join("\n")) return ok(text)
  return failed({ code: "edit-refused", args: { file, key: "host", why: clause("edit-of-order") } })
}

function entryOf(url: string, overridesPath: boolean): Result<HostEntry> {
  return overridesPath ? ok({ url, overridesPath }) : hostEntryOf(url)
}

/** The text of a hosts.toml with which this mirror is asked for this registry; unchanged when it is already. */
export function withMirror(
  file: string,
  before: string | undefined,
  mirror: RegistryMirror,
  overridesPath = false,
): Result<string> {
  const mirrored = withHost(file, before, mirror, entryOf(mirror.url, overridesPath))
  if (!mirrored.ok || mirror.host !== everyRegistry) return mirrored
  const parsed = toml.parse(file, mirrored.value)
  if (!parsed.ok || parsed.value.root["server"] !== mistakenServer) return mirrored
  return toml.edit(file, mirrored.value, [{ edit: "remove", path: ["server"] }])
}

function withHost(
  file: string,
  before: string | undefined,
  mirror: RegistryMirror,
  entry: Result<HostEntry>,
): Result<string> {
  if (!entry.ok) return entry
  if (before === undefined) return ok(newText(mirror.host, entry.value))
  const parsed = toml.parse(file, before)
  if (!parsed.ok) return parsed
  const hosts = parsed.value.root["host"]
  const own = isTable(hosts) && Object.hasOwn(hosts, entry.value.url) ? hosts[entry.value.url] : undefined
  const path = ["host", entry.value.url]
  if (isTable(own)) {
    const capabilities = own["capabilities"]
    const missing = Array.isArray(capabilities) ? wantedCapabilities.filter((one) => !capabilities.includes(one)) : []
    const edits: readonly Edit[] = [
      ...missing.map((value): Edit => ({ edit: "add-element", path: [...path, "capabilities"], value })),
      ...(entry.value.overridesPath ? [{ edit: "set", path: [...path, "override_path"], value: true } as const] : []),
    ]
    return toml.edit(file, before, edits)
  }
  const override = entry.value.overridesPath ? "  override_path = true\n" : ""
  const block = `[host."${entry.value.url}"]\n  capabilities = ["pull", "resolve"]\n${override}`
  const after = withTableFirst(before, block)
  const checked = toml.parse(file, after)
  if (checked.ok && isTable(checked.value.root["host"]) && Object.hasOwn(checked.value.root["host"], entry.value.url)) {
    return ok(after)
  }
  return toml.edit(file, before, [
    { edit: "set", path: [...path, "capabilities"], value: [...wantedCapabilities] },
    ...(entry.value.overridesPath ? [{ edit: "set", path: [...path, "override_path"], value: true } as const] : []),
  ])
}
