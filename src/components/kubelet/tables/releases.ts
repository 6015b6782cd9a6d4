// What differs between kubelet releases, as rows: who decides the cgroup driver, where the endpoint is kept, which
// flags are gone. A release newer than the last row behaves like it.
import { lookUp, rows } from "../../../model/since.ts"
import { isAtLeast, type Version } from "../../../model/version.ts"

/** Per fact its rows. */
export const tables = {
  /**
   * KubeletCgroupDriverFromCRI: the kubelet asks the runtime for the cgroup driver, and its own setting counts only
   * when the runtime cannot tell.
   */
  driverGate: rows<"none" | "off" | "on" | "locked">([
    { since: "1.0", value: "none", source: "KEP-4033 kep.yaml" },
    { since: "1.28", value: "off", source: "Kubernetes changelog 1.28, #118770" },
    { since: "1.31", value: "on", source: "Kubernetes changelog 1.31, #125828" },
    { since: "1.34", value: "locked", source: "Kubernetes changelog 1.34, #133157" },
  ]),
  /** `containerRuntimeEndpoint` in the configuration file. */
  readsEndpointFromFile: rows<boolean>([
    { since: "1.0", value: false, source: "kubelet config/v1beta1/types.go v0.26.0" },
    { since: "1.27", value: true, source: "kubelet config/v1beta1/types.go v0.27.0" },
  ]),
  /** kubeadm keeps the endpoint in instance-config.yaml and patches it into config.yaml; before, in kubeadm-flags.env. */
  keepsInstanceConfig: rows<boolean>([
    { since: "1.0", value: false, source: "KEP-4656, NodeLocalCRISocket" },
    { since: "1.34", value: true, source: "Kubernetes changelog 1.34, #131981" },
  ]),
  /** kubeadm reads the runtime's endpoint from an annotation of the node object, where instance-config.yaml is none. */
  readsSocketAnnotation: rows<boolean>([
    { since: "1.0", value: true, source: "kubeadm app/constants, AnnotationKubeadmCRISocket" },
    { since: "1.36", value: false, source: "KEP-4656, NodeLocalCRISocket, stable in 1.36" },
  ]),
  /** Drop-ins of --config-dir: behind an environment variable at first, then always. */
  dropIns: rows<"none" | "by-variable" | "always">([
    { since: "1.0", value: "none", source: "KEP-3983 kep.yaml" },
    { since: "1.28", value: "by-variable", source: "Kubernetes changelog 1.28" },
    { since: "1.30", value: "always", source: "Kubernetes changelog 1.30, #122907" },
  ]),
  /** What failCgroupV1 is where nothing says it; "none": there is no such field, and cgroup v1 is taken. */
  failsOnCgroupV1: rows<boolean | "none">([
    { since: "1.0", value: "none", source: "kubelet config/v1beta1/types.go" },
    { since: "1.31", value: false, source: "KEP-4569; kubelet v1.34.4 config/v1beta1/defaults.go" },
    { since: "1.35", value: true, source: "KEP-5573; Kubernetes changelog 1.35, #134298" },
  ]),
  /** UserNamespacesSupport: before it is on, the kubelet looks at no range of subordinate ids. */
  userNamespaces: rows<"none" | "off" | "on" | "locked">([
    { since: "1.0", value: "none", source: "KEP-127 kep.yaml" },
    { since: "1.28", value: "off", source: "KEP-127 kep.yaml; UserNamespacesStatelessPodsSupport before" },
    { since: "1.33", value: "on", source: "KEP-127 kep.yaml, beta, on by default" },
    { since: "1.36", value: "locked", source: "KEP-127 kep.yaml, stable" },
  ]),
  /** Whether the range of subordinate ids may reach 4294967295. */
  holdsLastId: rows<boolean>([
    { since: "1.0", value: true, source: "userns_manager.go v1.34.0" },
    { since: "1.38", value: false, source: "Kubernetes changelog 1.38 (alpha), urgent upgrade notes, #141345" },
  ]),
}

/** The feature gate's name in featureGates and --feature-gates. */
const driverGateName = "KubeletCgroupDriverFromCRI"

/** Whether this kubelet asks the runtime; `gates`: feature gates as configured. */
export function asksRuntimeForDriver(version: Version, gates: Readonly<Record<string, boolean>>): boolean {
  const gate = lookUp(tables.driverGate, version)
  if (gate === "none" || gate === "locked") return gate === "locked"
  return gates[driverGateName] ?? gate === "on"
}

/** Whether this kubelet gives pods user namespaces; `gates`: feature gates as configured. */
export function usesUserNamespaces(version: Version, gates: Readonly<Record<string, boolean>>): boolean {
  const gate = lookUp(tables.userNamespaces, version)
  if (gate === "none" || gate === "locked") return gate === "locked"
  return gates["UserNamespacesSupport"] ?? gate === "on"
}

export function mayHoldLastId(version: Version): boolean {
  return lookUp(tables.holdsLastId, version)
}

export function readsEndpointFromFile(version: Version): boolean {
  return lookUp(tables.readsEndpointFromFile, version)
}

export function keepsInstanceConfig(kubeadm: Version): boolean {
  return lookUp(tables.keepsInstanceConfig, kubeadm)
}

export function readsSocketAnnotation(kubeadm: Version): boolean {
  return lookUp(tables.readsSocketAnnotation, kubeadm)
}

export function readsDropIns(version: Version, environment: Readonly<Record<string, string>>): boolean {
  const by = lookUp(tables.dropIns, version)
  return by === "always" || (by === "by-variable" && environment["KUBELET_CONFIG_DROPIN_DIR_ALPHA"] !== undefined)
}

/** Whether this kubelet does not start on cgroup v1; `told`: failCgroupV1 as configured. */
export function refusesCgroupV1(version: Version, told: boolean | undefined): boolean {
  const byDefault = lookUp(tables.failsOnCgroupV1, version)
  return byDefault !== "none" && (told ?? byDefault)
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
