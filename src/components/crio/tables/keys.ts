// Which key belongs into which table of crio.conf and what its value must be. CRI-O ignores keys it does not know and
// exits on a value of the wrong type, so both questions need the whole list. Rows from `crio config --default` of
// 1.30.14, 1.32.13, 1.34.11 and 1.36.3 and from pkg/config/config.go of 1.36.
import type { Value } from "../../../documents/document.ts"
import { isList } from "../../../documents/value.ts"
import type { Release } from "./releases.ts"

/** "any": decoded in more than one form (durations, maps), or printed here by CRI-O itself and not decoded at all. */
export type ValueType = "text" | "boolean" | "whole number" | "list of texts" | "any"

interface KeyRow {
  /** "*" stands for the name of a runtime handler. */
  readonly table: string
  readonly type: ValueType
  readonly keys: string
}

/** The entries of this table are replaced whole by a later file that has the same entry. */
export const handlersTable = "crio.runtime.runtimes"

const rows: readonly KeyRow[] = [
  {
    table: "crio",
    type: "text",
    keys: "root runroot imagestore storage_driver log_dir version_file version_file_persist clean_shutdown_file",
  },
  { table: "crio", type: "list of texts", keys: "storage_option" },
  { table: "crio", type: "boolean", keys: "internal_wipe internal_repair" },
  {
    table: "crio.api",
    type: "text",
    keys: "listen stream_address stream_port stream_idle_timeout stream_tls_cert stream_tls_key stream_tls_ca tls_min_version",
  },
  { table: "crio.api", type: "list of texts", keys: "tls_cipher_suites" },
  { table: "crio.api", type: "boolean", keys: "stream_enable_tls" },
  { table: "crio.api", type: "whole number", keys: "grpc_max_send_msg_size grpc_max_recv_msg_size" },
  {
    table: "crio.runtime",
    type: "list of texts",
    keys:
      "default_ulimits conmon_env default_env default_capabilities default_sysctls allowed_devices additional_devices " +
      "cdi_spec_dirs hooks_dir absent_mount_sources_to_reject additional_artifact_stores",
  },
  {
    table: "crio.runtime",
    type: "boolean",
    keys:
      "no_pivot selinux blockio_reload add_inheritable_capabilities device_ownership_from_security_context " +
      "log_to_journald read_only drop_infra_ctr enable_criu_support enable_pod_events hostnetwork_disable_selinux " +
      "disable_hostport_mapping",
  },
  {
    table: "crio.runtime",
    type: "text",
    keys:
      "decryption_keys_path conmon conmon_cgroup seccomp_profile privileged_seccomp_profile apparmor_profile " +
      "blockio_config_file irqbalance_config_file irqbalance_config_restore_file rdt_config_file cgroup_manager " +
      "separate_pull_cgroup default_mounts_file container_exits_dir container_attach_socket_dir bind_mount_prefix " +
      "log_level log_filter uid_mappings gid_mappings infra_ctr_cpuset shared_cpuset namespaces_dir pinns_path " +
      "default_runtime timezone",
  },
  {
    table: "crio.runtime",
    type: "whole number",
    keys: "pids_limit log_size_max minimum_mappable_uid minimum_mappable_gid ctr_stop_timeout min_injected_gomaxprocs",
  },
  { table: "crio.runtime", type: "any", keys: "workloads runtimes" },
  {
    table: "crio.runtime.runtimes.*",
    type: "text",
    keys:
      "runtime_path runtime_type runtime_root runtime_config_path container_min_memory monitor_path monitor_cgroup " +
      "monitor_exec_cgroup seccomp_profile exec_cpu_affinity",
  },
  {
    table: "crio.runtime.runtimes.*",
    type: "boolean",
    keys: "inherit_default_runtime privileged_without_host_devices runtime_pull_image no_sync_log stream_websockets",
  },
  { table: "crio.runtime.runtimes.*", type: "list of texts", keys: "monitor_env allowed_annotations" },
  { table: "crio.runtime.runtimes.*", type: "whole number", keys: "container_create_timeout" },
  { table: "crio.runtime.runtimes.*", type: "any", keys: "platform_runtime_paths default_annotations" },
  // `crio config --default` prints these behind the header of the last handler; there they are not decoded.
  {
    table: "crio.runtime.runtimes.*",
    type: "any",
    keys: "hostnetwork_disable_selinux disable_hostport_mapping timezone",
  },
  {
    table: "crio.image",
    type: "text",
    keys:
      "default_transport global_auth_file pause_image pause_image_auth_file pause_command signature_policy " +
      "signature_policy_dir image_volumes big_files_temporary_dir short_name_mode namespaced_auth_dir",
  },
  { table: "crio.image", type: "list of texts", keys: "pinned_images insecure_registries registries" },
  { table: "crio.image", type: "boolean", keys: "auto_reload_registries oci_artifact_mount_support" },
  { table: "crio.image", type: "any", keys: "pull_progress_timeout" },
  { table: "crio.network", type: "text", keys: "network_dir cni_default_network plugin_dir" },
  { table: "crio.network", type: "list of texts", keys: "plugin_dirs" },
  // Up to 1.34 `crio config --default` prints included_pod_metrics here; it belongs to crio.stats.
  { table: "crio.network", type: "any", keys: "cni_status_grace_period included_pod_metrics" },
  { table: "crio.metrics", type: "boolean", keys: "enable_metrics" },
  { table: "crio.metrics", type: "list of texts", keys: "metrics_collectors" },
  { table: "crio.metrics", type: "text", keys: "metrics_host metrics_socket metrics_cert metrics_key" },
  { table: "crio.metrics", type: "whole number", keys: "metrics_port" },
  { table: "crio.tracing", type: "boolean", keys: "enable_tracing" },
  { table: "crio.tracing", type: "text", keys: "tracing_endpoint" },
  { table: "crio.tracing", type: "whole number", keys: "tracing_sampling_rate_per_million" },
  { table: "crio.nri", type: "boolean", keys: "enable_nri nri_disable_connections" },
  { table: "crio.nri", type: "text", keys: "nri_listen nri_plugin_dir nri_plugin_config_dir" },
  {
    table: "crio.nri",
    type: "any",
    keys: "nri_plugin_registration_timeout nri_plugin_request_timeout default_validator",
  },
  { table: "crio.stats", type: "whole number", keys: "stats_collection_period collection_period" },
  { table: "crio.stats", type: "list of texts", keys: "included_pod_metrics" },
]

