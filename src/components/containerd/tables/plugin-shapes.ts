// The configuration of plugins besides CRI: which keys a release decodes, and their types. A value of another type makes
// the daemon exit, whatever the plugin is for. As `containerd config default` of 1.4.13, 1.6.20, 1.7.24, 2.0.11, 2.1.9,
// 2.2.7, 2.3.4 and 2.4.0-beta.0 prints them; types tried on 1.6.20, 1.7.24, 2.1.9, 2.2.9, 2.3.7 and 2.4.2.
import { holds, type Range } from "../../../model/since.ts"
import type { Release } from "./releases.ts"
import type { Shape } from "./shape.ts"

interface PluginRow extends Range {
  readonly id: string
  readonly keys: Readonly<Record<string, Shape>>
}

const rootPath: Readonly<Record<string, Shape>> = { root_path: "string" }
const messageSizes: Readonly<Record<string, Shape>> = {
  max_recv_message_size: "integer",
  max_send_message_size: "integer",
}
const restart: Readonly<Record<string, Shape>> = { interval: "duration" }
const taskMonitor: Readonly<Record<string, Shape>> = { no_prometheus: "boolean" }
const v17 = "1.7.0-alpha.0"
const v20 = "2.0.0-alpha.0"
const v21 = "2.1.0-alpha.0"
const v22 = "2.2.0-alpha.0"
const v23 = "2.3.0-alpha.0"
const v24 = "2.4.0-alpha.0"

const nriTimeouts = (shape: Shape): Readonly<Record<string, Shape>> => ({
  plugin_registration_timeout: shape,
  plugin_request_timeout: shape,
})

