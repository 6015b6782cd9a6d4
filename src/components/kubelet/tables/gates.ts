// Which feature gates a kubelet knows, by its release: it does not start with one that it does not know, or that is
// locked to the other value. The names are those that the source of each release declares: kubernetes
// pkg/features/kube_features.go, with what k8s.io/apiserver, client-go, component-base, controller-manager and
// cloud-provider add, at 1.24.0 to 1.33.0, 1.34.4, 1.35.4, 1.36.0 and 1.37.2.
import { holds } from "../../../model/since.ts"
import { isAtLeast, minorOf, parseVersion, type Version } from "../../../model/version.ts"

export interface GateRow {
  /** The release whose source this is about. */
  readonly since: string
  /** Names that it is the first to have; of 1.24: all that it has. */
  readonly added: readonly string[]
  /** Names that it no longer has. */
  readonly removed: readonly string[]
  /** Names that can be set to true only, from it on. */
  readonly locked: readonly string[]
}

const words = (names: string) => names.split(" ")

export const gateRows: readonly GateRow[] = [
  {
    since: "1.24",
    added: [
      ...words("APIListChunking APIPriorityAndFairness APIResponseCompression APIServerIdentity APIServerTracing"),
      ...words("AdvancedAuditing AnyVolumeDataSource AppArmor CPUManager CPUManagerPolicyAlphaOptions"),
      ...words("CPUManagerPolicyBetaOptions CPUManagerPolicyOptions CSIInlineVolume CSIMigration CSIMigrationAWS"),
      ...words(
        "CSIMigrationAzureDisk CSIMigrationAzureFile CSIMigrationGCE CSIMigrationOpenStack CSIMigrationPortworx",
      ),
      ...words("CSIMigrationRBD CSIMigrationvSphere CSIServiceAccountToken CSIStorageCapacity CSIVolumeFSGroupPolicy"),
      ...words(
        "CSIVolumeHealth CSRDuration ConfigurableFSGroupPolicy ContextualLogging ControllerManagerLeaderMigration",
      ),
      ...words("CronJobTimeZone CustomCPUCFSQuotaPeriod CustomResourceValidationExpressions DaemonSetUpdateSurge"),
      ...words("DefaultPodTopologySpread DelegateFSGroupToCSIDriver DevicePlugins DisableAcceleratorUsageMetrics"),
      ...words(
        "DisableCloudProviders DisableKubeletCloudCredentialProviders DownwardAPIHugePages DryRun DynamicKubeletConfig",
      ),
      ...words("EfficientWatchResumption EndpointSlice EndpointSliceNodeName EndpointSliceProxying"),
      ...words("EndpointSliceTerminatingCondition EphemeralContainers ExecProbeTimeout ExpandCSIVolumes"),
      ...words("ExpandInUsePersistentVolumes ExpandPersistentVolumes ExpandedDNSConfig"),
      ...words(
        "ExperimentalHostUserNamespaceDefaulting GRPCContainerProbe GenericEphemeralVolume GracefulNodeShutdown",
      ),
      ...words(
        "GracefulNodeShutdownBasedOnPodPriority HPAContainerMetrics HPAScaleToZero HonorPVReclaimPolicy IPv6DualStack",
      ),
      ...words(
        "IdentifyPodOS InTreePluginAWSUnregister InTreePluginAzureDiskUnregister InTreePluginAzureFileUnregister",
      ),
      ...words("InTreePluginGCEUnregister InTreePluginOpenStackUnregister InTreePluginPortworxUnregister"),
      ...words("InTreePluginRBDUnregister InTreePluginvSphereUnregister IndexedJob IngressClassNamespacedParams"),
      ...words("JobMutableNodeSchedulingDirectives JobReadyPods JobTrackingWithFinalizers KubeletCredentialProviders"),
      ...words("KubeletInUserNamespace KubeletPodResources KubeletPodResourcesGetAllocatable"),
      ...words("LegacyServiceAccountTokenNoAutoGeneration LocalStorageCapacityIsolation"),
      ...words(
        "LocalStorageCapacityIsolationFSQuotaMonitoring LogarithmicScaleDown MaxUnavailableStatefulSet MemoryManager",
      ),
      ...words(
        "MemoryQoS MinDomainsInPodTopologySpread MixedProtocolLBService NetworkPolicyEndPort NetworkPolicyStatus",
      ),
      ...words("NodeOutOfServiceVolumeDetach NodeSwap NonPreemptingPriority OpenAPIEnums OpenAPIV3"),
      ...words(
        "PodAffinityNamespaceSelector PodAndContainerStatsFromCRI PodDeletionCost PodDisruptionBudget PodOverhead",
      ),
      ...words("PodSecurity PreferNominatedNode ProbeTerminationGracePeriod ProcMountType ProxyTerminatingEndpoints"),
      ...words("QOSReserved ReadWriteOncePod RecoverVolumeExpansionFailure RemainingItemCount RemoveSelfLink"),
      ...words("RotateKubeletServerCertificate SeccompDefault SelectorIndex ServerSideApply ServerSideFieldValidation"),
      ...words(
        "ServiceIPStaticSubrange ServiceInternalTrafficPolicy ServiceLBNodePortControl ServiceLoadBalancerClass",
      ),
      ...words(
        "SizeMemoryBackedVolumes StatefulSetAutoDeletePVC StatefulSetMinReadySeconds StorageObjectInUseProtection",
      ),
      ...words("StorageVersionAPI StorageVersionHash SuspendJob TTLAfterFinished TopologyAwareHints TopologyManager"),
      ...words("VolumeCapacityPriority VolumeSubpath WatchBookmark WinDSR WinOverlay WindowsEndpointSliceProxying"),
      ...words("WindowsHostProcessContainers"),
    ],
    removed: [],
    locked: [
      ...words("CSIMigrationOpenStack CSIServiceAccountToken CSIStorageCapacity CSIVolumeFSGroupPolicy CSRDuration"),
      ...words(
        "ConfigurableFSGroupPolicy ControllerManagerLeaderMigration DefaultPodTopologySpread EfficientWatchResumption",
      ),
      ...words(
        "EndpointSlice EndpointSliceNodeName EndpointSliceProxying GenericEphemeralVolume IPv6DualStack IndexedJob",
      ),
      ...words("IngressClassNamespacedParams NonPreemptingPriority PodAffinityNamespaceSelector PodDisruptionBudget"),
      ...words("PodOverhead PreferNominatedNode RemoveSelfLink SelectorIndex ServiceLBNodePortControl"),
      ...words(
        "ServiceLoadBalancerClass StorageObjectInUseProtection SuspendJob TTLAfterFinished VolumeSubpath WatchBookmark",
      ),
      ...words("WindowsEndpointSliceProxying"),
    ],
  },
  {
    since: "1.25",
    added: [
      ...words(
        "CSINodeExpandSecret ContainerCheckpoint IPTablesOwnershipCleanup JobPodFailurePolicy KMSv2 KubeletTracing",
      ),
      ...words("LoggingAlphaOptions LoggingBetaOptions LoggingStableOptions MatchLabelKeysInPodTopologySpread"),
      ...words(
        "MultiCIDRRangeAllocator NodeInclusionPolicyInPodTopologySpread PodDisruptionConditions PodHasNetworkCondition",
      ),
      ...words("RetroactiveDefaultStorageClass SELinuxMountReadWriteOncePod UserNamespacesStatelessPodsSupport"),
    ],
    removed: [
      ...words(
        "CSIServiceAccountToken CSIVolumeFSGroupPolicy ConfigurableFSGroupPolicy EndpointSlice EndpointSliceNodeName",
      ),
      ...words(
        "EndpointSliceProxying GenericEphemeralVolume IngressClassNamespacedParams PodDisruptionBudget SelectorIndex",
      ),
      ...words("StorageObjectInUseProtection TTLAfterFinished VolumeSubpath WindowsEndpointSliceProxying"),
    ],
    locked: [
      ...words(
        "CSIInlineVolume CSIMigration CSIMigrationAWS CSIMigrationAzureDisk CSIMigrationGCE DaemonSetUpdateSurge",
      ),
      ...words("DisableAcceleratorUsageMetrics EphemeralContainers IdentifyPodOS LocalStorageCapacityIsolation"),
      ...words("NetworkPolicyEndPort PodSecurity StatefulSetMinReadySeconds"),
    ],
  },
  {
    since: "1.26",
    added: [
      ...words("APISelfSubjectReview AggregatedDiscoveryEndpoint ComponentSLIs ConsistentHTTPGetHandlers"),
      ...words(
        "CrossNamespaceVolumeDataSource DynamicResourceAllocation EventedPLEG LegacyServiceAccountTokenTracking",
      ),
      ...words("MinimizeIPTablesRestore PDBUnhealthyPodEvictionPolicy PodSchedulingReadiness StatefulSetStartOrdinal"),
      ...words("TopologyManagerPolicyAlphaOptions TopologyManagerPolicyBetaOptions TopologyManagerPolicyOptions"),
      ...words("ValidatingAdmissionPolicy WindowsHostNetwork"),
    ],
    removed: [
      ...words("CSIMigrationOpenStack CSRDuration DefaultPodTopologySpread DynamicKubeletConfig IndexedJob"),
      ...words(
        "NonPreemptingPriority PodAffinityNamespaceSelector PodOverhead PreferNominatedNode ServiceLBNodePortControl",
      ),
      ...words("ServiceLoadBalancerClass SuspendJob"),
    ],
    locked: [
      ...words("CPUManager CSIMigrationvSphere DelegateFSGroupToCSIDriver DevicePlugins DryRun"),
      ...words(
        "EndpointSliceTerminatingCondition JobTrackingWithFinalizers KubeletCredentialProviders MixedProtocolLBService",
      ),
      ...words("ServerSideApply ServiceIPStaticSubrange ServiceInternalTrafficPolicy WindowsHostProcessContainers"),
    ],
  },
  {
    since: "1.27",
    added: [
      ...words(
        "AdmissionWebhookMatchConditions CloudControllerManagerWebhook CloudDualStackNodeIPs ClusterTrustBundle",
      ),
      ...words(
        "ElasticIndexedJob InPlacePodVerticalScaling KubeletPodResourcesDynamicResources KubeletPodResourcesGet",
      ),
      ...words("MultiCIDRServiceAllocator NewVolumeManagerReconstruction NodeLogQuery SecurityContextDeny"),
      ...words("ServiceNodePortStaticSubrange StableLoadBalancerNodeSet WatchList"),
    ],
    removed: [
      ...words("CSIInlineVolume CSIMigration CSIMigrationAWS CSIMigrationAzureDisk ControllerManagerLeaderMigration"),
      ...words("DaemonSetUpdateSurge EphemeralContainers ExpandCSIVolumes ExpandInUsePersistentVolumes"),
      ...words(
        "ExpandPersistentVolumes IPv6DualStack IdentifyPodOS LocalStorageCapacityIsolation NetworkPolicyEndPort",
      ),
      ...words("StatefulSetMinReadySeconds"),
    ],
    locked: [
      ...words("AdvancedAuditing CSIMigrationAzureFile CronJobTimeZone DownwardAPIHugePages GRPCContainerProbe"),
      ...words("JobMutableNodeSchedulingDirectives LegacyServiceAccountTokenNoAutoGeneration OpenAPIV3 SeccompDefault"),
      ...words("ServerSideFieldValidation TopologyManager"),
    ],
  },
  {
    since: "1.28",
    added: [
      ...words("ConsistentListFromCache CronJobsScheduledAnnotation DefaultHostNetworkHostPortsInPodTemplates"),
      ...words("DevicePluginCDIDevices JobBackoffLimitPerIndex JobPodReplacementPolicy KMSv1 KMSv2KDF"),
      ...words("KubeProxyDrainingTerminatingNodes KubeletCgroupDriverFromCRI LegacyServiceAccountTokenCleanUp"),
      ...words("PersistentVolumeLastPhaseTransitionTime PodHostIPs PodIndexLabel PodReadyToStartContainersCondition"),
      ...words(
        "SchedulerQueueingHints SidecarContainers SkipReadOnlyValidationGCE UnknownVersionInteroperabilityProxy",
      ),
      ...words("UserNamespacesSupport"),
    ],
    removed: [
      ...words("AdvancedAuditing CSIMigrationGCE CSIStorageCapacity DelegateFSGroupToCSIDriver DevicePlugins"),
      ...words("DisableAcceleratorUsageMetrics DryRun EndpointSliceTerminatingCondition KubeletCredentialProviders"),
      ...words("MixedProtocolLBService NetworkPolicyStatus PodHasNetworkCondition PodSecurity ServiceIPStaticSubrange"),
      ...words("ServiceInternalTrafficPolicy UserNamespacesStatelessPodsSupport WindowsHostProcessContainers"),
    ],
    locked: [
      ...words(
        "APISelfSubjectReview ExpandedDNSConfig ExperimentalHostUserNamespaceDefaulting IPTablesOwnershipCleanup",
      ),
      ...words("KubeletPodResources KubeletPodResourcesGetAllocatable LegacyServiceAccountTokenTracking"),
      ...words(
        "MinimizeIPTablesRestore NodeOutOfServiceVolumeDetach ProbeTerminationGracePeriod ProxyTerminatingEndpoints",
      ),
      ...words("RetroactiveDefaultStorageClass"),
    ],
  },
  {
    since: "1.29",
    added: [
      ...words(
        "AllowServiceLBStatusOnNonLB ClusterTrustBundleProjection DisableNodeKubeProxyVersion ImageMaximumGCAge",
      ),
      ...words("KubeletSeparateDiskGC LoadBalancerIPMode MatchLabelKeysInPodAffinity NFTablesProxyMode"),
      ...words(
        "PodLifecycleSleepAction RuntimeClassInImageCriApi SeparateTaintEvictionController ServiceAccountTokenJTI",
      ),
      ...words(
        "ServiceAccountTokenNodeBinding ServiceAccountTokenNodeBindingValidation ServiceAccountTokenPodNodeInfo",
      ),
      ...words("StructuredAuthenticationConfiguration StructuredAuthorizationConfiguration"),
      ...words(
        "TranslateStreamCloseWebsocketRequests UnauthenticatedHTTP2DOSMitigation UserNamespacesPodSecurityStandards",
      ),
      ...words("VolumeAttributesClass ZeroLimitedNominalConcurrencyShares"),
    ],
    removed: [
      ...words("CSIMigrationvSphere CronJobTimeZone DownwardAPIHugePages GRPCContainerProbe"),
      ...words(
        "JobMutableNodeSchedulingDirectives JobTrackingWithFinalizers LegacyServiceAccountTokenNoAutoGeneration",
      ),
      ...words(
        "MultiCIDRRangeAllocator OpenAPIV3 ProbeTerminationGracePeriod RetroactiveDefaultStorageClass SeccompDefault",
      ),
      ...words("TopologyManager"),
    ],
    locked: [
      ...words(
        "APIListChunking APIPriorityAndFairness CSINodeExpandSecret CustomResourceValidationExpressions JobReadyPods",
      ),
      ...words("KMSv2 KMSv2KDF ReadWriteOncePod RemainingItemCount ServiceNodePortStaticSubrange"),
    ],
  },
  {
    since: "1.30",
    added: [
      ...words("APIServingWithRoutine AppArmorFields InformerResourceVersion JobManagedBy JobSuccessPolicy"),
      ...words(
        "MutatingAdmissionPolicy PortForwardWebsockets RecursiveReadOnlyMounts RelaxedEnvironmentVariableValidation",
      ),
      ...words("RetryGenerateName SELinuxMount SeparateCacheWatchRPC ServiceTrafficDistribution StorageNamespaceIndex"),
      ...words("StorageVersionMigrator WatchFromStorageWithoutResourceVersion WatchListClient"),
    ],
    removed: [
      ...words("APISelfSubjectReview CSIMigrationAzureFile ExpandedDNSConfig ExperimentalHostUserNamespaceDefaulting"),
      ...words("IPTablesOwnershipCleanup KubeletPodResources KubeletPodResourcesGetAllocatable"),
      ...words("LegacyServiceAccountTokenTracking MinimizeIPTablesRestore ProxyTerminatingEndpoints RemoveSelfLink"),
      ...words("SecurityContextDeny"),
    ],
    locked: [
      ...words(
        "AdmissionWebhookMatchConditions AggregatedDiscoveryEndpoint CloudDualStackNodeIPs ConsistentHTTPGetHandlers",
      ),
      ...words("HPAContainerMetrics LegacyServiceAccountTokenCleanUp MinDomainsInPodTopologySpread"),
      ...words("NewVolumeManagerReconstruction PodHostIPs PodSchedulingReadiness StableLoadBalancerNodeSet"),
      ...words("ValidatingAdmissionPolicy ZeroLimitedNominalConcurrencyShares"),
    ],
  },
  {
    since: "1.31",
    added: [
      ...words("AllowDNSOnlyNodeCSR AllowInsecureKubeletCertificateSigningRequests AnonymousAuthConfigurableEndpoints"),
      ...words(
        "AuthorizeNodeWithSelectors AuthorizeWithSelectors ConcurrentWatchObjectDecode CoordinatedLeaderElection",
      ),
      ...words("DRAControlPlaneController DisableAllocatorDualWrite ImageVolume ReloadKubeletServerCertificateFile"),
      ...words("ResilientWatchCacheInitialization ResourceHealthStatus StrictCostEnforcementForVAP"),
      ...words("StrictCostEnforcementForWebhooks SupplementalGroupsPolicy WatchCacheInitializationPostStartHook"),
    ],
    removed: [
      ...words("APIPriorityAndFairness CSIMigrationRBD CSINodeExpandSecret ConsistentHTTPGetHandlers"),
      ...words(
        "CustomResourceValidationExpressions DefaultHostNetworkHostPortsInPodTemplates InTreePluginAWSUnregister",
      ),
      ...words("InTreePluginAzureDiskUnregister InTreePluginAzureFileUnregister InTreePluginGCEUnregister"),
      ...words("InTreePluginOpenStackUnregister InTreePluginRBDUnregister InTreePluginvSphereUnregister JobReadyPods"),
      ...words("ReadWriteOncePod ServiceNodePortStaticSubrange SkipReadOnlyValidationGCE"),
    ],
    locked: [
      ...words(
        "AppArmor AppArmorFields DevicePluginCDIDevices DisableCloudProviders DisableKubeletCloudCredentialProviders",
      ),
      ...words("ElasticIndexedJob JobPodFailurePolicy KubeProxyDrainingTerminatingNodes LogarithmicScaleDown"),
      ...words("PDBUnhealthyPodEvictionPolicy PersistentVolumeLastPhaseTransitionTime PodDisruptionConditions"),
      ...words("StatefulSetStartOrdinal"),
    ],
  },
  {
    since: "1.32",
    added: [
      ...words("AllowOverwriteTerminationGracePeriodSeconds AllowUnsafeMalformedObjectDeletion BtreeWatchCache"),
      ...words(
        "CBORServingAndStorage ClientsAllowCBOR ClientsPreferCBOR ComponentFlagz ComponentStatusz DRAAdminAccess",
      ),
      ...words(
        "DRAResourceClaimDeviceStatus ExternalServiceAccountTokenSigner InPlacePodVerticalScalingAllocatedStatus",
      ),
      ...words("InPlacePodVerticalScalingExclusiveCPUs KubeletCrashLoopBackOffMax KubeletFineGrainedAuthz"),
      ...words("KubeletRegistrationGetOnExistsOnly PodLevelResources PodLifecycleSleepActionAllowZero"),
      ...words("PodLogsQuerySplitStreams RelaxedDNSSearchValidation RemoteRequestHeaderUID SELinuxChangePolicy"),
      ...words("SchedulerAsyncPreemption ServiceAccountNodeAudienceRestriction WindowsCPUAndMemoryAffinity"),
      ...words("WindowsGracefulNodeShutdown"),
    ],
    removed: [
      ...words("CloudDualStackNodeIPs DRAControlPlaneController HPAContainerMetrics KMSv2 KMSv2KDF"),
      ...words("LegacyServiceAccountTokenCleanUp MinDomainsInPodTopologySpread NewVolumeManagerReconstruction"),
      ...words(
        "NodeOutOfServiceVolumeDetach PodHostIPs ServerSideApply ServerSideFieldValidation StableLoadBalancerNodeSet",
      ),
      ...words("ValidatingAdmissionPolicy ZeroLimitedNominalConcurrencyShares"),
    ],
    locked: [
      ...words(
        "AllowServiceLBStatusOnNonLB ComponentSLIs CronJobsScheduledAnnotation LoadBalancerIPMode MemoryManager",
      ),
      ...words("PodIndexLabel RetryGenerateName ServiceAccountTokenJTI ServiceAccountTokenNodeBindingValidation"),
      ...words(
        "ServiceAccountTokenPodNodeInfo SizeMemoryBackedVolumes StatefulSetAutoDeletePVC StrictCostEnforcementForVAP",
      ),
      ...words("StrictCostEnforcementForWebhooks StructuredAuthorizationConfiguration"),
    ],
  },
  {
    since: "1.33",
    added: [
      ...words(
        "AggregatedDiscoveryRemoveBetaType AllowParsingUserUIDFromCertAuth ContainerStopSignals DRADeviceTaints",
      ),
      ...words("DRAPartitionableDevices DRAPrioritizedList DeclarativeValidation DeclarativeValidationTakeover"),
      ...words("DeploymentReplicaSetTerminatingReplicas DisableCPUQuotaWithExclusiveCPUs GitRepoVolumeDriver"),
      ...words("HPAConfigurableTolerance InOrderInformers KubeletEnsureSecretPulledImages KubeletPSI"),
      ...words("KubeletServiceAccountTokenForCredentialProviders LegacySidecarContainers ListFromCacheSnapshot"),
      ...words("MutableCSINodeAllocatableCount OrderedNamespaceDeletion PodObservedGenerationTracking"),
      ...words("PodTopologyLabelsAdmission PreferSameTrafficDistribution ReduceDefaultCrashLoopBackOffDecay"),
      ...words("SchedulerPopFromBackoffQ StorageCapacityScoring StreamingCollectionEncodingToJSON"),
      ...words("StreamingCollectionEncodingToProtobuf StrictIPCIDRValidation"),
    ],
    removed: [
      ...words("APIListChunking AdmissionWebhookMatchConditions AggregatedDiscoveryEndpoint AppArmor AppArmorFields"),
      ...words("CPUManager DisableCloudProviders DisableKubeletCloudCredentialProviders EfficientWatchResumption"),
      ...words("JobPodFailurePolicy KubeProxyDrainingTerminatingNodes PDBUnhealthyPodEvictionPolicy"),
      ...words("PersistentVolumeLastPhaseTransitionTime RemainingItemCount VolumeCapacityPriority WatchBookmark"),
    ],
    locked: [
      ...words("AnyVolumeDataSource BtreeWatchCache CPUManagerPolicyOptions CSIMigrationPortworx HonorPVReclaimPolicy"),
      ...words("JobBackoffLimitPerIndex JobSuccessPolicy MatchLabelKeysInPodAffinity NFTablesProxyMode"),
      ...words("NodeInclusionPolicyInPodTopologySpread RecursiveReadOnlyMounts ServiceAccountTokenNodeBinding"),
      ...words(
        "ServiceTrafficDistribution SidecarContainers TopologyAwareHints WatchFromStorageWithoutResourceVersion",
      ),
    ],
  },
  {
    since: "1.34",
    added: [
      ...words(
        "ClearingNominatedNodeNameAfterBinding ContainerRestartRules DRAConsumableCapacity DRADeviceBindingConditions",
      ),
      ...words("DRAExtendedResource DRASchedulerFilterTimeout DetectCacheInconsistency EnvFiles HostnameOverride"),
      ...words("InPlacePodVerticalScalingExclusiveMemory KubeletPodResourcesListUseActivePods"),
      ...words("MatchLabelKeysInPodTopologySpreadSelectorMerge NominatedNodeNameForExpectation PodCertificateRequest"),
      ...words("PreventStaticPodAPIReferences ProbeHostPodSecurityStandards RelaxedServiceNameValidation"),
      ...words("SchedulerAsyncAPICalls SizeBasedListCostEstimate StructuredAuthenticationConfigurationEgressSelector"),
      ...words("TokenRequestServiceAccountUIDValidation"),
    ],
    removed: [
      ...words("DevicePluginCDIDevices ElasticIndexedJob LegacySidecarContainers PodDisruptionConditions"),
      ...words("StatefulSetStartOrdinal"),
    ],
    locked: [
      ...words("APIServerTracing AnonymousAuthConfigurableEndpoints AuthorizeNodeWithSelectors AuthorizeWithSelectors"),
      ...words("ConsistentListFromCache JobPodReplacementPolicy KubeletCgroupDriverFromCRI KubeletTracing"),
      ...words("MultiCIDRServiceAllocator NodeSwap OrderedNamespaceDeletion PodLifecycleSleepAction"),
      ...words("PodLifecycleSleepActionAllowZero ProbeHostPodSecurityStandards RecoverVolumeExpansionFailure"),
      ...words("RelaxedDNSSearchValidation RelaxedEnvironmentVariableValidation ResilientWatchCacheInitialization"),
      ...words("SchedulerQueueingHints SeparateTaintEvictionController StreamingCollectionEncodingToJSON"),
      ...words("StreamingCollectionEncodingToProtobuf StructuredAuthenticationConfiguration WinDSR WinOverlay"),
    ],
  },
  {
    since: "1.35",
    added: [
      ...words("AuthorizePodWebsocketUpgradeCreatePermission CSIServiceAccountTokenSecrets"),
      ...words("CloudControllerManagerWatchBasedRoutesReconciliation ConstrainedImpersonation DRADeviceTaintRules"),
      ...words("GangScheduling GenericWorkload InOrderInformersBatchProcess InPlacePodLevelResourcesVerticalScaling"),
      ...words("MutablePVNodeAffinity MutablePodResourcesForSuspendedJobs MutableSchedulingDirectivesForSuspendedJobs"),
      ...words("NodeDeclaredFeatures OpportunisticBatching RestartAllContainersOnContainerExits"),
      ...words("StructuredAuthenticationConfigurationJWKSMetrics TaintTolerationComparisonOperators"),
      ...words("UserNamespacesHostNetworkSupport VolumeLimitScaling"),
    ],
    removed: [
      ...words(
        "AllowServiceLBStatusOnNonLB ComponentSLIs CronJobsScheduledAnnotation LoadBalancerIPMode PodIndexLabel",
      ),
      ...words(
        "ProbeHostPodSecurityStandards SizeMemoryBackedVolumes StatefulSetAutoDeletePVC StrictCostEnforcementForVAP",
      ),
      ...words("StrictCostEnforcementForWebhooks UserNamespacesPodSecurityStandards"),
    ],
    locked: [
      ...words(
        "AggregatedDiscoveryRemoveBetaType AllowOverwriteTerminationGracePeriodSeconds DisableAllocatorDualWrite",
      ),
      ...words("DynamicResourceAllocation ExecProbeTimeout ImageMaximumGCAge InPlacePodVerticalScaling JobManagedBy"),
      ...words("PodObservedGenerationTracking PreferSameTrafficDistribution SupplementalGroupsPolicy"),
    ],
  },
  {
    since: "1.36",
    added: [
      ...words("AllowServiceExternalIPs AtomicFIFO CRIListStreaming ChangeContainerStatusOnKubeletRestart"),
      ...words("ClientsAllowCARotation ClientsAllowTLSCacheGC ControllerManagerReleaseLeaderElectionLockOnExit"),
      ...words("DRAListTypeAttributes DRANodeAllocatableResources DRAResourceClaimGranularStatusAuthorization"),
      ...words("DRAResourcePoolStatus DRAWorkloadResourceClaims DeclarativeValidationBeta ExtendWebSocketsToKubelet"),
      ...words("ImageVolumeWithDigest InPlacePodVerticalScalingInitContainers ManifestBasedAdmissionControlConfig"),
      ...words(
        "NativeHistograms PLEGOnDemandRelist PersistentVolumeClaimUnusedSinceTime PodLevelResourceManagers PodsAPI",
      ),
      ...words("ResourceHealthStatusMessage ServiceCIDRStatusFieldWiping ShardedListAndWatch"),
      ...words(
        "StaleControllerConsistencyDaemonSet StaleControllerConsistencyJob StaleControllerConsistencyReplicaSet",
      ),
      ...words(
        "StaleControllerConsistencyStatefulSet StatefulSetSemanticRevisionComparison TopologyAwareWorkloadScheduling",
      ),
      ...words("UnlockWhileProcessingFIFO WorkloadAwarePreemption WorkloadWithJob"),
    ],
    removed: [
      ...words("CSIMigrationPortworx HonorPVReclaimPolicy InPlacePodVerticalScalingAllocatedStatus"),
      ...words(
        "InTreePluginPortworxUnregister MemoryManager ServiceTrafficDistribution StructuredAuthorizationConfiguration",
      ),
      ...words("TopologyAwareHints WatchFromStorageWithoutResourceVersion"),
    ],
    locked: [
      ...words("CSIServiceAccountTokenSecrets DRAAdminAccess DeclarativeValidation DisableNodeKubeProxyVersion"),
      ...words(
        "ExternalServiceAccountTokenSigner GitRepoVolumeDriver ImageVolume InOrderInformers KubeletFineGrainedAuthz",
      ),
      ...words("KubeletPSI KubeletPodResourcesDynamicResources KubeletPodResourcesGet MutableCSINodeAllocatableCount"),
      ...words("NodeLogQuery ProcMountType SELinuxChangePolicy SELinuxMountReadWriteOncePod SeparateCacheWatchRPC"),
      ...words("TopologyManagerPolicyOptions UserNamespacesSupport VolumeAttributesClass"),
    ],
  },
  {
    since: "1.37",
    added: [
      ...words("APIServerWebhookAuthenticationToken AtomicWriteVolumeUserFields CompositePodGroup"),
      ...words("ConsistentListFromCacheSkipTimeoutFallback DRADerivedAttributes DRADeviceCompatibilityGroups"),
      ...words("DRAFractionalCapacityRange DRAOptionalNodeOperations DRAPartitionableDevicesType DefaultPodSysctls"),
      ...words("EmptyDirVolumeMode EtcdRangeStream EvictionRequestAPI ExcludeAdmissionWebhookVirtualResources"),
      ...words("GRPCContainerProbeTLS H2CContainerProbe HPAGeneration HPAOptimizedSelectorStore HugepageAwareEviction"),
      ...words("InPlacePodVerticalScalingMemoryBackedVolumes InPlacePodVerticalScalingSchedulerPreemption"),
      ...words("InterPodAffinityHostnameFastPath KubeProxyIPVS KubeProxyNFTablesLocalhostNodePorts"),
      ...words(
        "KubeletAllocatedPodsEndpoint NFTablesNetlink NodeControllerLeaseCircuitBreaker NodeLifecycleConditions",
      ),
      ...words("PodGroupPreemptionPolicy PodLevelResourcesFixDefaulting PodLevelResourcesFixKubeletQOSClass"),
      ...words(
        "SchedulerPreQueueingHints StaleControllerConsistencyHPA StatefulSetRecreateStrategy VolumeBindMountOptions",
      ),
      ...words("WatchListCompression WebhookRoundTripLoadBalancing"),
    ],
    removed: [
      ...words("APIServerTracing AnonymousAuthConfigurableEndpoints AnyVolumeDataSource AuthorizeNodeWithSelectors"),
      ...words("AuthorizeWithSelectors BtreeWatchCache ConsistentListFromCache GangScheduling JobBackoffLimitPerIndex"),
      ...words("JobPodReplacementPolicy JobSuccessPolicy LogarithmicScaleDown OrderedNamespaceDeletion"),
      ...words("PodLifecycleSleepAction PodLifecycleSleepActionAllowZero PreventStaticPodAPIReferences"),
      ...words("RelaxedDNSSearchValidation ResilientWatchCacheInitialization RetryGenerateName SchedulerQueueingHints"),
      ...words("SidecarContainers StreamingCollectionEncodingToJSON StreamingCollectionEncodingToProtobuf"),
      ...words("StructuredAuthenticationConfiguration WorkloadAwarePreemption"),
    ],
    locked: [
      ...words(
        "DRADeviceTaintRules DRADeviceTaints DRAExtendedResource DRAPrioritizedList DRAResourceClaimDeviceStatus",
      ),
      ...words(
        "DeclarativeValidationTakeover DisableCPUQuotaWithExclusiveCPUs HPAConfigurableTolerance HostnameOverride",
      ),
      ...words("InPlacePodVerticalScalingInitContainers NodeDeclaredFeatures PLEGOnDemandRelist"),
      ...words("PodReadyToStartContainersCondition RelaxedServiceNameValidation WatchCacheInitializationPostStartHook"),
    ],
  },
]