/** Tables that CRI-O decodes into; anything else under these names keeps it from starting. */
export const tables: readonly string[] = [
  "crio",
  ...new Set(rows.map(({ table }) => table).filter((table) => table !== "crio")),
  handlersTable,
]

const types = new Map<string, ValueType>(
  rows.flatMap(({ table, type, keys }) => keys.split(" ").map((key) => [`${table}.${key}`, type] as const)),
)

/** Of two tables with a key of one name, the first of the rows. */
const homes = new Map(
  rows
    .toReversed()
    .filter(({ type }) => type !== "any")
    .flatMap(({ table, keys }) => keys.split(" ").map((key) => [key, table] as const)),
)

/** "crio.runtime.runtimes.*" for the table of any handler. */
export function tablePattern(table: readonly string[]): string {
  const isHandler = table.length >= 4 && table.slice(0, 3).join(".") === handlersTable
  return isHandler ? [handlersTable, "*", ...table.slice(4)].join(".") : table.join(".")
}

/** What a key must be; undefined: CRI-O does not know it there. */
export function typeOf(release: Release, path: readonly string[]): ValueType | undefined {
  const name = path.at(-1) ?? ""
  const pattern = `${tablePattern(path.slice(0, -1))}.${name}`
  if (pattern === "crio.image.registries" && !release.decodesRegistries) return "any"
  return types.get(pattern)
}

/** The table into which a key of this name belongs; undefined: no key of CRI-O. */
export function homeOf(name: string): string | undefined {
  return homes.get(name)
}

/** Whether CRI-O decodes this value; see BurntSushi/toml, decode.go: nothing is converted. */
export function isOfType(value: Value, type: ValueType): boolean {
  if (type === "any") return true
  if (type === "text") return typeof value === "string"
  if (type === "boolean") return typeof value === "boolean"
  if (type === "list of texts") return isList(value) && value.every((one) => typeof one === "string")
  return typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))
}

/** Every key of crio.conf, and of containers-registries.conf(5) and policy.json beside it. */
export const knownKeys: readonly string[] = [
  ...rows.flatMap(({ keys }) => keys.split(" ")),
  ...["location", "prefix", "insecure", "blocked", "mirror", "mirror-by-digest-only", "pull-from-mirror"],
  ...["unqualified-search-registries", "short-name-mode", "registries", "type", "keyPath", "keyType"],
]
