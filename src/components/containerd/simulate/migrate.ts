// Moves old tables to where containerd 2 keeps them, as its own migration does, with its gaps: what it drops is
// dropped here. Values keep the place where they were written.
import { criImagesId, criRuntimeId, criServerId, fullId } from "../tables/plugin-ids.ts"
import type { Release } from "../tables/releases.ts"
import { grpcTcpServerId, serverRows, sizeKeys, ttrpcServerId } from "../tables/server-plugins.ts"
import { type Branch, branchAt, emptyBranch, type Tree, withEntry, withoutEntries } from "./tree.ts"

/**
 * Schema 1: short names become full ids. Where a file has both, containerd takes one at random; here the full one
 * stays unless it is empty. The migration has looked at it before the renaming too.
 */
export function renamePlugins(plugins: Branch): Branch {
  const isShort = ([name]: readonly [string, Tree]) => !name.includes(".")
  const entries = [...plugins.entries].filter(
    ([name, node]) => name.includes(".") === false || node.kind === "value" || node.entries.size > 0,
  )
  const renamed = entries.filter(isShort).map(([name, node]): [string, Tree] => [fullId(name), node])
  return { ...plugins, entries: new Map([...renamed, ...entries.filter((entry) => !isShort(entry))]) }
}

/** Goes to plugins/cri/images; containerd 2.3.4 plugins/cri/runtime/plugin.go, migrateConfig. */
export const imageKeys: ReadonlySet<string> = new Set([
  "sandbox_image",
  "registry",
  "image_decryption",
  "max_concurrent_downloads",
  "image_pull_progress_timeout",
  "image_pull_with_sync_fs",
  "stats_collect_period",
])
export const snapshotKeys: ReadonlySet<string> = new Set([
  "snapshotter",
  "disable_snapshot_annotations",
  "discard_unpacked_layers",
])
/** Stays with the CRI server. */
export const serverKeys: ReadonlySet<string> = new Set([
  "disable_tcp_service",
  "stream_server_address",
  "stream_server_port",
  "stream_idle_timeout",
  "enable_tls_streaming",
  "x509_key_pair_streaming",
])

/** Adds what is not there yet; nothing is overwritten and tables are not looked into. */
function withMissing(to: Branch, from: Branch): Branch {
  return { ...to, entries: new Map([...from.entries, ...to.entries]) }
}

function migrateCni(to: Branch | undefined, from: Branch, release: Release): Branch {
  const binDir = from.entries.get("bin_dir")
  const rest = withMissing(to ?? emptyBranch, release.hasBinDirs ? withoutEntries(from, new Set(["bin_dir"])) : from)
  if (!release.hasBinDirs || binDir?.kind !== "value") return rest
  return withEntry(rest, "bin_dirs", { ...binDir, value: [binDir.value] })
}

function migrateRuntime(to: Branch, from: Branch, release: Release): Branch {
  const skipped = new Set([...imageKeys, ...serverKeys, "cni", "containerd"])
  let result = withMissing(to, withoutEntries(from, skipped))
  const cni = branchAt(from, ["cni"])
  if (cni !== undefined) result = withEntry(result, "cni", migrateCni(branchAt(to, ["cni"]), cni, release))
  const containerd = branchAt(from, ["containerd"])
  if (containerd === undefined) return result
  const merged = withMissing(branchAt(to, ["containerd"]) ?? emptyBranch, withoutEntries(containerd, snapshotKeys))
  return withEntry(result, "containerd", { ...merged, ...(containerd.at === undefined ? {} : { at: containerd.at }) })
}

function migrateImages(to: Branch, from: Branch): Branch {
  let result = to
  const sandbox = from.entries.get("sandbox_image")
  if (sandbox !== undefined) {
    const pinned = branchAt(to, ["pinned_images"]) ?? emptyBranch
    result = withEntry(result, "pinned_images", withEntry(pinned, "sandbox", sandbox))
  }
  for (const key of imageKeys) {
    const node = key === "sandbox_image" ? undefined : from.entries.get(key)
    if (node !== undefined) result = withEntry(result, key, node)
  }
  const containerd = branchAt(from, ["containerd"])
  // Without runtimes the migration returns early and loses the snapshotter: plugins/cri/images/plugin.go.
  if (containerd?.entries.has("runtimes") !== true) return result
  for (const key of snapshotKeys) {
    const node = containerd.entries.get(key)
    if (node !== undefined) result = withEntry(result, key, node)
  }
  return result
}

/** The tables of the one CRI plugin of 1.x, moved to those of 2.x. */
export function migrateCri(plugins: Branch, release: Release): Branch {
  const from = branchAt(plugins, [criServerId])
  if (from === undefined) return plugins
  const runtime = migrateRuntime(branchAt(plugins, [criRuntimeId]) ?? emptyBranch, from, release)
  const images = migrateImages(branchAt(plugins, [criImagesId]) ?? emptyBranch, from)
  return withEntry(withEntry(plugins, criRuntimeId, runtime), criImagesId, images)
}

/**
 * Schema 4: what configured the daemon's own sockets becomes the configuration of plugins, each unless it is configured
 * already; an empty or zero value counts as none. containerd 2.3.7 cmd/containerd/server/config/config.go, serviceMigrate.
 */
export function migrateServers(top: Branch): Branch {
  const given = branchAt(top, ["plugins"]) ?? emptyBranch
  const grpc = branchAt(top, ["grpc"])
  let plugins = given
  for (const { table, plugin, keys } of serverRows) {
    if (given.entries.has(plugin)) continue
    const from = branchAt(top, [table]) ?? emptyBranch
    const moved = Object.entries(keys).flatMap(([key, name]): [string, Tree][] => {
      const node = from.entries.get(key)
      return isSet(node) ? [[name, node]] : []
    })
    const derived = moved.length > 0 || plugin === ttrpcServerId ? derivedFor(plugin, new Map(moved), grpc) : []
    if (moved.length === 0 && derived.length === 0) continue
    plugins = withEntry(plugins, plugin, { kind: "table", entries: new Map([...derived, ...moved]) })
  }
  return plugins === given ? top : withEntry(top, "plugins", plugins)
}

/** The second socket lies beside the first and has its owner; sizes of messages hold for both gRPC servers. */
function derivedFor(
  plugin: string,
  moved: ReadonlyMap<string, Tree>,
  grpc: Branch | undefined,
): readonly (readonly [string, Tree])[] {
  const taken = (names: readonly string[]) =>
    names.flatMap((name): [string, Tree][] => {
      const node = grpc?.entries.get(name)
      return isSet(node) ? [[name, node]] : []
    })
  if (plugin === grpcTcpServerId) return moved.has("address") ? taken(sizeKeys) : []
  const address = grpc?.entries.get("address")
  if (plugin !== ttrpcServerId || moved.has("address")) return []
  if (address?.kind !== "value" || !isSet(address)) {
    // Only its owner is given: the address is written all the same, empty.
    const [owner] = moved.values()
    return owner?.kind === "value" ? [["address", { ...owner, value: "" }]] : []
  }
  return [["address", { ...address, value: `${String(address.value)}.ttrpc` }], ...taken(["uid", "gid"])]
}

function isSet(node: Tree | undefined): node is Tree {
  return node?.kind === "value" && node.value !== "" && node.value !== 0 && node.value !== 0n && node.value !== false
}
