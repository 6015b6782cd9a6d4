// Registry mirrors as containerd reads them: one hosts.toml per registry below registry.config_path. Changes of these
// files need no restart; config_path itself does.
import type { Edit, Table } from "../../documents/document.ts"
import { toml } from "../../documents/toml/toml.ts"
import type { Fault, Result } from "../../model/fault.ts"
import { failed, ok } from "../../model/fault.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { RegistryMirror } from "../../model/setting.ts"
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

/** Where a registry is really asked: docker.io is served elsewhere (containerd remotes/docker/registry.go). */
function serverOf(host: string): string {
  return host === "docker.io" ? "https://registry-1.docker.io" : `https://${host}`
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

function newText(host: string, entry: HostEntry): string {
  const override = entry.overridesPath ? "  override_path = true\n" : ""
  // Without a server each registry stays its own fall-back; one for all of them has no other.
  const server = host === everyRegistry ? "" : `server = "${serverOf(host)}"\n`
  return `# Written by criadm.\n${server}\n[host."${entry.url}"]\n  capabilities = ["pull", "resolve"]\n${override}`
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

/** The text of a hosts.toml with which this mirror is asked for this registry; unchanged when it is already. */
export function withMirror(file: string, before: string | undefined, mirror: RegistryMirror): Result<string> {
  const mirrored = withHost(file, before, mirror)
  if (!mirrored.ok || mirror.host !== everyRegistry) return mirrored
  const parsed = toml.parse(file, mirrored.value)
  if (!parsed.ok || parsed.value.root["server"] !== mistakenServer) return mirrored
  return toml.edit(file, mirrored.value, [{ edit: "remove", path: ["server"] }])
}

function withHost(file: string, before: string | undefined, mirror: RegistryMirror): Result<string> {
  const entry = hostEntryOf(mirror.url)
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
