// What a starting containerd takes of its node, and what a second one is given in place of it. Read in containerd 2.1.9 and
// 2.3.4: cmd/containerd/server/server.go, internal/cri/server/{service,cni_conf_syncer}.go, plugins/nri, core/runtime.
import type { KeyPath } from "../../../documents/document.ts"
import { layouts } from "./layout.ts"
import { criRuntimeId, criServerId, grpcServerId } from "./plugin-ids.ts"
import { serverRows, ttrpcServerId } from "./server-plugins.ts"

export interface TrialKeys {
  /** Set in the root file, and wherever a file has them. */
  readonly own: ReadonlyMap<KeyPath, string | boolean>
  /** Taken out wherever they are: without them there is no server, no pool and no directory outside. */
  readonly left: readonly KeyPath[]
}

const snapshotters = ["overlayfs", "native", "btrfs", "zfs", "blockfile", "erofs", "devmapper"]

/** Addresses of servers other than the one that CRI is served on, under their old and new names. */
const servers: readonly KeyPath[] = serverRows
  .filter(({ plugin }) => plugin !== grpcServerId && plugin !== ttrpcServerId)
  .flatMap(({ table, plugin, keys }) =>
    Object.entries(keys).flatMap(([old, key]) =>
      key === "address"
        ? [
            [table, old],
            ["plugins", plugin, key],
          ]
        : [],
    ),
  )

/** `directory`: where the second one may write. Undefined: its names are not known for this schema. */
export function trialKeys(schema: number, directory: string): TrialKeys | undefined {
  if (schema !== 2 && schema !== 3 && schema !== 4) return undefined
  const plugin = (id: string, ...keys: string[]): KeyPath => ["plugins", id, ...keys]
  const socket = `${directory}/containerd.sock`
  return {
    own: new Map<KeyPath, string | boolean>([
      [["root"], `${directory}/root`],
      [["state"], `${directory}/state`],
      [layouts[schema].address, socket],
      [schema === 4 ? plugin(ttrpcServerId, "address") : ["ttrpc", "address"], `${socket}.ttrpc`],
      [plugin(criServerId, "stream_server_port"), "0"],
      // CRI makes this directory and watches it.
      [plugin(schema === 2 ? criServerId : criRuntimeId, "cni", "conf_dir"), `${directory}/cni`],
      // NRI takes the node's socket and starts its plugins.
      [plugin("io.containerd.nri.v1.nri", "disable"), true],
      [plugin("io.containerd.internal.v1.opt", "path"), `${directory}/opt`],
    ]),
    left: [
      ["temp"],
      ["cgroup"],
      ...servers,
      ...snapshotters.map((name) => plugin(`io.containerd.snapshotter.v1.${name}`, "root_path")),
      plugin("io.containerd.snapshotter.v1.devmapper", "pool_name"),
      plugin("io.containerd.tracing.processor.v1.otlp"),
      plugin("io.containerd.internal.v1.tracing"),
    ],
  }
}
