// Values of the right kind that the kubelet refuses all the same when it starts. Source: kubernetes 1.24.0 to 1.37.2,
// pkg/kubelet/apis/config/validation/validation.go; what else is named stands beside its row. A flag counts more than
// the file, so a value under one is not judged.
import { holds, type Range } from "../../../model/since.ts"
import type { Version } from "../../../model/version.ts"

interface Row extends Range {
  readonly field: string
  /** The flag of the same meaning; absent: there is none. */
  readonly flag?: string
}

interface NumberRow extends Row {
  readonly least: number
  readonly most?: number
}

export const numberRows: readonly NumberRow[] = [
  { field: "imageGCHighThresholdPercent", flag: "image-gc-high-threshold", least: 0, most: 100 },
  { field: "imageGCLowThresholdPercent", flag: "image-gc-low-threshold", least: 0, most: 100 },
  { field: "oomScoreAdj", flag: "oom-score-adj", least: -1000, most: 1000 },
  { field: "port", flag: "port", least: 0, most: 65_535 },
  { field: "readOnlyPort", flag: "read-only-port", least: 0, most: 65_535 },
  { field: "healthzPort", flag: "healthz-port", least: 0, most: 65_535 },
  { field: "iptablesDropBit", flag: "iptables-drop-bit", least: 0, most: 31 },
  { field: "iptablesMasqueradeBit", flag: "iptables-masquerade-bit", least: 0, most: 31 },
  { field: "nodeLeaseDurationSeconds", least: 0 },
  { field: "eventBurst", flag: "event-burst", least: 0 },
  { field: "eventRecordQPS", flag: "event-qps", least: 0 },
  { field: "kubeAPIBurst", flag: "kube-api-burst", least: 0 },
  { field: "kubeAPIQPS", flag: "kube-api-qps", least: 0 },
  { field: "registryBurst", flag: "registry-burst", least: 0 },
  { field: "registryPullQPS", flag: "registry-qps", least: 0 },
  { field: "nodeStatusMaxImages", flag: "node-status-max-images", least: -1 },
  { field: "maxOpenFiles", flag: "max-open-files", least: 0 },
  { field: "maxPods", flag: "max-pods", least: 0 },
  { field: "podsPerCore", flag: "pods-per-core", least: 0 },
  { field: "maxParallelImagePulls", since: "1.27", least: 1 },
  // Before: pkg/kubelet/logs/container_log_manager.go, NewContainerLogManager.
  { field: "containerLogMaxWorkers", since: "1.34", least: 1 },
  // component-base tracing/api/v1, ValidateTracingConfiguration.
  { field: "tracing.samplingRatePerMillion", since: "1.34", least: 0, most: 1_000_000 },
  { field: "containerLogMaxFiles", flag: "container-log-max-files", least: 2 },
]

interface WordRow extends Row {
  readonly words: readonly string[]
}

export const wordRows: readonly WordRow[] = [
  {
    field: "topologyManagerPolicy",
    flag: "topology-manager-policy",
    words: ["none", "best-effort", "restricted", "single-numa-node"],
  },
  { field: "topologyManagerScope", flag: "topology-manager-scope", words: ["container", "pod"] },
  { field: "hairpinMode", flag: "hairpin-mode", words: ["promiscuous-bridge", "hairpin-veth", "none"] },
  { field: "memorySwap.swapBehavior", until: "1.30", words: ["", "LimitedSwap", "UnlimitedSwap"] },
  { field: "memorySwap.swapBehavior", since: "1.30", words: ["", "LimitedSwap", "NoSwap"] },
  // pkg/kubelet/cm/cpumanager, NewManager, and cm/memorymanager, NewManager.
  { field: "cpuManagerPolicy", flag: "cpu-manager-policy", words: ["", "none", "static"] },
  { field: "memoryManagerPolicy", flag: "memory-manager-policy", words: ["", "None", "Static"] },
  {
    field: "imagePullCredentialsVerificationPolicy",
    since: "1.34",
    words: ["", "NeverVerify", "NeverVerifyPreloadedImages", "NeverVerifyAllowlistedImages", "AlwaysVerify"],
  },
  // pkg/kubelet, NewMainKubelet.
  { field: "configMapAndSecretChangeDetectionStrategy", words: ["", "Get", "Cache", "Watch"] },
  // cmd/kubelet/app/auth.go, BuildAuthz.
  { field: "authorization.mode", flag: "authorization-mode", words: ["", "AlwaysAllow", "Webhook"] },
  // component-base cli/flag, TLSVersion.
  {
    field: "tlsMinVersion",
    flag: "tls-min-version",
    words: ["", "VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13"],
  },
]

interface DurationRow extends Row {
  /** In milliseconds. */
  readonly least: number
  readonly most?: number
  /** It may be 0, which switches it off. */
  readonly mayBeOff?: true
}

export const durationRows: readonly DurationRow[] = [
  { field: "cpuCFSQuotaPeriod", flag: "cpu-cfs-quota-period", least: 1, most: 1000 },
  { field: "containerLogMonitorInterval", least: 3000 },
  { field: "shutdownGracePeriod", least: 1000, mayBeOff: true },
  { field: "shutdownGracePeriodCriticalPods", least: 1000, mayBeOff: true },
  { field: "crashLoopBackOff.maxContainerRestartPeriod", least: 1000, most: 300_000 },
  { field: "imageMaximumGCAge", least: 0 },
  // 1.35.4 takes a negative one.
  { field: "imageMinimumGCAge", since: "1.37", least: 0 },
]

/** From here on the rules of findings/limits.ts were asked of kubelets: 1.34.4, 1.35.4, 1.37.2. */
export const limitsAsked: Range = { since: "1.34" }

/** What enforceNodeAllocatable may hold, and the field that it asks for. */
export const enforcements: readonly (Range & {
  readonly word: string
  readonly needs?: string
  readonly flag?: string
})[] = [
  { word: "none" },
  { word: "pods" },
  { word: "system-reserved", needs: "systemReservedCgroup", flag: "system-reserved-cgroup" },
  { word: "kube-reserved", needs: "kubeReservedCgroup", flag: "kube-reserved-cgroup" },
  {
    word: "system-reserved-compressible",
    since: "1.32",
    needs: "systemReservedCgroup",
    flag: "system-reserved-cgroup",
  },
  { word: "kube-reserved-compressible", since: "1.32", needs: "kubeReservedCgroup", flag: "kube-reserved-cgroup" },
]

/** pkg/kubelet/eviction/helpers.go, signalToResource. */
export const evictionSignals: readonly (Range & { readonly signal: string })[] = [
  ...["memory.available", "allocatableMemory.available", "nodefs.available", "nodefs.inodesFree"].map((signal) => ({
    signal,
  })),
  ...["imagefs.available", "imagefs.inodesFree", "pid.available"].map((signal) => ({ signal })),
  { signal: "containerfs.available", since: "1.29" },
  { signal: "containerfs.inodesFree", since: "1.29" },
]

/** cmd/kubelet/app/server.go, parseResourceList. */
export const reservable: readonly string[] = ["cpu", "memory", "ephemeral-storage", "pid"]

export function rowsOf<T extends Range>(rows: readonly T[], version: Version): readonly T[] {
  return rows.filter((row) => holds(row, version))
}
