// What differs between kubelet releases, as rows: who decides the cgroup driver, where the endpoint is kept, which
// flags are gone. A release newer than the last row behaves like it.
import { isAtLeast, type Version } from "../../../model/version.ts"

/**
 * KubeletCgroupDriverFromCRI: the kubelet asks the runtime for the cgroup driver, and its own setting counts only when
 * the runtime cannot tell. Source: KEP-4033 kep.yaml; Kubernetes changelogs 1.28 (#118770), 1.31 (#125828), 1.34 (#133157).
 */
const driverFromCri = [
  { since: "1.34", gate: "locked" },
  { since: "1.31", gate: "on" },
  { since: "1.28", gate: "off" },
] as const

/** The feature gate's name in featureGates and --feature-gates. */
const driverGate = "KubeletCgroupDriverFromCRI"

/** Whether this kubelet asks the runtime; `gates`: feature gates as configured. */
export function asksRuntimeForDriver(version: Version, gates: Readonly<Record<string, boolean>>): boolean {
  const row = driverFromCri.find(({ since }) => isAtLeast(version, since))
  if (row === undefined) return false
  if (row.gate === "locked") return true
  return gates[driverGate] ?? row.gate === "on"
}

/** `containerRuntimeEndpoint` in the configuration file. Source: kubelet config/v1beta1/types.go v0.27.0. */
export function readsEndpointFromFile(version: Version): boolean {
  return isAtLeast(version, "1.27")
}

/**
 * kubeadm keeps the endpoint in instance-config.yaml and patches it into config.yaml; before, in kubeadm-flags.env.
 * Source: KEP-4656, NodeLocalCRISocket; Kubernetes changelog 1.34 (#131981).
 */
export function keepsInstanceConfig(kubeadm: Version): boolean {
  return isAtLeast(kubeadm, "1.34")
}

/**
 * Drop-ins of --config-dir: behind an environment variable at first, then always. Source: KEP-3983 kep.yaml;
 * Kubernetes changelogs 1.28, 1.30 (#122907).
 */
const dropInRows = [
  { since: "1.30", needs: undefined },
  { since: "1.28", needs: "KUBELET_CONFIG_DROPIN_DIR_ALPHA" },
] as const

export function readsDropIns(version: Version, environment: Readonly<Record<string, string>>): boolean {
  const row = dropInRows.find(({ since }) => isAtLeast(version, since))
  if (row === undefined) return false
  return row.needs === undefined || environment[row.needs] !== undefined
}

/**
 * Refuses to start on cgroup v1 unless failCgroupV1 is false. Source: KEP-5573; Kubernetes changelog 1.35 (#134298);
 * the field exists since 1.31 and was false by default (kubelet config/v1beta1/types.go).
 */
export function refusesCgroupV1(version: Version): boolean {
  return isAtLeast(version, "1.35")
}

export interface RemovedFlags {
  /** The first release that does not start with these flags. */
  readonly since: string
  readonly flags: readonly string[]
  readonly source: string
}

export const removedFlags: readonly RemovedFlags[] = [
  {
    since: "1.24",
    flags: [
      "network-plugin",
      "cni-bin-dir",
      "cni-conf-dir",
      "cni-cache-dir",
      "network-plugin-mtu",
      "docker-endpoint",
      "image-pull-progress-deadline",
      "experimental-dockershim-root-directory",
    ],
    source: "Kubernetes changelog 1.24, removal of dockershim",
  },
  { since: "1.27", flags: ["container-runtime"], source: "Kubernetes changelog 1.27" },
  { since: "1.35", flags: ["pod-infra-container-image"], source: "Kubernetes changelog 1.35, #133779" },
  {
    since: "1.37",
    flags: [
      "containerd",
      "containerd-namespace",
      "boot-id-file",
      "machine-id-file",
      "container-hints",
      "log-cadvisor-usage",
      "storage-driver-buffer-duration",
      "storage-driver-db",
      "storage-driver-host",
      "storage-driver-password",
      "storage-driver-secure",
      "storage-driver-table",
      "storage-driver-user",
      "application-metrics-count-limit",
      "enable-load-reader",
      "event-storage-age-limit",
      "event-storage-event-limit",
      "global-housekeeping-interval",
    ],
    source: "Kubernetes changelog 1.37, #139870",
  },
]

/** The release that removed a flag, when this version is that release or newer. */
export function removedSince(flag: string, version: Version): string | undefined {
  return removedFlags.find((row) => row.flags.includes(flag) && isAtLeast(version, row.since))?.since
}

/** The release that will have removed a flag, when this version is older. */
export function removedLater(flag: string, version: Version): string | undefined {
  return removedFlags.find((row) => row.flags.includes(flag) && !isAtLeast(version, row.since))?.since
}
