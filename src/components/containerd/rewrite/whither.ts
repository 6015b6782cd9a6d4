// Where each key of an operator's file belongs in another schema, by the same tables as the simulated migration.
import type { KeyPath } from "../../../documents/document.ts"
import type { Destination, Whither } from "../../../documents/toml/move.ts"
import { imageKeys, serverKeys, snapshotKeys } from "../simulate/migrate.ts"
import { criImagesId, criRuntimeId, criServerId, fullId } from "../tables/plugin-ids.ts"
import { renamed } from "../tables/plugin-shapes.ts"
import { serverRows } from "../tables/server-plugins.ts"

export interface Schemas {
  /** Of the file; 0: it states none, and then its names are those of 1. */
  readonly from: number
  readonly to: 3 | 4
  /** Whether the releases that will read it know bin_dirs. */
  readonly hasBinDirs: boolean
}

export function whitherOf({ from, to, hasBinDirs }: Schemas): Whither {
  return (path) => {
    const [top, name, ...rest] = path
    if (top !== "plugins") return to === 4 ? serverDestination(path) : { path }
    if (name === undefined) return { path }
    const full = from <= 1 ? fullId(name) : name
    const id = renamed.get(full) ?? full
    if (from >= 3) return { path: [top, id, ...rest] }
    return id === criServerId ? criDestination(rest, hasBinDirs) : { path: [top, id, ...rest] }
  }
}

/** Of a handler; containerd 2.3.7 plugins/cri/runtime/plugin.go, migrateConfig. */
export const formerSandboxer = "sandbox_mode"

function criDestination(rest: KeyPath, hasBinDirs: boolean): Destination {
  const [first = "", second = ""] = rest
  const runtime = (path: KeyPath) => ({ path: ["plugins", criRuntimeId, ...path] })
  const images = (path: KeyPath) => ({ path: ["plugins", criImagesId, ...path] })
  if (first === "sandbox_image") return images(["pinned_images", "sandbox"])
  if (imageKeys.has(first)) return images(rest)
  if (serverKeys.has(first)) return { path: ["plugins", criServerId, ...rest] }
  if (first === "containerd" && snapshotKeys.has(second)) return images(rest.slice(1))
  if (first === "cni" && second === "bin_dir" && hasBinDirs) return { ...runtime(["cni", "bin_dirs"]), asList: true }
  if (first === "containerd" && second === "runtimes" && rest[3] === formerSandboxer) {
    return runtime([...rest.slice(0, 3), "sandboxer", ...rest.slice(4)])
  }
  return runtime(rest)
}

/** A table of the daemon's own sockets goes with the first of its plugins; its other keys go where their row says. */
function serverDestination(path: KeyPath): Destination {
  const [table, key] = path
  if (key === undefined) return { path }
  const row = serverRows.find((one) => one.table === table && Object.hasOwn(one.keys, key))
  return row === undefined ? { path } : { path: ["plugins", row.plugin, row.keys[key] ?? key] }
}
