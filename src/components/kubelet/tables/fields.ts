// The fields of a KubeletConfiguration v1beta1 and what each is decoded into. A value of another kind keeps the kubelet
// from starting; a field that its release does not know is passed over with a line in the log (lenient decoding,
// kubernetes pkg/kubelet/kubeletconfig/util/codec). Source: the structs of k8s.io/kubelet config/v1beta1/types.go and
// k8s.io/component-base logs and tracing api/v1, read at 0.24.0 to 0.33.0, 0.34.4, 0.35.4, 0.36.3 and 0.37.2.
import { once } from "../../../model/once.ts"
import { holds, type Range } from "../../../model/since.ts"
import type { Version } from "../../../model/version.ts"

export type FieldKind =
  | "text"
  | "switch"
  | "int32"
  | "int64"
  | "uint32"
  | "number"
  /** A text such as 5m. */
  | "duration"
  /** The same, or a number of nanoseconds. */
  | "duration-or-number"
  | "quantity"
  | "texts"
  | "int32s"
  | "text-map"
  | "switch-map"
  | "texts-map"
  | "quantity-map"
  | "table"
  /** The fields of one are below NAME.[] */
  | "tables"

interface FieldRow extends Range {
  readonly kind: FieldKind
  /** Paths with dots. */
  readonly names: readonly string[]
}

const words = (text: string) => text.split(" ")

