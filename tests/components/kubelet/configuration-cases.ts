// Configurations as lines below the head of a KubeletConfiguration, each with what a kubelet makes of it: asked of the
// loader, the validation and the eviction parser of kubernetes 1.34.4, built as they are
// (pkg/kubelet/kubeletconfig/configfiles, pkg/kubelet/apis/config/validation, pkg/kubelet/eviction). What may be reserved
// is after cmd/kubelet/app/server.go, parseResourceList.

/** The key that the kubelet refuses; undefined: it starts. Reports stand beside their lines. */
export const configurationCases: readonly (readonly [lines: string, refused: string | undefined])[] = [
  ["", undefined],
  // opsnull/follow-me-install-kubernetes-cluster#458.
  ['evictionSoft: "nil"', "evictionSoft"],
  ["evictionSoft: {}", undefined],
  ["evictionSoft:", undefined],
  // kubernetes-sigs/kubespray#11111.
  ["kubeReserved:\n  cpu: 1\n  memory: 256Mi", "kubeReserved.cpu"],
  ['kubeReserved:\n  cpu: "1"\n  memory: 256Mi', undefined],
  ["systemReserved:\n  storage: 1Gi", "systemReserved.storage"],
  ["systemReserved:\n  memory: 1GB", "systemReserved.memory"],
  ["systemReserved:\n  ephemeral-storage: 1Gi\n  pid: '1000'", undefined],
  // kubernetes/kubernetes#67873, cozystack/cozystack#2420.
  ["enforceNodeAllocatable: [pods, system-reserved]", "enforceNodeAllocatable"],
  ["enforceNodeAllocatable: [pods, system-reserved]\nsystemReservedCgroup: /system.slice", undefined],
  ["enforceNodeAllocatable: [pods, kubelet]", "enforceNodeAllocatable"],
  ["cgroupsPerQOS: false", "cgroupsPerQOS"],
  ["cgroupsPerQOS: false\nenforceNodeAllocatable: []", undefined],
  ["cgroupsPerQOS: false\nenforceNodeAllocatable: [none]", undefined],
  ['maxPods: "250"', "maxPods"],
  ["maxPods: 250", undefined],
  ["maxPods: -1", "maxPods"],
  ["maxPods: 3000000000", "maxPods"],
  ["clusterDNS: 10.96.0.10", "clusterDNS"],
  ["clusterDNS:\n- 10", "clusterDNS.0"],
  ["syncFrequency: 60", "syncFrequency"],
  ["syncFrequency: 1 m", "syncFrequency"],
  ["syncFrequency: 1m30s", undefined],
  ['syncFrequency: ""', "syncFrequency"],
  ["syncFrequency:", "syncFrequency"],
  ["failSwapOn: 'false'", "failSwapOn"],
  ["failSwapOn: no", undefined],
  ["readOnlyPort: '0'", "readOnlyPort"],
  ["readOnlyPort: 0", undefined],
  ["featureGates:\n  NodeSwap: 'true'", "featureGates.NodeSwap"],
  ["featureGates: NodeSwap=true", "featureGates"],
  ["memorySwap:\n  swapBehavior: UnlimitedSwap", "memorySwap.swapBehavior"],
  ["memorySwap:\n  swapBehavior: LimitedSwap", undefined],
  ["memorySwap: LimitedSwap", "memorySwap"],
  ["containerLogMaxFiles: 1", "containerLogMaxFiles"],
  ["imageGCHighThresholdPercent: 75", "imageGCHighThresholdPercent"],
  ["imageGCHighThresholdPercent: 75\nimageGCLowThresholdPercent: 60", undefined],
  ["imageGCLowThresholdPercent: 90", "imageGCLowThresholdPercent"],
  ["imageGCHighThresholdPercent: 101\nimageGCLowThresholdPercent: 60", "imageGCHighThresholdPercent"],
  ["serializeImagePulls: true\nmaxParallelImagePulls: 5", "maxParallelImagePulls"],
  ["serializeImagePulls: false\nmaxParallelImagePulls: 5", undefined],
  ["maxParallelImagePulls: 5", undefined],
  ["topologyManagerPolicy: single-numa", "topologyManagerPolicy"],
  ["topologyManagerScope: node", "topologyManagerScope"],
  ["hairpinMode: veth", "hairpinMode"],
  ["systemCgroups: /system.slice", "systemCgroups"],
  ["systemCgroups: /system.slice\ncgroupRoot: /", undefined],
  ["evictionHard:\n  memory.available: 100MB", "evictionHard.memory.available"],
  ["evictionHard:\n  memory.available: 5%\n  nodefs.available: 10Gi\n  pid.available: 10%", undefined],
  ["evictionHard:\n  memory.availables: 5%", "evictionHard.memory.availables"],
  ["evictionHard:\n  memory.available: 120%", "evictionHard.memory.available"],
  ["evictionHard:\n  nodefs.inodesFree: 5 %", "evictionHard.nodefs.inodesFree"],
  ["evictionSoft:\n  memory.available: 10%", "evictionSoft.memory.available"],
  ["evictionSoft:\n  memory.available: 10%\nevictionSoftGracePeriod:\n  memory.available: 1m", undefined],
  ["evictionSoftGracePeriod:\n  memory.available: 60", "evictionSoftGracePeriod.memory.available"],
  ["evictionSoftGracePeriod:\n  memory.available: '60'", "evictionSoftGracePeriod.memory.available"],
  ["authentication: webhook", "authentication"],
  ["authentication:\n  anonymous: false", "authentication.anonymous"],
  ["registerWithTaints:\n  key: a", "registerWithTaints"],
  ["registerWithTaints: ['a=b:NoSchedule']", "registerWithTaints.0"],
  ["registerWithTaints:\n- {key: a, value: b, effect: NoSchedule}", undefined],
  ["registerWithTaints:\n- {key: a, value: true, effect: NoSchedule}", "registerWithTaints.0.value"],
  ["logging:\n  verbosity: '2'", "logging.verbosity"],
  ["logging:\n  verbosity: -1", "logging.verbosity"],
  ["logging:\n  flushFrequency: 5s", undefined],
  ["logging:\n  flushFrequency: 5000000000", undefined],
  ["logging:\n  flushFrequency: five", "logging.flushFrequency"],
  ["logging:\n  options:\n    json:\n      infoBufferSize: 1MB", "logging.options.json.infoBufferSize"],
  ["resolvConf: [/etc/resolv.conf]", "resolvConf"],
  ["providerID: 17", "providerID"],
  ["oomScoreAdj: -1001", "oomScoreAdj"],
  ["reservedMemory:\n- numaNode: 0\n  limits:\n    memory: 1100Mi", undefined],
  ["reservedMemory:\n- numaNode: zero\n  limits:\n    memory: 1100Mi", "reservedMemory.0.numaNode"],
  ["shutdownGracePeriodByPodPriority:\n  priority: 1", "shutdownGracePeriodByPodPriority"],
  ["featureGates:\n  CSIMigration: true", "CSIMigration"],
  ["featureGates:\n  NodeSwap: false", "NodeSwap"],
  ["featureGates:\n  AllAlpha: false\n  KubeletTracing: true", undefined],
  ["featureGates:\n  NodeSwaps: true", "NodeSwaps"],
  ["cgroupdriver: systemd", undefined],
  ["evictionhard:\n  memory.available: 5", undefined],
  ["metadata:\n  name: kubelet", undefined],
]