export const pluginRows: readonly PluginRow[] = [
  {
    id: "io.containerd.gc.v1.scheduler",
    keys: {
      pause_threshold: "float",
      deletion_threshold: "integer",
      mutation_threshold: "integer",
      schedule_delay: "duration",
      startup_delay: "duration",
    },
  },
  { id: "io.containerd.internal.v1.opt", keys: { path: "string" } },
  { id: "io.containerd.internal.v1.restart", until: v20, keys: restart },
  { id: "io.containerd.monitor.container.v1.restart", since: v20, keys: restart },
  { id: "io.containerd.monitor.v1.cgroups", until: v20, keys: taskMonitor },
  { id: "io.containerd.monitor.task.v1.cgroups", since: v20, keys: taskMonitor },
  { id: "io.containerd.metadata.v1.bolt", keys: { content_sharing_policy: "string" } },
  { id: "io.containerd.metadata.v1.bolt", since: v21, keys: { no_sync: "boolean" } },
  {
    id: "io.containerd.runtime.v1.linux",
    until: v20,
    keys: { shim: "string", runtime: "string", runtime_root: "string", no_shim: "boolean", shim_debug: "boolean" },
  },
  { id: "io.containerd.runtime.v2.task", keys: { platforms: "strings" } },
  { id: "io.containerd.runtime.v2.task", since: "1.6.0-alpha.0", until: v20, keys: { sched_core: "boolean" } },
  { id: "io.containerd.shim.v1.manager", since: v20, keys: { env: "strings" } },
  { id: "io.containerd.shim.v1.manager", since: v23, keys: { socket_dir: "string" } },
  { id: "io.containerd.service.v1.diff-service", keys: { default: "strings" } },
  { id: "io.containerd.service.v1.diff-service", since: v20, keys: { sync_fs: "boolean" } },
  { id: "io.containerd.service.v1.tasks-service", since: "1.6.0-alpha.0", keys: { rdt_config_file: "string" } },
  { id: "io.containerd.service.v1.tasks-service", since: v17, keys: { blockio_config_file: "string" } },
  { id: "io.containerd.snapshotter.v1.aufs", until: v20, keys: rootPath },
  { id: "io.containerd.snapshotter.v1.btrfs", keys: rootPath },
  { id: "io.containerd.snapshotter.v1.native", keys: rootPath },
  { id: "io.containerd.snapshotter.v1.zfs", keys: rootPath },
  {
    id: "io.containerd.snapshotter.v1.devmapper",
    keys: { ...rootPath, pool_name: "string", base_image_size: "string", async_remove: "boolean" },
  },
  {
    id: "io.containerd.snapshotter.v1.devmapper",
    since: "1.6.0-alpha.0",
    keys: { discard_blocks: "boolean", fs_options: "string", fs_type: "string" },
  },
  {
    id: "io.containerd.snapshotter.v1.overlayfs",
    since: "1.6.0-alpha.0",
    keys: { ...rootPath, upperdir_label: "boolean" },
  },
  {
    id: "io.containerd.snapshotter.v1.overlayfs",
    since: v17,
    keys: { mount_options: "strings", sync_remove: "boolean" },
  },
  { id: "io.containerd.snapshotter.v1.overlayfs", since: v20, keys: { slow_chown: "boolean" } },
  {
    id: "io.containerd.snapshotter.v1.blockfile",
    since: v17,
    keys: { ...rootPath, fs_type: "string", mount_options: "strings", scratch_file: "string" },
  },
  { id: "io.containerd.snapshotter.v1.blockfile", since: v20, keys: { recreate_scratch: "boolean" } },
  {
    id: "io.containerd.snapshotter.v1.erofs",
    since: v21,
    keys: { ...rootPath, ovl_mount_options: "strings", enable_fsverity: "boolean", set_immutable: "boolean" },
  },
  { id: "io.containerd.snapshotter.v1.erofs", since: v22, keys: { default_size: "string" } },
  { id: "io.containerd.snapshotter.v1.erofs", since: v23, keys: { dmverity_mode: "string" } },
  { id: "io.containerd.snapshotter.v1.erofs", since: v24, keys: { layer_content_caches: "strings" } },
  { id: "io.containerd.differ.v1.erofs", since: v21, keys: { mkfs_options: "strings" } },
  { id: "io.containerd.differ.v1.erofs", since: v22, keys: { enable_tar_index: "boolean" } },
  { id: "io.containerd.differ.v1.erofs", since: v23, keys: { enable_dmverity: "boolean" } },
  {
    id: "io.containerd.nri.v1.nri",
    since: v17,
    keys: {
      disable: "boolean",
      disable_connections: "boolean",
      plugin_config_path: "string",
      plugin_path: "string",
      socket_path: "string",
    },
  },
  { id: "io.containerd.nri.v1.nri", since: v17, until: v20, keys: nriTimeouts("duration-or-number") },
  { id: "io.containerd.nri.v1.nri", since: v20, keys: nriTimeouts("duration") },
  { id: "io.containerd.nri.v1.nri", since: v22, keys: { default_validator: "free-table" } },
  {
    id: "io.containerd.image-verifier.v1.bindir",
    since: v20,
    keys: { bin_dir: "string", max_verifiers: "integer", per_verifier_timeout: "duration" },
  },
  {
    id: "io.containerd.internal.v1.tracing",
    since: v17,
    until: v24,
    keys: { sampling_ratio: "float", service_name: "string" },
  },
  {
    id: "io.containerd.tracing.processor.v1.otlp",
    since: v17,
    until: v24,
    keys: { endpoint: "string", protocol: "string", insecure: "boolean" },
  },
  {
    id: "io.containerd.transfer.v1.local",
    since: v17,
    keys: {
      config_path: "string",
      max_concurrent_downloads: "integer",
      max_concurrent_uploaded_layers: "integer",
      unpack_config: "tables",
    },
  },
  {
    id: "io.containerd.transfer.v1.local",
    since: v21,
    keys: { concurrent_layer_fetch_buffer: "integer", check_platform_supported: "boolean" },
  },
  { id: "io.containerd.transfer.v1.local", since: v22, keys: { max_concurrent_unpacks: "integer" } },
  { id: "io.containerd.metrics.v1.grpc-prometheus", since: v23, keys: { grpc_histogram: "boolean" } },
  { id: "io.containerd.server.v1.debug", since: v23, keys: { address: "string", uid: "integer", gid: "integer" } },
  {
    id: "io.containerd.server.v1.grpc",
    since: v23,
    keys: { address: "string", uid: "integer", gid: "integer", ...messageSizes },
  },
  {
    id: "io.containerd.server.v1.grpc-tcp",
    since: v23,
    keys: {
      address: "string",
      tls_ca: "string",
      tls_cert: "string",
      tls_key: "string",
      tls_common_name: "string",
      ...messageSizes,
    },
  },
  { id: "io.containerd.server.v1.metrics", since: v23, keys: { address: "string" } },
  { id: "io.containerd.server.v1.ttrpc", since: v23, keys: { address: "string", uid: "integer", gid: "integer" } },
]

/** Plugins that 2.0 renamed; a file of schema 2 or older may still name the old one. */
export const renamed: ReadonlyMap<string, string> = new Map([
  ["io.containerd.internal.v1.restart", "io.containerd.monitor.container.v1.restart"],
  ["io.containerd.monitor.v1.cgroups", "io.containerd.monitor.task.v1.cgroups"],
])

/** By id. `oldestSchema`: of the files. */
export function pluginShapes(release: Release, oldestSchema: number): Readonly<Record<string, Shape>> {
  const keys = new Map<string, Record<string, Shape>>()
  for (const row of pluginRows.filter((one) => holds(one, release.version))) {
    keys.set(row.id, { ...keys.get(row.id), ...row.keys })
  }
  for (const [old, now] of renamed) {
    const own = keys.get(now)
    if (own !== undefined && oldestSchema <= 2) keys.set(old, own)
  }
  return Object.fromEntries([...keys].map(([id, table]) => [id, { table }]))
}
