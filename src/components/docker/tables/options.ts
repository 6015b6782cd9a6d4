// The directives of daemon.json with the kind of value each takes: what dockerd would say of a file where it cannot be
// asked, which is before 23.0 and in the tree of another machine. Seen with dockerd 20.10.24, 26.1.5 and 28.5.2; see
// moby daemon/config/config.go, config_linux.go. Between those releases a directive of either neighbour is let pass.
import type { KeyPath, Table, Value } from "../../../documents/document.ts"
import { isList, isTable } from "../../../documents/value.ts"
import { holds, type Range } from "../../../model/since.ts"
import { compareVersions, parseVersion, type Version } from "../../../model/version.ts"

export type Kind =
  | "text"
  | "switch"
  | "number"
  | "texts"
  | "tables"
  | "table"
  | "texts by name"
  | "switches by name"
  | "tables by name"

interface Row extends Range {
  readonly kind: Kind
  readonly keys: readonly string[]
}

export const directives: readonly Row[] = [
  {
    kind: "text",
    keys: [
      ...["bip", "bridge", "cgroup-parent", "containerd", "containerd-namespace", "data-root"],
      ...["default-cgroupns-mode", "default-gateway", "default-gateway-v6", "default-ipc-mode", "default-runtime"],
      ...[
        "default-shm-size",
        "exec-root",
        "fixed-cidr",
        "fixed-cidr-v6",
        "group",
        "host-gateway-ip",
        "init-path",
        "ip",
      ],
      ...["log-driver", "log-level", "metrics-addr", "pidfile", "seccomp-profile", "storage-driver"],
      ...["swarm-default-advertise-addr", "tlscacert", "tlscert", "tlskey", "userland-proxy-path", "userns-remap"],
    ],
  },
  { kind: "text", keys: ["api-cors-header"], until: "28.0" },
  { kind: "text", keys: ["log-format"], since: "23.0" },
  { kind: "text", keys: ["bip6"], since: "27.0" },
  {
    kind: "switch",
    keys: [
      ...["cri-containerd", "debug", "experimental", "icc", "init", "ip-forward", "ip-masq", "ip6tables", "iptables"],
      ...["ipv6", "live-restore", "no-new-privileges", "raw-logs", "rootless", "selinux-enabled", "tls", "tlsverify"],
      ...["userland-proxy"],
    ],
  },
  { kind: "switch", keys: ["ip-forward-no-drop", "allow-direct-routing"], since: "27.0" },
  {
    kind: "number",
    keys: [
      ...["cpu-rt-period", "cpu-rt-runtime", "max-concurrent-downloads", "max-concurrent-uploads", "mtu"],
      ...["max-download-attempts", "network-control-plane-mtu", "network-diagnostic-port", "shutdown-timeout"],
    ],
  },
  { kind: "number", keys: ["oom-score-adjust"], until: "25.0" },
  {
    kind: "texts",
    keys: [
      ...["authorization-plugins", "dns", "dns-opts", "dns-search", "exec-opts", "hosts", "insecure-registries"],
      ...["labels", "node-generic-resources", "registry-mirrors", "storage-opts"],
    ],
  },
  { kind: "texts", keys: ["allow-nondistributable-artifacts"], until: "28.0" },
  { kind: "texts", keys: ["cdi-spec-dirs"], since: "25.0" },
  { kind: "texts", keys: ["host-gateway-ips"], since: "28.0" },
  { kind: "tables", keys: ["default-address-pools"] },
  { kind: "table", keys: ["builder"] },
  { kind: "tables by name", keys: ["default-ulimits", "runtimes"] },
  { kind: "tables by name", keys: ["default-network-opts"], since: "24.0" },
  { kind: "texts by name", keys: ["log-opts"] },
  { kind: "switches by name", keys: ["features"] },
]

interface Ignored {
  readonly key: string
  /** The key that was meant, where there is one. */
  readonly meant?: string
  readonly since?: string
}

