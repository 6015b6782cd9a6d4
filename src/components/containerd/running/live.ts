// Which of the written values count on a release, under one name for each, so that two states of the files can be
// compared: what counted before an edit must count after it, except for the keys the edit is about.
import type { KeyPath, Value } from "../../../documents/document.ts"
import { areEqual } from "../../../documents/value.ts"
import type { Effective } from "../effective.ts"
import { leavesOf, type Tree, withoutEntries } from "../simulate/tree.ts"
import { criImagesId, criRuntimeId, criServerId, fullId } from "../tables/plugin-ids.ts"
import { serverRows } from "../tables/server-plugins.ts"

/** Keys of the old CRI table that 2.x still reads there: containerd 2.3.4 internal/cri/config, ServerConfig. */
const serverKeys = /^(disable_tcp_service|stream_|enable_tls_streaming|x509_key_pair_streaming)/

function livePlugins(found: Effective): readonly (readonly [string, Tree])[] {
  const plugins = found.top.entries.get("plugins")
  if (plugins?.kind !== "table") return []
  const all = [...plugins.entries]
  if (found.release.criPlugins === "one") {
    const isShort = found.schema === 1
    return all
      .filter(([name]) => name.includes(".") !== isShort && name !== criRuntimeId && name !== criImagesId)
      .map(([name, tree]) => [fullId(name), tree] as const)
  }
  return all.filter(([name]) => name.includes("."))
}

function movedKeys(table: string): ReadonlySet<string> {
  return new Set(serverRows.filter((row) => row.table === table).flatMap((row) => Object.keys(row.keys)))
}

/** Every value that counts, by its path joined with NUL. Lists at the top and `version` are not among them. */
export function liveValues(found: Effective): ReadonlyMap<string, Value> {
  const live = new Map<string, Value>()
  const add = (path: KeyPath, tree: Tree): void => {
    for (const one of leavesOf(tree, path)) live.set(one.path.join("\u0000"), one.leaf.value)
  }
  for (const [name, tree] of found.top.entries) {
    if (name === "plugins" || name === "version" || (tree.kind === "value" && Array.isArray(tree.value))) continue
    // From schema 4 on, what configures the daemon's own sockets counts in their plugins only.
    const isMoved = found.release.addressIn === "grpc-plugin" && tree.kind === "table"
    add([name], isMoved ? withoutEntries(tree, movedKeys(name)) : tree)
  }
  for (const [name, tree] of livePlugins(found)) {
    if (found.release.criPlugins === "apart" && name === criServerId && tree.kind === "table") {
      for (const [key, inner] of tree.entries) if (serverKeys.test(key)) add(["plugins", name, key], inner)
    } else add(["plugins", name], tree)
  }
  return live
}

/** Whether a value is one of those criadm is asked to bring about. */
function isOwn(path: KeyPath): boolean {
  const last = path.at(-1) ?? ""
  if (last.toLowerCase() === "systemdcgroup" || last === "systemd_cgroup" || last === "runtime_type") return true
  if (last.toLowerCase() === "sandbox_image" || path.slice(-2).join(".").toLowerCase() === "pinned_images.sandbox") {
    return true
  }
  return path.slice(-2).join(".") === "registry.config_path"
}

export interface Kept {
  /** Whether values may appear that did not count before: only where a schema is put right. */
  readonly mayAdd: boolean
  /** What the edit is about, beside what criadm always sets. */
  readonly isMeant?: (path: readonly string[]) => boolean
}

/** The first thing of somebody else's that an edit would change; undefined: everything is kept. */
export function findLost(before: Effective, after: Effective, { mayAdd, isMeant }: Kept): string | undefined {
  const isOurs = (path: readonly string[]) => isOwn(path) || isMeant?.(path) === true
  const old = liveValues(before)
  const now = liveValues(after)
  for (const [joined, value] of old) {
    const path = joined.split("\u0000")
    if (!isOurs(path) && !areEqual(value, now.get(joined))) return path.join(".")
  }
  if (mayAdd) return undefined
  for (const joined of now.keys()) {
    const path = joined.split("\u0000")
    if (!old.has(joined) && !isOurs(path)) return path.join(".")
  }
  if (before.snapshotter?.value !== after.snapshotter?.value && before.snapshotter !== undefined) return "snapshotter"
  if (before.address.value !== after.address.value) return "address"
  for (const handler of before.handlers) {
    const same = after.handlers.find(({ name }) => name === handler.name)
    if (same === undefined || (handler.type !== "" && same.type !== handler.type)) return `runtimes.${handler.name}`
  }
  if (before.defaultHandler !== undefined && before.defaultHandler !== after.defaultHandler) {
    return "default_runtime_name"
  }
  return undefined
}
