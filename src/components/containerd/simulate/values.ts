// Values outside CRI at which the daemon exits although their type is right, and plugins it is told to insist on.
// Tried on containerd 1.6.20, 1.7.24, 2.1.9, 2.2.9, 2.3.7 and 2.4.2.

import { goDuration } from "../../../documents/go-values.ts"
import { builtInPlugins } from "../tables/built-in-plugins.ts"
import { nameInForce } from "../tables/layout.ts"
import type { Release } from "../tables/releases.ts"
import { branchFor, leafFor } from "../tables/shape.ts"
import type { ListedPlugin, Merged } from "./merge.ts"
import type { RefusedValue, Stop } from "./stop.ts"
import { type Branch, branchAt, type Leaf } from "./tree.ts"

/** logrus, ParseLevel. */
const levels = /^(?:panic|fatal|error|warn|warning|info|debug|trace)$/i
const formats: ReadonlySet<string> = new Set(["text", "json"])
/** Under both names a plugin type goes by: services/server/server.go, LoadPlugins. */
const proxyNames: Readonly<Record<string, string>> = {
  "io.containerd.snapshotter.v1": "snapshot",
  "io.containerd.content.v1": "content",
  "io.containerd.differ.v1": "diff",
  "io.containerd.sandbox.controller.v1": "sandbox",
}

export const devmapperId = "io.containerd.snapshotter.v1.devmapper"

function refused(kind: RefusedValue, leaf: Leaf): Stop {
  return {
    why: "value",
    kind,
    file: leaf.at.file,
    key: leaf.at.path.join("."),
    value: String(leaf.value),
    place: leaf.at.place,
  }
}

/** A text that is there and not empty; an empty one is as good as none. */
function textAt(release: Release, branch: Branch | undefined, key: string): Leaf | undefined {
  const leaf = leafFor(release, branch, key)
  return typeof leaf?.value === "string" && leaf.value !== "" ? leaf : undefined
}

function findTimeout(top: Branch): Stop | undefined {
  const leaves = [...(branchAt(top, ["timeouts"])?.entries.values() ?? [])]
  const bad = leaves.find((one) => one.kind === "value" && !goDuration.test(String(one.value)))
  return bad?.kind === "value" ? refused("duration", bad) : undefined
}

function findProxy(release: Release, top: Branch): Stop | undefined {
  const known = release.proxyTypes.split(" ")
  for (const [name, proxy] of branchAt(top, ["proxy_plugins"])?.entries ?? []) {
    if (proxy.kind !== "table") continue
    const leaf = leafFor(release, proxy, "type")
    const type = String(leaf?.value ?? "")
    if (known.includes(proxyNames[type] ?? type)) continue
    if (leaf !== undefined) return refused("proxy-type", leaf)
    const at = proxy.at
    return {
      why: "value",
      kind: "proxy-type",
      file: at?.file ?? "",
      key: `proxy_plugins.${name}.type`,
      value: "",
      ...(at === undefined ? {} : { place: at.place }),
    }
  }
  return undefined
}

/** HOST:PORT, the port a number; [::1]:1338 as well. */
const listenAddress = /^(?:[^:[\]\s]*|\[[^\]\s]*\]):\d{1,5}$/

function findAddress(release: Release, top: Branch): Stop | undefined {
  const leaf =
    textAt(release, branchAt(top, ["metrics"]), "address") ??
    textAt(release, branchAt(top, ["plugins", "io.containerd.server.v1.metrics"]), "address")
  return leaf === undefined || listenAddress.test(String(leaf.value)) ? undefined : refused("listen-address", leaf)
}

/** The streaming server of CRI ends the whole daemon when it cannot listen. */
function findStream(release: Release, server: Branch | undefined, isCriOn: boolean): Stop | undefined {
  if (!isCriOn) return undefined
  const port = textAt(release, server, "stream_server_port")
  if (port !== undefined && !/^\d{1,5}$/.test(String(port.value))) return refused("port", port)
  const address = textAt(release, server, "stream_server_address")
  return address !== undefined && /[\s/]/.test(String(address.value)) ? refused("host", address) : undefined
}

export function findValueStop(
  release: Release,
  { top, disabled }: Pick<Merged, "top" | "disabled">,
  server: Branch | undefined,
): Stop | undefined {
  const debug = branchAt(top, ["debug"])
  const level = textAt(release, debug, "level")
  if (level !== undefined && !levels.test(String(level.value))) return refused("log-level", level)
  const format = textAt(release, debug, "format")
  if (release.choosesLogFormat && format !== undefined && !formats.has(String(format.value))) {
    return refused("log-format", format)
  }
  const isCriOn = !disabled.some(({ id }) => id === "cri" || id.startsWith("io.containerd.grpc.v1.cri"))
  return (
    findTimeout(top) ?? findProxy(release, top) ?? findAddress(release, top) ?? findStream(release, server, isCriOn)
  )
}

/** A plugin that is required and switched off, not built in, or not configured. */
export function findRequiredStop(release: Release, merged: Merged): Stop | undefined {
  if (release.platform.id !== "linux") return undefined
  const builtIn = builtInPlugins(release)
  const isShort = release.criPlugins === "one" && merged.schema === 1
  const proxies = branchAt(merged.top, ["proxy_plugins"])
  const reasonFor = ({ id }: ListedPlugin): string | undefined => {
    if (merged.disabled.some((one) => one.id === id)) return "disabled"
    const isProxy = proxies?.entries.has(id.slice(id.lastIndexOf(".") + 1)) === true
    const known = isShort ? [...builtIn].some((one) => nameInForce(release, 1, one) === id) : builtIn.has(id)
    if (!known && !isProxy && !release.isNewerThanTables) return "not-built-in"
    return id === devmapperId && !isPoolNamed(release, merged.top) ? "not-configured" : undefined
  }
  for (const plugin of merged.required) {
    const reason = reasonFor(plugin)
    if (reason === undefined) continue
    return { why: "required-plugin", file: plugin.file, id: plugin.written, reason, place: plugin.place }
  }
  return undefined
}

export function isPoolNamed(release: Release, top: Branch): boolean {
  return textAt(release, branchFor(release, branchAt(top, ["plugins"]), devmapperId), "pool_name") !== undefined
}