/** Keys that dockerd takes, with any value, and does nothing with: names of flags, and what it has forgotten. */
export const ignored: readonly Ignored[] = [
  { key: "add-runtime", meant: "runtimes" },
  { key: "authorization-plugin", meant: "authorization-plugins" },
  { key: "cdi-spec-dir", meant: "cdi-spec-dirs", since: "25.0" },
  { key: "default-address-pool", meant: "default-address-pools" },
  { key: "default-network-opt", meant: "default-network-opts", since: "24.0" },
  { key: "default-ulimit", meant: "default-ulimits" },
  { key: "dns-opt", meant: "dns-opts" },
  { key: "exec-opt", meant: "exec-opts" },
  { key: "feature", meant: "features", since: "27.0" },
  { key: "host", meant: "hosts" },
  { key: "http-proxy", meant: "proxies.http-proxy", since: "23.0" },
  { key: "https-proxy", meant: "proxies.https-proxy", since: "23.0" },
  { key: "insecure-registry", meant: "insecure-registries" },
  { key: "label", meant: "labels" },
  { key: "log-opt", meant: "log-opts" },
  { key: "no-proxy", meant: "proxies.no-proxy", since: "23.0" },
  { key: "node-generic-resource", meant: "node-generic-resources" },
  { key: "registry-mirror", meant: "registry-mirrors" },
  { key: "storage-opt", meant: "storage-opts" },
  { key: "allow-nondistributable-artifacts", since: "28.0" },
  ...[
    "config-file",
    "containerd-plugins-namespace",
    "deprecated-key-path",
    "help",
    "restart",
    "validate",
    "version",
  ].map((key) => ({ key })),
]

/** The newest release the rows were compared with; what later ones add is not known. */
const newest = "29.0"

/** Tables whose keys are no directives of their own. Source: moby daemon/config/config.go, flatOptions. */
const ownTables = directives.filter(({ kind }) => /by name|^table$/.test(kind)).flatMap(({ keys }) => keys)

export interface UnfitOption {
  readonly path: KeyPath
  readonly why: "unknown" | "kind"
}

/** The first directive that this release refuses; undefined: none is known to be refused. */
export function findUnfitOption(root: Table, version: Version): UnfitOption | undefined {
  for (const [key, value] of Object.entries(root)) {
    const isOpen = isTable(value) && !ownTables.includes(key)
    const names = isOpen ? Object.keys(value).map((inner) => [key, inner]) : [[key]]
    const unknown = names.find((path) => isUnknown(path.at(-1) ?? "", version))
    if (unknown !== undefined) return { path: unknown, why: "unknown" }
    const row = rowOf(key, version)
    if (row !== undefined && value !== null && !fits(row.kind, value)) return { path: [key], why: "kind" }
  }
  return undefined
}

/** The directive that a key at the top was meant for, when this release takes the key and does nothing with it. */
export function meantInsteadOf(key: string, version: Version): string | undefined {
  return ignored.find((one) => one.key === key && holds(one, version))?.meant
}

/** The kind of value of a directive of any release; undefined: no release knows it. */
export function kindOf(key: string): Kind | undefined {
  return directives.find(({ keys }) => keys.includes(key))?.kind
}

function isUnknown(key: string, version: Version): boolean {
  const limit = parseVersion(newest)
  if (limit !== undefined && compareVersions(version, limit) >= 0) return false
  return rowOf(key, version) === undefined && !ignored.some((one) => one.key === key && holds(one, version))
}

function rowOf(key: string, version: Version): Row | undefined {
  return directives.find((row) => row.keys.includes(key) && holds(row, version))
}

function fits(kind: Kind, value: Value): boolean {
  const isText = (one: Value) => typeof one === "string" || one === null
  const isSwitch = (one: Value) => typeof one === "boolean" || one === null
  const isOpen = (one: Value) => isTable(one) || one === null
  switch (kind) {
    case "text":
      return typeof value === "string"
    case "switch":
      return typeof value === "boolean"
    case "number":
      return typeof value === "number" && Number.isInteger(value)
    case "texts":
      return isList(value) && value.every(isText)
    case "tables":
      return isList(value) && value.every(isOpen)
    case "table":
      return isTable(value)
    case "texts by name":
      return isTable(value) && Object.values(value).every(isText)
    case "switches by name":
      return isTable(value) && Object.values(value).every(isSwitch)
    case "tables by name":
      return isTable(value) && Object.values(value).every(isOpen)
  }
}

/** Every directive of daemon.json, which is a flag as well, and what stands within those that are tables. */
export const knownOptions: readonly string[] = [
  ...directives.flatMap(({ keys }) => keys),
  ...["path", "runtimeArgs", "runtimeType", "options", "host", "native.cgroupdriver", "exec-opt", "registry-mirror"],
]