/**
 * Each by itself, started with kubelets 1.34.4, 1.35.4 and 1.37.2 as they are built: they end on these with "failed to
 * validate kubelet configuration", or over the name of a cipher suite. tests/real/kubernetes/kubelet-file.test.ts asks
 * again.
 */
export const limitCases: readonly (readonly [lines: string, refused: string])[] = [
  ["cpuCFSQuotaPeriod: 2s", "cpuCFSQuotaPeriod"],
  ["cpuCFSQuotaPeriod: 100us", "cpuCFSQuotaPeriod"],
  ["imageMaximumGCAge: 2m", "imageMaximumGCAge"],
  ["imageMaximumGCAge: -1m", "imageMaximumGCAge"],
  ["imageMaximumGCAge: 1m\nimageMinimumGCAge: 0s", "imageMaximumGCAge"],
  ["runOnce: true", "runOnce"],
  ["shutdownGracePeriodCriticalPods: 10s", "shutdownGracePeriodCriticalPods"],
  ["shutdownGracePeriod: 500ms", "shutdownGracePeriod"],
  ["enforceNodeAllocatable: [pods, pods]", "enforceNodeAllocatable"],
  ["enforceNodeAllocatable: [none, pods]", "enforceNodeAllocatable"],
  ["imagePullCredentialsVerificationPolicy: Always", "imagePullCredentialsVerificationPolicy"],
  ["preloadedImagesVerificationAllowlist: [a]", "preloadedImagesVerificationAllowlist"],
  ["reservedSystemCPUs: all", "reservedSystemCPUs"],
  ["reservedSystemCPUs: 3-1", "reservedSystemCPUs"],
  ['reservedSystemCPUs: "0,"', "reservedSystemCPUs"],
  ['reservedMemory: [{numaNode: 0, limits: {cpu: "1"}}]', "reservedMemory"],
  ['reservedMemory: [{numaNode: 0, limits: {memory: "0"}}]', "reservedMemory"],
  ["reservedMemory: [{numaNode: 0, limits: {memory: 1Gi}}, {numaNode: 0, limits: {memory: 1Gi}}]", "reservedMemory"],
  ["memoryThrottlingFactor: 2.0", "memoryThrottlingFactor"],
  ["memoryThrottlingFactor: 0", "memoryThrottlingFactor"],
  ["containerLogMaxWorkers: 0", "containerLogMaxWorkers"],
  ["containerLogMonitorInterval: 1s", "containerLogMonitorInterval"],
  ["podLogsDir: /var/log/../x", "podLogsDir"],
  ["podLogsDir: /var/log/pods/", "podLogsDir"],
  ["registerWithTaints: [{key: a, effect: Bad}]", "registerWithTaints"],
  ['registerWithTaints: [{key: "a b", effect: NoSchedule}]', "registerWithTaints"],
  ['registerWithTaints: [{key: a, value: "b c", effect: NoSchedule}]', "registerWithTaints"],
  ["registerWithTaints: [{key: A_/b, effect: NoSchedule}]", "registerWithTaints"],
  ["registerWithTaints: [{effect: NoSchedule}]", "registerWithTaints"],
  ["tracing: {samplingRatePerMillion: -1}", "tracing.samplingRatePerMillion"],
  ["tracing: {samplingRatePerMillion: 2000000}", "tracing.samplingRatePerMillion"],
  ["tlsCipherSuites: [ECDHE-RSA-AES128-GCM-SHA256]", "tlsCipherSuites"],
  ["crashLoopBackOff: {maxContainerRestartPeriod: 400s}", "crashLoopBackOff.maxContainerRestartPeriod"],
  ["userNamespaces: {idsPerPod: 10}", "userNamespaces.idsPerPod"],
  ["userNamespaces: {idsPerPod: 65537}", "userNamespaces.idsPerPod"],
]

/** All of these at once are taken. */
export const takenLimits = `imageMaximumGCAge: 0s
imageMinimumGCAge: 5m
shutdownGracePeriod: 1s
shutdownGracePeriodCriticalPods: 1s
containerLogMonitorInterval: 3s
containerLogMaxWorkers: 1
crashLoopBackOff: {}
memoryThrottlingFactor: 1
userNamespaces: {idsPerPod: 131072}
tlsCipherSuites: [TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256]
registerWithTaints: [{key: a/b, effect: NoExecute, value: x}, {key: a, effect: ""}]
reservedSystemCPUs: 0-1,3
reservedMemory: [{numaNode: 0, limits: {hugepages-1Gi: 1Gi}}, {numaNode: 1, limits: {hugepages-1Gi: 1Gi}}]
podLogsDir: /var/log/pods
enforceNodeAllocatable: [pods]
tracing: {samplingRatePerMillion: 1000000}
`
