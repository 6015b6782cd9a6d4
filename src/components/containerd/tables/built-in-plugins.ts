// The plugins a release has built in, as `ctr plugins ls` of 1.4.13, 1.6.20, 1.7.24, 2.1.9, 2.2.9, 2.3.7 and 2.4.2 on
// Linux lists them. One that is required and not among them makes the daemon exit.
import { holds, type Range } from "../../../model/since.ts"
import type { Release } from "./releases.ts"

interface BuiltInRow extends Range {
  /** Without the "io.containerd." that all begin with. */
  readonly ids: string
}

const v17 = "1.7.0-alpha.0"
const v20 = "2.0.0-alpha.0"

export const builtInRows: readonly BuiltInRow[] = [
  {
    ids: `content.v1.content differ.v1.walking gc.v1.scheduler grpc.v1.containers grpc.v1.content grpc.v1.cri grpc.v1.diff
      grpc.v1.events grpc.v1.healthcheck grpc.v1.images grpc.v1.leases grpc.v1.namespaces grpc.v1.snapshots grpc.v1.tasks
      grpc.v1.version internal.v1.opt metadata.v1.bolt runtime.v2.task service.v1.containers-service
      service.v1.content-service service.v1.diff-service service.v1.images-service service.v1.introspection-service
      service.v1.namespaces-service service.v1.snapshots-service service.v1.tasks-service snapshotter.v1.devmapper
      snapshotter.v1.native snapshotter.v1.overlayfs snapshotter.v1.btrfs snapshotter.v1.zfs`,
  },
  { since: "1.6.0-alpha.0", ids: "event.v1.exchange grpc.v1.introspection" },
  { until: v17, ids: "service.v1.leases-service" },
  { until: v20, ids: "internal.v1.restart monitor.v1.cgroups runtime.v1.linux snapshotter.v1.aufs" },
  { since: v17, until: v20, ids: "runtime.v2.shim sandbox.controller.v1.local" },
  {
    since: v17,
    ids: `grpc.v1.sandbox-controllers grpc.v1.sandboxes grpc.v1.streaming grpc.v1.transfer internal.v1.tracing
      lease.v1.manager nri.v1.nri sandbox.store.v1.local snapshotter.v1.blockfile streaming.v1.manager
      tracing.processor.v1.otlp transfer.v1.local warning.v1.deprecations`,
  },
  {
    since: v20,
    ids: `cri.v1.images cri.v1.runtime image-verifier.v1.bindir monitor.container.v1.restart monitor.task.v1.cgroups
      podsandbox.controller.v1.podsandbox sandbox.controller.v1.shim shim.v1.manager ttrpc.v1.otelttrpc`,
  },
  { since: "2.1.0-alpha.0", ids: "differ.v1.erofs snapshotter.v1.erofs" },
  { since: "2.2.0-alpha.0", ids: "grpc.v1.mounts mount-handler.v1.erofs mount-manager.v1.bolt" },
  {
    since: "2.3.0-alpha.0",
    ids: `http.v1.pprof metrics.v1.grpc-otel metrics.v1.grpc-prometheus server.v1.debug server.v1.grpc server.v1.grpc-tcp
      server.v1.metrics server.v1.ttrpc`,
  },
]

/** Full ids. */
export function builtInPlugins(release: Release): ReadonlySet<string> {
  const rows = builtInRows.filter((row) => holds(row, release.version))
  return new Set(rows.flatMap(({ ids }) => ids.split(/\s+/).map((id) => `io.containerd.${id}`)))
}
