// Plugin ids: how the short names of schema 1 are read, and which disabled plugins take CRI down with them. The lists
// were observed by disabling every plugin of a release in turn and asking whether CRI still loads.
import { holds, type Range } from "../../../model/since.ts"
import type { Release } from "./releases.ts"

/** Before 2.0 this is the whole CRI plugin; since then it is the server that the CRI services hang on. */
export const criServerId = "io.containerd.grpc.v1.cri"
/** Since 2.0: handlers, CNI and the like. */
export const criRuntimeId = "io.containerd.cri.v1.runtime"
/** Since 2.0: images, registries, snapshotter. */
export const criImagesId = "io.containerd.cri.v1.images"
/** Since 2.3, schema 4: the server's own socket. */
export const grpcServerId = "io.containerd.server.v1.grpc"

/** containerd 2.1.9 cmd/containerd/server/config/config.go, v1Migrate, corePlugins. */
const coreIds: ReadonlyMap<string, string> = new Map([
  ["cri", criServerId],
  ["cgroups", "io.containerd.monitor.v1.cgroups"],
  ["linux", "io.containerd.runtime.v1.linux"],
  ["scheduler", "io.containerd.gc.v1.scheduler"],
  ["bolt", "io.containerd.metadata.v1.bolt"],
  ["task", "io.containerd.runtime.v2.task"],
  ["opt", "io.containerd.internal.v1.opt"],
  ["restart", "io.containerd.internal.v1.restart"],
  ["tracing", "io.containerd.internal.v1.tracing"],
  ["otlp", "io.containerd.tracing.processor.v1.otlp"],
  ["aufs", "io.containerd.snapshotter.v1.aufs"],
  ["btrfs", "io.containerd.snapshotter.v1.btrfs"],
  ["devmapper", "io.containerd.snapshotter.v1.devmapper"],
  ["native", "io.containerd.snapshotter.v1.native"],
  ["overlayfs", "io.containerd.snapshotter.v1.overlayfs"],
  ["zfs", "io.containerd.snapshotter.v1.zfs"],
])

/** The full id that 2.0 and later make of a name in a file of schema 1. */
export function fullId(name: string): string {
  if (name.includes(".")) return name
  const core = coreIds.get(name)
  if (core !== undefined) return core
  if (name.endsWith("-service")) return `io.containerd.service.v1.${name}`
  if (name === "windows" || name === "windows-lcow") return `io.containerd.snapshotter.v1.${name}`
  return `io.containerd.grpc.v1.${name}`
}

/** The name by which schema 1 knows a plugin before 2.0: what follows its type "io.containerd.TYPE.vN". */
export function shortName(id: string): string {
  return id.replace(/^(?:[a-z-]+\.)+v\d+\./, "")
}

const neededByAll = [
  "io.containerd.content.v1.content",
  "io.containerd.metadata.v1.bolt",
  "io.containerd.differ.v1.walking",
  "io.containerd.gc.v1.scheduler",
  "io.containerd.service.v1.introspection-service",
  "io.containerd.service.v1.containers-service",
  "io.containerd.service.v1.content-service",
  "io.containerd.service.v1.diff-service",
  "io.containerd.service.v1.images-service",
  "io.containerd.service.v1.namespaces-service",
  "io.containerd.service.v1.snapshots-service",
  "io.containerd.service.v1.tasks-service",
  "io.containerd.runtime.v2.task",
  criServerId,
]

interface NeededRow extends Range {
  readonly ids: readonly string[]
  readonly source: string
}

export const needed: readonly NeededRow[] = [
  { since: "1.4", ids: neededByAll, source: "containerd 1.4.13, 1.6.20, 1.7.24, 2.1.9: each disabled in turn" },
  {
    since: "1.4",
    until: "1.7.0-alpha.0",
    ids: ["io.containerd.service.v1.leases-service", "io.containerd.runtime.v1.linux"],
    source: "containerd 1.4.13, 1.6.20: each disabled in turn",
  },
  {
    since: "1.6.0-alpha.0",
    ids: ["io.containerd.event.v1.exchange", "io.containerd.grpc.v1.introspection"],
    source: "containerd 1.6.20, 1.7.24, 2.1.9: each disabled in turn",
  },
  {
    since: "1.7.0-alpha.0",
    ids: [
      "io.containerd.warning.v1.deprecations",
      "io.containerd.lease.v1.manager",
      "io.containerd.sandbox.store.v1.local",
    ],
    source: "containerd 1.7.24, 2.1.9: each disabled in turn",
  },
  {
    since: "1.7.0-alpha.0",
    until: "2.0.0-alpha.0",
    ids: [
      "io.containerd.runtime.v1.linux",
      "io.containerd.runtime.v2.shim",
      "io.containerd.sandbox.controller.v1.local",
    ],
    source: "containerd 1.7.24: each disabled in turn",
  },
  {
    since: "2.0.0-alpha.0",
    ids: [
      criRuntimeId,
      criImagesId,
      "io.containerd.podsandbox.controller.v1.podsandbox",
      "io.containerd.sandbox.controller.v1.shim",
      "io.containerd.shim.v1.manager",
    ],
    source: "containerd 2.1.9: each disabled in turn",
  },
  {
    since: "2.1.0-alpha.0",
    ids: ["io.containerd.transfer.v1.local", "io.containerd.image-verifier.v1.bindir"],
    source: "containerd 2.1.9: each disabled in turn; 2.0.11 serves CRI without the transfer plugin",
  },
]

/** The plugins without which CRI does not load, besides the one of the configured snapshotter. */
export function pluginsNeededByCri(release: Release): readonly string[] {
  return needed.filter((row) => holds(row, release.version)).flatMap((row) => row.ids)
}
