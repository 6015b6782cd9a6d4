// The types of the keys that containerd decodes, and looking keys up the way its decoder does. A value of another type
// makes the daemon exit, wherever it stands; unknown keys are ignored.
import { goDuration } from "../../../documents/go-values.ts"
import type { Branch, Leaf, Tree, Written } from "../simulate/tree.ts"
import { criImagesId, criRuntimeId, criServerId } from "./plugin-ids.ts"
import type { Release } from "./releases.ts"

export type Shape =
  | "string"
  | "boolean"
  | "integer"
  | "strings"
  /** A number with a fraction; whether a whole one will do is the release's to say. */
  | "float"
  /** Text that Go's time.ParseDuration takes. */
  | "duration"
  /** That, or a bare number. */
  | "duration-or-number"
  /** A list of tables, `[[…]]`. */
  | "tables"
  | { readonly table: Readonly<Record<string, Shape>> }
  | { readonly map: Shape | "any" }
  /** A table whose content nobody checks when the file is loaded, such as the options of a handler. */
  | "free-table"

const runtime: { readonly table: Readonly<Record<string, Shape>> } = {
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

/** containerd 2.4.0-beta.0 internal/cri/config/config.go, Runtime. */
const runtimeApart: Shape = {
  table: { ...runtime.table, cgroup_writable: "boolean", disable_pause_image_pull: "boolean" },
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
  concurrent_layer_fetch_buffer: "integer",
  use_local_image_pull: "boolean",
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
    stats_collect_period: "string",
    stats_retention_period: "string",
    enable_criu: "boolean",
    enable_experimental_restore_via_create: "boolean",
    containerd: { table: { ...containerdKeys, runtimes: { map: runtimeApart } } },
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
    runtime_platforms: { map: { table: { platform: "string", snapshotter: "string" } } },
    registry,
  },
}

const proxy: Readonly<Record<string, Shape>> = { type: "string", address: "string", platform: "string" }

/** containerd 2.3.4 and 1.7.24 cmd/containerd/server/config/config.go, services/server/config/config.go: Config. */
const topKeys: Readonly<Record<string, Shape>> = {
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
  grpc: {
    table: {
      address: "string",
      tcp_address: "string",
      tcp_tls_ca: "string",
      tcp_tls_cert: "string",
      tcp_tls_key: "string",
      tcp_tls_common_name: "string",
      uid: "integer",
      gid: "integer",
      max_recv_message_size: "integer",
      max_send_message_size: "integer",
    },
  },
  ttrpc: { table: { address: "string", uid: "integer", gid: "integer" } },
  metrics: { table: { address: "string", grpc_histogram: "boolean" } },
  cgroup: { table: { path: "string" } },
  timeouts: { map: "string" },
  stream_processors: {
    map: { table: { accepts: "strings", returns: "string", path: "string", args: "strings", env: "strings" } },
  },
}

const debug: Readonly<Record<string, Shape>> = {
  address: "string",
  level: "string",
  format: "string",
  uid: "integer",
  gid: "integer",
}

/** What stands at the top of a file, as a release decodes it. */
export function topLevel(release: Release): { readonly table: Readonly<Record<string, Shape>> } {
  const proxyKeys = release.proxiesHaveExports
    ? { ...proxy, exports: { map: "string" as const }, capabilities: "strings" as const }
    : proxy
  return {
    table: {
      ...topKeys,
      debug: { table: release.logsTraceIds ? { ...debug, log_trace_id: "boolean" } : debug },
      proxy_plugins: { map: { table: proxyKeys } },
    },
  }
}

/** The CRI plugin as files of schema 2 and older know it, whatever a release makes of it. */
export const shapeBeforeMigration: Shape = oneCri

/** The plugins of CRI that a release decodes, by id. */
export function criShapes(release: Release): Readonly<Record<string, Shape>> {
  if (release.criPlugins === "one") return { [criServerId]: oneCri }
  return {
    [criRuntimeId]: criRuntime,
    [criImagesId]: criImages,
    [criServerId]: { table: server },
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
  readonly wanted: "table" | PlainShape
}

type PlainShape = Exclude<Shape, object | "free-table">

/** Whether a number stands there without a fraction or an exponent. */
function isWrittenWhole({ at }: Leaf): boolean {
  return /=\s*[+-]?\d[\d_]*\s*(?:[#,}]|$)/.test((at.place.text ?? "").slice(at.place.column - 1))
}

function fits(release: Release, leaf: Leaf, shape: PlainShape): boolean {
  const { value } = leaf
  if (shape === "tables") return Array.isArray(value) && value.every((one) => typeof one === "object")
  if (shape === "float") return typeof value === "number" && (release.takesWholeForFloat || !isWrittenWhole(leaf))
  if (shape === "duration" || shape === "duration-or-number") {
    if (typeof value === "string") return goDuration.test(value)
    // "0" is a duration without a unit, and the only one.
    const isTaken = Number(value) === 0 || shape === "duration-or-number" || release.takesNumberForDuration
    return isTaken && (typeof value === "bigint" || Number.isInteger(value))
  }
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
    if (tree.kind === "value") return fits(release, tree, shape) ? undefined : { at: tree.at, path, wanted: shape }
    // Where the decoder is lenient, one table is a list of one.
    if (shape === "tables" && release.takesNumberForDuration) return undefined
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
export const decodedKeys = (): readonly string[] => [
  ...[{ table: topKeys }, { table: debug }, { table: proxy }, oneCri, criRuntime, criImages, { table: server }].flatMap(
    namesIn,
  ),
  ...["address", "uid", "gid", "path", "level", "type", "platform", "binaries", "snapshotter", "differ"],
  ...["SystemdCgroup", "BinaryName", "Root", "ShimCgroup", "CriuPath", "NoPivotRoot", "TypeUrl", "ConfigPath"],
  ...["server", "capabilities", "ca", "client", "skip_verify", "override_path", "dial_timeout"],
]
