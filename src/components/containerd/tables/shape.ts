// The types of the keys that containerd decodes, and looking keys up the way its decoder does. A value of another type
// makes the daemon exit, wherever it stands; unknown keys are ignored.
import type { Value } from "../../../documents/document.ts"
import type { Branch, Leaf, Tree, Written } from "../simulate/tree.ts"
import { criImagesId, criRuntimeId, criServerId, grpcServerId } from "./plugin-ids.ts"
import type { Release } from "./releases.ts"

type Shape =
  | "string"
  | "boolean"
  | "integer"
  | "strings"
  | { readonly table: Readonly<Record<string, Shape>> }
  | { readonly map: Shape | "any" }
  /** A table whose content nobody checks when the file is loaded, such as the options of a handler. */
  | "free-table"

const runtime: Shape = {
  table: {
    runtime_type: "string",
    runtime_path: "string",
    runtime_engine: "string",
    runtime_root: "string",
    pod_annotations: "strings",
    container_annotations: "strings",
    options: "free-table",
    privileged_without_host_devices: "boolean",
    privileged_without_host_devices_all_devices_allowed: "boolean",
    base_runtime_spec: "string",
    cni_conf_dir: "string",
    cni_max_conf_num: "integer",
    snapshotter: "string",
    sandboxer: "string",
    sandbox_mode: "string",
    io_type: "string",
  },
}

const registry: Shape = {
  table: {
    config_path: "string",
    mirrors: { map: { table: { endpoint: "strings" } } },
    configs: { map: "free-table" },
    auths: { map: "free-table" },
    headers: "free-table",
  },
}

const cni: Readonly<Record<string, Shape>> = {
  bin_dir: "string",
  conf_dir: "string",
  max_conf_num: "integer",
  conf_template: "string",
  ip_pref: "string",
  setup_serially: "boolean",
}

const server: Readonly<Record<string, Shape>> = {
  disable_tcp_service: "boolean",
  stream_server_address: "string",
  stream_server_port: "string",
  stream_idle_timeout: "string",
  enable_tls_streaming: "boolean",
  x509_key_pair_streaming: { table: { tls_cert_file: "string", tls_key_file: "string" } },
}

const images: Readonly<Record<string, Shape>> = {
  image_decryption: { table: { key_model: "string" } },
  max_concurrent_downloads: "integer",
  image_pull_progress_timeout: "string",
  image_pull_with_sync_fs: "boolean",
  stats_collect_period: "integer",
}

const shared: Readonly<Record<string, Shape>> = {
  enable_selinux: "boolean",
  selinux_category_range: "integer",
  max_container_log_line_size: "integer",
  disable_apparmor: "boolean",
  restrict_oom_score_adj: "boolean",
  disable_proc_mount: "boolean",
  unset_seccomp_profile: "string",
  tolerate_missing_hugetlb_controller: "boolean",
  disable_hugetlb_controller: "boolean",
  device_ownership_from_security_context: "boolean",
  ignore_image_defined_volumes: "boolean",
  netns_mounts_under_state_dir: "boolean",
  enable_unprivileged_ports: "boolean",
  enable_unprivileged_icmp: "boolean",
  enable_cdi: "boolean",
  cdi_spec_dirs: "strings",
  drain_exec_sync_io_timeout: "string",
  ignore_deprecation_warnings: "strings",
}

const containerdKeys: Readonly<Record<string, Shape>> = {
  default_runtime_name: "string",
  runtimes: { map: runtime },
  ignore_blockio_not_enabled_errors: "boolean",
  ignore_rdt_not_enabled_errors: "boolean",
}

/** containerd 1.7.24 pkg/cri/config/config.go: the one CRI plugin. */
const oneCri: Shape = {
  table: {
    ...shared,
    ...server,
    ...images,
    sandbox_image: "string",
    systemd_cgroup: "boolean",
    disable_cgroup: "boolean",
    containerd: {
      table: {
        ...containerdKeys,
        snapshotter: "string",
        no_pivot: "boolean",
        disable_snapshot_annotations: "boolean",
        discard_unpacked_layers: "boolean",
        default_runtime: runtime,
        untrusted_workload_runtime: runtime,
      },
    },
    cni: { table: cni },
    registry,
  },
}

/** containerd 2.3.4 internal/cri/config/config.go: RuntimeConfig, ImageConfig and ServerConfig. */
const criRuntime: Shape = {
  table: {
    ...shared,
    containerd: { table: containerdKeys },
    cni: { table: { ...cni, bin_dirs: "strings", use_internal_loopback: "boolean" } },
  },
}
const criImages: Shape = {
  table: {
    ...images,
    snapshotter: "string",
    disable_snapshot_annotations: "boolean",
    discard_unpacked_layers: "boolean",
    pinned_images: { map: "string" },
    registry,
  },
}