/** Gates of gates, which every release has. */
const ofGates: ReadonlySet<string> = new Set(["AllAlpha", "AllBeta"])

const newest = gateRows.at(-1)?.since ?? ""

/** Whether these tables have all that a release knows: a newer one may have more. */
export function isCovered(version: Version): boolean {
  const last = parseVersion(newest)
  return last !== undefined && isAtLeast(last, minorOf(version))
}

/**
 * What a kubelet makes of a gate that is set. "not-known": it has none of this name, `removed` is the release that took
 * it away. "locked": it takes true only.
 */
export type GateVerdict =
  | { readonly is: "fit" }
  | { readonly is: "not-known"; readonly removed?: string; readonly added?: string }
  | { readonly is: "locked"; readonly since: string }

/** Releases before the first row are not judged. */
export function judgeGate(name: string, isOn: boolean, version: Version): GateVerdict {
  const rows = gateRows.filter(({ since }) => holds({ since }, version))
  if (rows.length === 0 || ofGates.has(name)) return { is: "fit" }
  const added = gateRows.find((row) => row.added.includes(name))?.since
  const removed = rows.findLast((row) => row.removed.includes(name))?.since
  if (removed !== undefined) return { is: "not-known", removed }
  if (added === undefined) return isCovered(version) ? { is: "not-known" } : { is: "fit" }
  if (!isAtLeast(version, added)) return { is: "not-known", added }
  const locked = rows.find((row) => row.locked.includes(name))?.since
  return locked === undefined || isOn ? { is: "fit" } : { is: "locked", since: locked }
}