export const fieldRows = once((): readonly FieldRow[] => [
  {
    kind: "text",
    names: [
      ...words("apiVersion kind staticPodPath staticPodURL address tlsCertFile tlsPrivateKeyFile tlsMinVersion"),
      ...words("authentication.x509.clientCAFile authorization.mode healthzBindAddress clusterDomain kubeletCgroups"),
      ...words("systemCgroups cgroupRoot cgroupDriver cpuManagerPolicy memoryManagerPolicy topologyManagerPolicy"),
      ...words("topologyManagerScope hairpinMode podCIDR resolvConf contentType memorySwap.swapBehavior"),
      ...words("containerLogMaxSize configMapAndSecretChangeDetectionStrategy reservedSystemCPUs"),
      ...words("showHiddenMetricsForVersion systemReservedCgroup kubeReservedCgroup volumePluginDir providerID"),
      ...words("logging.format logging.vmodule.[].filePattern"),
      ...words("registerWithTaints.[].key registerWithTaints.[].value registerWithTaints.[].effect"),
      "registerWithTaints.[].timeAdded",
    ],
  },
  { since: "1.25", kind: "text", names: ["tracing.endpoint"] },
  { since: "1.27", kind: "text", names: words("containerRuntimeEndpoint imageServiceEndpoint") },
  { since: "1.30", kind: "text", names: ["podLogsDir"] },
  { since: "1.33", kind: "text", names: ["imagePullCredentialsVerificationPolicy"] },
  { since: "1.36", kind: "text", names: ["memoryReservationPolicy"] },
  {
    kind: "switch",
    names: [
      ...words("enableServer rotateCertificates serverTLSBootstrap authentication.webhook.enabled"),
      ...words(
        "authentication.anonymous.enabled enableDebuggingHandlers enableContentionProfiling cgroupsPerQOS runOnce",
      ),
      ...words("cpuCFSQuota serializeImagePulls enableControllerAttachDetach protectKernelDefaults"),
      ...words("makeIPTablesUtilChains failSwapOn kernelMemcgNotification logging.options.json.splitStream"),
      ...words("enableSystemLogHandler enableProfilingHandler enableDebugFlagsHandler seccompDefault registerNode"),
    ],
  },
  { since: "1.25", kind: "switch", names: ["localStorageCapacityIsolation"] },
  { since: "1.27", kind: "switch", names: ["enableSystemLogQuery"] },
  { since: "1.30", kind: "switch", names: ["logging.options.text.splitStream"] },
  { since: "1.31", kind: "switch", names: ["failCgroupV1"] },
  { since: "1.32", kind: "switch", names: ["singleProcessOOMKill"] },
  { since: "1.33", kind: "switch", names: ["mergeDefaultEvictionSettings"] },
  {
    kind: "int32",
    names: [
      ...words("port readOnlyPort registryPullQPS registryBurst eventRecordQPS eventBurst healthzPort oomScoreAdj"),
      ...words("nodeLeaseDurationSeconds imageGCHighThresholdPercent imageGCLowThresholdPercent maxPods"),
      ...words("nodeStatusMaxImages kubeAPIQPS kubeAPIBurst evictionMaxPodGracePeriod podsPerCore"),
      ...words("iptablesMasqueradeBit iptablesDropBit containerLogMaxFiles"),
      ...words("shutdownGracePeriodByPodPriority.[].priority reservedMemory.[].numaNode"),
    ],
  },
  { since: "1.25", kind: "int32", names: ["tracing.samplingRatePerMillion"] },
  { since: "1.27", kind: "int32", names: ["maxParallelImagePulls"] },
  { since: "1.30", kind: "int32", names: ["containerLogMaxWorkers"] },
  {
    kind: "int64",
    names: words("podPidsLimit maxOpenFiles shutdownGracePeriodByPodPriority.[].shutdownGracePeriodSeconds"),
  },
  { since: "1.33", kind: "int64", names: ["userNamespaces.idsPerPod"] },
  { kind: "uint32", names: words("logging.verbosity logging.vmodule.[].verbosity") },
  { kind: "number", names: ["memoryThrottlingFactor"] },
  {
    kind: "duration",
    names: [
      ...words("syncFrequency fileCheckFrequency httpCheckFrequency authentication.webhook.cacheTTL"),
      ...words("authorization.webhook.cacheAuthorizedTTL authorization.webhook.cacheUnauthorizedTTL"),
      ...words("streamingConnectionIdleTimeout nodeStatusUpdateFrequency nodeStatusReportFrequency imageMinimumGCAge"),
      ...words("volumeStatsAggPeriod cpuManagerReconcilePeriod runtimeRequestTimeout cpuCFSQuotaPeriod"),
      ...words("evictionPressureTransitionPeriod shutdownGracePeriod shutdownGracePeriodCriticalPods"),
    ],
  },
  { since: "1.29", kind: "duration", names: ["imageMaximumGCAge"] },
  { since: "1.30", kind: "duration", names: ["containerLogMonitorInterval"] },
  { since: "1.32", kind: "duration", names: ["crashLoopBackOff.maxContainerRestartPeriod"] },
  { until: "1.28", kind: "int64", names: ["logging.flushFrequency"] },
  { since: "1.28", kind: "duration-or-number", names: ["logging.flushFrequency"] },
  { kind: "quantity", names: ["logging.options.json.infoBufferSize"] },
  { since: "1.30", kind: "quantity", names: ["logging.options.text.infoBufferSize"] },
  { kind: "texts", names: words("tlsCipherSuites clusterDNS enforceNodeAllocatable allowedUnsafeSysctls") },
  { since: "1.33", kind: "texts", names: ["preloadedImagesVerificationAllowlist"] },
  { since: "1.36", kind: "int32s", names: ["tlsCurvePreferences"] },
  {
    kind: "text-map",
    names: [
      ...words("cpuManagerPolicyOptions qosReserved evictionHard evictionSoft evictionSoftGracePeriod"),
      ...words("evictionMinimumReclaim systemReserved kubeReserved"),
    ],
  },
  { since: "1.26", kind: "text-map", names: ["topologyManagerPolicyOptions"] },
  { since: "1.37", kind: "text-map", names: ["defaultPodSysctls"] },
  { kind: "switch-map", names: ["featureGates"] },
  { kind: "texts-map", names: ["staticPodURLHeader"] },
  { kind: "quantity-map", names: ["reservedMemory.[].limits"] },
  {
    kind: "table",
    names: [
      ...words("authentication authentication.x509 authentication.webhook authentication.anonymous authorization"),
      ...words("authorization.webhook memorySwap logging logging.options logging.options.json"),
    ],
  },
  { since: "1.25", kind: "table", names: ["tracing"] },
  { since: "1.30", kind: "table", names: ["logging.options.text"] },
  { since: "1.32", kind: "table", names: ["crashLoopBackOff"] },
  { since: "1.33", kind: "table", names: ["userNamespaces"] },
  {
    kind: "tables",
    names: words("logging.vmodule shutdownGracePeriodByPodPriority reservedMemory registerWithTaints"),
  },
])

/** The fields that a release knows, by path. */
export function fieldsOf(version: Version): ReadonlyMap<string, FieldKind> {
  const known = fieldRows().filter((row) => holds(row, version))
  return new Map(known.flatMap(({ kind, names }) => names.map((name) => [name, kind] as const)))
}

/** The first release that knows a field; undefined: none does, or it is one of the first. */
export function fieldSince(path: string): string | undefined {
  return fieldRows().find(({ names }) => names.includes(path))?.since
}