/** containerd 2.3.4 cmd/containerd/server/config/config.go, Config. */
export const topLevel: Shape = {
  table: {
    version: "integer",
    root: "string",
    state: "string",
    temp: "string",
    plugin_dir: "string",
    oom_score: "integer",
    disabled_plugins: "strings",
    required_plugins: "strings",
    imports: "strings",
    plugins: { map: "free-table" },
    grpc: { table: { address: "string", tcp_address: "string", uid: "integer", gid: "integer" } },
    ttrpc: { table: { address: "string", uid: "integer", gid: "integer" } },
    debug: { table: { address: "string", level: "string", format: "string", uid: "integer", gid: "integer" } },
    metrics: { table: { address: "string", grpc_histogram: "boolean" } },
    cgroup: { table: { path: "string" } },
    timeouts: { map: "string" },
    proxy_plugins: { map: { table: { type: "string", address: "string", platform: "string" } } },
    stream_processors: { map: "free-table" },
  },
}

/** The plugins of CRI that a release decodes, by id. */
export function criShapes(release: Release): Readonly<Record<string, Shape>> {
  if (release.criPlugins === "one") return { [criServerId]: oneCri }
  return {
    [criRuntimeId]: criRuntime,
    [criImagesId]: criImages,
    [criServerId]: { table: server },
    [grpcServerId]: { table: { address: "string", uid: "integer", gid: "integer" } },
  }
}

/** Whether a release takes `written` for the key `key`. */
export function isSameKey(release: Release, written: string, key: string): boolean {
  if (written === key) return true
  if (release.keyCase === "any") return written.toLowerCase() === key.toLowerCase()
  return written === key.toUpperCase() || written === `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`
}

/** The entry that a release decodes into a key: the exact spelling first, else another one it accepts. */
function entryFor(release: Release, branch: Branch | undefined, key: string): Tree | undefined {
  const exact = branch?.entries.get(key)
  if (exact !== undefined || branch === undefined) return exact
  return [...branch.entries].findLast(([name]) => isSameKey(release, name, key))?.[1]
}

export function leafFor(release: Release, branch: Branch | undefined, key: string): Leaf | undefined {
  const node = entryFor(release, branch, key)
  return node?.kind === "value" ? node : undefined
}

export function branchFor(release: Release, branch: Branch | undefined, key: string): Branch | undefined {
  const node = entryFor(release, branch, key)
  return node?.kind === "table" ? node : undefined
}

/** A key whose value has another type than containerd can read. */
interface TypeClash {
  readonly at: Written | undefined
  readonly path: readonly string[]
  readonly wanted: "string" | "boolean" | "integer" | "strings" | "table"
}

function fits(value: Value, shape: "string" | "boolean" | "integer" | "strings"): boolean {
  if (shape === "integer") return typeof value === "bigint" || Number.isInteger(value)
  if (shape === "strings") return Array.isArray(value) && value.every((element) => typeof element === "string")
  return typeof value === shape
}

/** The first value below `tree` that is not of the type its key needs. */
export function findTypeClash(
  release: Release,
  tree: Tree,
  shape: Shape | "any",
  path: readonly string[] = [],
): TypeClash | undefined {
  if (shape === "any") return undefined
  if (typeof shape === "string" && shape !== "free-table") {
    if (tree.kind === "value") return fits(tree.value, shape) ? undefined : { at: tree.at, path, wanted: shape }
    return { at: tree.at, path, wanted: shape }
  }
  if (tree.kind === "value") return { at: tree.at, path, wanted: "table" }
  if (shape === "free-table") return undefined
  for (const [name, node] of tree.entries) {
    const inner =
      "map" in shape ? shape.map : Object.entries(shape.table).find(([key]) => isSameKey(release, name, key))?.[1]
    const clash = inner === undefined ? undefined : findTypeClash(release, node, inner, [...path, name])
    if (clash !== undefined) return clash
  }
  return undefined
}

function namesIn(shape: Shape): readonly string[] {
  if (typeof shape === "string") return []
  if ("map" in shape) return shape.map === "any" ? [] : namesIn(shape.map)
  return Object.entries(shape.table).flatMap(([key, inner]) => [key, ...namesIn(inner)])
}

/** Every key that some release decodes, and those of a handler's options and of hosts.toml (docs/hosts.md). */
export const decodedKeys: readonly string[] = [
  ...[topLevel, oneCri, criRuntime, criImages, { table: server }].flatMap(namesIn),
  ...["address", "uid", "gid", "path", "level", "type", "platform", "binaries", "snapshotter", "differ"],
  ...["SystemdCgroup", "BinaryName", "Root", "ShimCgroup", "CriuPath", "NoPivotRoot", "TypeUrl", "ConfigPath"],
  ...["server", "capabilities", "ca", "client", "skip_verify", "override_path", "dial_timeout"],
]
