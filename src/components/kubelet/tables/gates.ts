// Which feature gates a kubelet knows, by its release: it does not start with one that it does not know, or that is
// locked to the other value. The names are those that the source of each release declares: kubernetes
// pkg/features/kube_features.go, with what k8s.io/apiserver, apiextensions-apiserver, client-go, component-base,
// controller-manager and cloud-provider add, at 1.24.0 to 1.33.0, 1.34.4, 1.35.4, 1.36.0 and 1.37.2.
import { once } from "../../../model/once.ts"
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

export const gateRows = once((): readonly GateRow[] => [
  {
    since: "1.24",
    added: [
      ...words("APIListChunking APIPriorityAndFairness APIResponseCompression APIServerIdentity APIServerTracing"),
      ...words("AdvancedAuditing AnyVolumeDataSource AppArmor CPUManager CPUManagerPolicyAlphaOptions"),
      ...words("CPUManagerPolicyBetaOptions CPUManagerPolicyOptions CSIInlineVolume CSIMigration CSIMigrationAWS"),
      ...words("CSIMigrationAzureDisk CSIMigrationAzureFile CSIMigrationGCE CSIMigrationOpenStack"),
      ...words("CSIMigrationPortworx CSIMigrationRBD CSIMigrationvSphere CSIServiceAccountToken CSIStorageCapacity"),
      ...words("CSIVolumeFSGroupPolicy CSIVolumeHealth CSRDuration ConfigurableFSGroupPolicy ContextualLogging"),
      ...words("ControllerManagerLeaderMigration CronJobTimeZone CustomCPUCFSQuotaPeriod"),
      ...words("CustomResourceValidationExpressions DaemonSetUpdateSurge DefaultPodTopologySpread"),
      ...words("DelegateFSGroupToCSIDriver DevicePlugins DisableAcceleratorUsageMetrics DisableCloudProviders"),
      ...words("DisableKubeletCloudCredentialProviders DownwardAPIHugePages DryRun DynamicKubeletConfig"),
      ...words("EfficientWatchResumption EndpointSlice EndpointSliceNodeName EndpointSliceProxying"),
      ...words("EndpointSliceTerminatingCondition EphemeralContainers ExecProbeTimeout ExpandCSIVolumes"),
      ...words("ExpandInUsePersistentVolumes ExpandPersistentVolumes ExpandedDNSConfig"),
      ...words("ExperimentalHostUserNamespaceDefaulting GRPCContainerProbe GenericEphemeralVolume"),
      ...words("GracefulNodeShutdown GracefulNodeShutdownBasedOnPodPriority HPAContainerMetrics HPAScaleToZero"),
      ...words("HonorPVReclaimPolicy IPv6DualStack IdentifyPodOS InTreePluginAWSUnregister"),
      ...words("InTreePluginAzureDiskUnregister InTreePluginAzureFileUnregister InTreePluginGCEUnregister"),
      ...words("InTreePluginOpenStackUnregister InTreePluginPortworxUnregister InTreePluginRBDUnregister"),
      ...words("InTreePluginvSphereUnregister IndexedJob IngressClassNamespacedParams"),
      ...words("JobMutableNodeSchedulingDirectives JobReadyPods JobTrackingWithFinalizers"),
      ...words("KubeletCredentialProviders KubeletInUserNamespace KubeletPodResources"),
      ...words("KubeletPodResourcesGetAllocatable LegacyServiceAccountTokenNoAutoGeneration"),
      ...words("LocalStorageCapacityIsolation LocalStorageCapacityIsolationFSQuotaMonitoring LogarithmicScaleDown"),
      ...words("MaxUnavailableStatefulSet MemoryManager MemoryQoS MinDomainsInPodTopologySpread"),
      ...words("MixedProtocolLBService NetworkPolicyEndPort NetworkPolicyStatus NodeOutOfServiceVolumeDetach"),
      ...words("NodeSwap NonPreemptingPriority OpenAPIEnums OpenAPIV3 PodAffinityNamespaceSelector"),
      ...words("PodAndContainerStatsFromCRI PodDeletionCost PodDisruptionBudget PodOverhead PodSecurity"),
      ...words("PreferNominatedNode ProbeTerminationGracePeriod ProcMountType ProxyTerminatingEndpoints QOSReserved"),
      ...words("ReadWriteOncePod RecoverVolumeExpansionFailure RemainingItemCount RemoveSelfLink"),
      ...words("RotateKubeletServerCertificate SeccompDefault SelectorIndex ServerSideApply"),
      ...words("ServerSideFieldValidation ServiceIPStaticSubrange ServiceInternalTrafficPolicy"),
      ...words("ServiceLBNodePortControl ServiceLoadBalancerClass SizeMemoryBackedVolumes StatefulSetAutoDeletePVC"),
      ...words("StatefulSetMinReadySeconds StorageObjectInUseProtection StorageVersionAPI StorageVersionHash"),
      ...words("SuspendJob TTLAfterFinished TopologyAwareHints TopologyManager VolumeCapacityPriority VolumeSubpath"),
      ...words("WatchBookmark WinDSR WinOverlay WindowsEndpointSliceProxying WindowsHostProcessContainers"),
    ],
    removed: [],
    locked: [
      ...words("CSIMigrationOpenStack CSIServiceAccountToken CSIStorageCapacity CSIVolumeFSGroupPolicy CSRDuration"),
      ...words("ConfigurableFSGroupPolicy ControllerManagerLeaderMigration DefaultPodTopologySpread"),
      ...words("EfficientWatchResumption EndpointSlice EndpointSliceNodeName EndpointSliceProxying"),
      ...words("GenericEphemeralVolume IPv6DualStack IndexedJob IngressClassNamespacedParams NonPreemptingPriority"),
      ...words("PodAffinityNamespaceSelector PodDisruptionBudget PodOverhead PreferNominatedNode RemoveSelfLink"),
      ...words("SelectorIndex ServiceLBNodePortControl ServiceLoadBalancerClass StorageObjectInUseProtection"),
      ...words("SuspendJob TTLAfterFinished VolumeSubpath WatchBookmark WindowsEndpointSliceProxying"),
    ],
  },
  {
    since: "1.25",
    added: [
      ...words("CSINodeExpandSecret ContainerCheckpoint IPTablesOwnershipCleanup JobPodFailurePolicy KMSv2"),
      ...words("KubeletTracing LoggingAlphaOptions LoggingBetaOptions MatchLabelKeysInPodTopologySpread"),
      ...words("MultiCIDRRangeAllocator NodeInclusionPolicyInPodTopologySpread PodDisruptionConditions"),
      ...words("PodHasNetworkCondition RetroactiveDefaultStorageClass SELinuxMountReadWriteOncePod"),
      ...words("UserNamespacesStatelessPodsSupport"),
    ],
    removed: [
      ...words("CSIServiceAccountToken CSIVolumeFSGroupPolicy ConfigurableFSGroupPolicy EndpointSlice"),
      ...words("EndpointSliceNodeName EndpointSliceProxying GenericEphemeralVolume IngressClassNamespacedParams"),
      ...words("PodDisruptionBudget SelectorIndex StorageObjectInUseProtection TTLAfterFinished VolumeSubpath"),
      ...words("WindowsEndpointSliceProxying"),
    ],
    locked: [
      ...words("CSIInlineVolume CSIMigration CSIMigrationAWS CSIMigrationAzureDisk CSIMigrationGCE"),
      ...words("DaemonSetUpdateSurge DisableAcceleratorUsageMetrics EphemeralContainers IdentifyPodOS"),
      ...words("LocalStorageCapacityIsolation NetworkPolicyEndPort PodSecurity StatefulSetMinReadySeconds"),
    ],
  },
  {
    since: "1.26",
    added: [
      ...words("APISelfSubjectReview AggregatedDiscoveryEndpoint ComponentSLIs ConsistentHTTPGetHandlers"),
      ...words("CrossNamespaceVolumeDataSource DynamicResourceAllocation EventedPLEG"),
      ...words("LegacyServiceAccountTokenTracking MinimizeIPTablesRestore PDBUnhealthyPodEvictionPolicy"),
      ...words("PodSchedulingReadiness StatefulSetStartOrdinal TopologyManagerPolicyAlphaOptions"),
      ...words("TopologyManagerPolicyBetaOptions TopologyManagerPolicyOptions ValidatingAdmissionPolicy"),
      ...words("WindowsHostNetwork"),
    ],
    removed: [
      ...words("CSIMigrationOpenStack CSRDuration DefaultPodTopologySpread DynamicKubeletConfig IndexedJob"),
      ...words("NonPreemptingPriority PodAffinityNamespaceSelector PodOverhead PreferNominatedNode"),
      ...words("ServiceLBNodePortControl ServiceLoadBalancerClass SuspendJob"),
    ],
    locked: [
      ...words("CPUManager CSIMigrationvSphere DelegateFSGroupToCSIDriver DevicePlugins DryRun"),
      ...words("EndpointSliceTerminatingCondition JobTrackingWithFinalizers KubeletCredentialProviders"),
      ...words("MixedProtocolLBService ServerSideApply ServiceIPStaticSubrange ServiceInternalTrafficPolicy"),
      ...words("WindowsHostProcessContainers"),
    ],
  },
  {
    since: "1.27",
    added: [
      ...words("AdmissionWebhookMatchConditions CloudControllerManagerWebhook CloudDualStackNodeIPs"),
      ...words("ClusterTrustBundle ElasticIndexedJob InPlacePodVerticalScaling KubeletPodResourcesDynamicResources"),
      ...words("KubeletPodResourcesGet MultiCIDRServiceAllocator NewVolumeManagerReconstruction NodeLogQuery"),
      ...words("SecurityContextDeny ServiceNodePortStaticSubrange StableLoadBalancerNodeSet WatchList"),
    ],
    removed: [
      ...words("CSIInlineVolume CSIMigration CSIMigrationAWS CSIMigrationAzureDisk ControllerManagerLeaderMigration"),
      ...words("DaemonSetUpdateSurge EphemeralContainers ExpandCSIVolumes ExpandInUsePersistentVolumes"),
      ...words("ExpandPersistentVolumes IPv6DualStack IdentifyPodOS LocalStorageCapacityIsolation"),
      ...words("NetworkPolicyEndPort StatefulSetMinReadySeconds"),
    ],
    locked: [
      ...words("AdvancedAuditing CSIMigrationAzureFile CronJobTimeZone DownwardAPIHugePages GRPCContainerProbe"),
      ...words("JobMutableNodeSchedulingDirectives LegacyServiceAccountTokenNoAutoGeneration OpenAPIV3"),
      ...words("SeccompDefault ServerSideFieldValidation TopologyManager"),
    ],
  },
  {
    since: "1.28",
    added: [
      ...words("CRDValidationRatcheting ConsistentListFromCache CronJobsScheduledAnnotation"),
      ...words("DefaultHostNetworkHostPortsInPodTemplates DevicePluginCDIDevices JobBackoffLimitPerIndex"),
      ...words("JobPodReplacementPolicy KMSv1 KMSv2KDF KubeProxyDrainingTerminatingNodes KubeletCgroupDriverFromCRI"),
      ...words("LegacyServiceAccountTokenCleanUp PersistentVolumeLastPhaseTransitionTime PodHostIPs PodIndexLabel"),
      ...words("PodReadyToStartContainersCondition SchedulerQueueingHints SidecarContainers"),
      ...words("SkipReadOnlyValidationGCE UnknownVersionInteroperabilityProxy UserNamespacesSupport"),
    ],
    removed: [
      ...words("AdvancedAuditing CSIMigrationGCE CSIStorageCapacity DelegateFSGroupToCSIDriver DevicePlugins"),
      ...words("DisableAcceleratorUsageMetrics DryRun EndpointSliceTerminatingCondition KubeletCredentialProviders"),
      ...words("MixedProtocolLBService NetworkPolicyStatus PodHasNetworkCondition PodSecurity"),
      ...words("ServiceIPStaticSubrange ServiceInternalTrafficPolicy UserNamespacesStatelessPodsSupport"),
      ...words("WindowsHostProcessContainers"),
    ],
    locked: [
      ...words("APISelfSubjectReview ExpandedDNSConfig ExperimentalHostUserNamespaceDefaulting"),
      ...words("IPTablesOwnershipCleanup KubeletPodResources KubeletPodResourcesGetAllocatable"),
      ...words("LegacyServiceAccountTokenTracking MinimizeIPTablesRestore NodeOutOfServiceVolumeDetach"),
      ...words("ProbeTerminationGracePeriod ProxyTerminatingEndpoints RetroactiveDefaultStorageClass"),
    ],
  },
  {
    since: "1.29",
    added: [
      ...words("AllowServiceLBStatusOnNonLB ClusterTrustBundleProjection DisableNodeKubeProxyVersion"),
      ...words("ImageMaximumGCAge KubeletSeparateDiskGC LoadBalancerIPMode MatchLabelKeysInPodAffinity"),
      ...words("NFTablesProxyMode PodLifecycleSleepAction RuntimeClassInImageCriApi SeparateTaintEvictionController"),
      ...words("ServiceAccountTokenJTI ServiceAccountTokenNodeBinding ServiceAccountTokenNodeBindingValidation"),
      ...words("ServiceAccountTokenPodNodeInfo StructuredAuthenticationConfiguration"),
      ...words("StructuredAuthorizationConfiguration TranslateStreamCloseWebsocketRequests"),
      ...words("UnauthenticatedHTTP2DOSMitigation UserNamespacesPodSecurityStandards VolumeAttributesClass"),
      ...words("ZeroLimitedNominalConcurrencyShares"),
    ],
    removed: [
      ...words("CSIMigrationvSphere CronJobTimeZone DownwardAPIHugePages GRPCContainerProbe"),
      ...words("JobMutableNodeSchedulingDirectives JobTrackingWithFinalizers"),
      ...words("LegacyServiceAccountTokenNoAutoGeneration MultiCIDRRangeAllocator OpenAPIV3"),
      ...words("ProbeTerminationGracePeriod RetroactiveDefaultStorageClass SeccompDefault TopologyManager"),
    ],
    locked: [
      ...words("APIListChunking APIPriorityAndFairness CSINodeExpandSecret CustomResourceValidationExpressions"),
      ...words("JobReadyPods KMSv2 KMSv2KDF ReadWriteOncePod RemainingItemCount ServiceNodePortStaticSubrange"),
    ],
  },
  {
    since: "1.30",
    added: [
      ...words("APIServingWithRoutine AppArmorFields CustomResourceFieldSelectors InformerResourceVersion"),
      ...words("JobManagedBy JobSuccessPolicy MutatingAdmissionPolicy PortForwardWebsockets RecursiveReadOnlyMounts"),
      ...words("RelaxedEnvironmentVariableValidation RetryGenerateName SELinuxMount SeparateCacheWatchRPC"),
      ...words("ServiceTrafficDistribution StorageNamespaceIndex StorageVersionMigrator"),
      ...words("WatchFromStorageWithoutResourceVersion WatchListClient"),
    ],
    removed: [
      ...words("APISelfSubjectReview CSIMigrationAzureFile ExpandedDNSConfig"),
      ...words("ExperimentalHostUserNamespaceDefaulting IPTablesOwnershipCleanup KubeletPodResources"),
      ...words("KubeletPodResourcesGetAllocatable LegacyServiceAccountTokenTracking MinimizeIPTablesRestore"),
      ...words("ProxyTerminatingEndpoints RemoveSelfLink SecurityContextDeny"),
    ],
    locked: [
      ...words("AdmissionWebhookMatchConditions AggregatedDiscoveryEndpoint CloudDualStackNodeIPs"),
      ...words("ConsistentHTTPGetHandlers HPAContainerMetrics LegacyServiceAccountTokenCleanUp"),
      ...words("MinDomainsInPodTopologySpread NewVolumeManagerReconstruction PodHostIPs PodSchedulingReadiness"),
      ...words("StableLoadBalancerNodeSet ValidatingAdmissionPolicy ZeroLimitedNominalConcurrencyShares"),
    ],
  },
  {
    since: "1.31",
    added: [
      ...words("AllowDNSOnlyNodeCSR AllowInsecureKubeletCertificateSigningRequests"),
      ...words("AnonymousAuthConfigurableEndpoints AuthorizeNodeWithSelectors AuthorizeWithSelectors"),
      ...words("ConcurrentWatchObjectDecode CoordinatedLeaderElection DRAControlPlaneController"),
      ...words("DisableAllocatorDualWrite ImageVolume ReloadKubeletServerCertificateFile"),
      ...words("ResilientWatchCacheInitialization ResourceHealthStatus StrictCostEnforcementForVAP"),
      ...words("StrictCostEnforcementForWebhooks SupplementalGroupsPolicy WatchCacheInitializationPostStartHook"),
    ],
    removed: [
      ...words("APIPriorityAndFairness CSIMigrationRBD CSINodeExpandSecret ConsistentHTTPGetHandlers"),
      ...words("CustomResourceValidationExpressions DefaultHostNetworkHostPortsInPodTemplates"),
      ...words("InTreePluginAWSUnregister InTreePluginAzureDiskUnregister InTreePluginAzureFileUnregister"),
      ...words("InTreePluginGCEUnregister InTreePluginOpenStackUnregister InTreePluginRBDUnregister"),
      ...words("InTreePluginvSphereUnregister JobReadyPods ReadWriteOncePod ServiceNodePortStaticSubrange"),
      ...words("SkipReadOnlyValidationGCE"),
    ],
    locked: [
      ...words("AppArmor AppArmorFields DevicePluginCDIDevices DisableCloudProviders"),
      ...words("DisableKubeletCloudCredentialProviders ElasticIndexedJob JobPodFailurePolicy"),
      ...words("KubeProxyDrainingTerminatingNodes LogarithmicScaleDown PDBUnhealthyPodEvictionPolicy"),
      ...words("PersistentVolumeLastPhaseTransitionTime PodDisruptionConditions StatefulSetStartOrdinal"),
    ],
  },
  {
    since: "1.32",
    added: [
      ...words("AllowOverwriteTerminationGracePeriodSeconds AllowUnsafeMalformedObjectDeletion BtreeWatchCache"),
      ...words("CBORServingAndStorage ClientsAllowCBOR ClientsPreferCBOR ComponentFlagz ComponentStatusz"),
      ...words("DRAAdminAccess DRAResourceClaimDeviceStatus ExternalServiceAccountTokenSigner"),
      ...words("InPlacePodVerticalScalingAllocatedStatus InPlacePodVerticalScalingExclusiveCPUs"),
      ...words("KubeletCrashLoopBackOffMax KubeletFineGrainedAuthz KubeletRegistrationGetOnExistsOnly"),
      ...words("PodLevelResources PodLifecycleSleepActionAllowZero PodLogsQuerySplitStreams"),
      ...words("RelaxedDNSSearchValidation RemoteRequestHeaderUID SELinuxChangePolicy SchedulerAsyncPreemption"),
      ...words("ServiceAccountNodeAudienceRestriction SystemdWatchdog WindowsCPUAndMemoryAffinity"),
      ...words("WindowsGracefulNodeShutdown"),
    ],
    removed: [
      ...words("CloudDualStackNodeIPs DRAControlPlaneController HPAContainerMetrics KMSv2 KMSv2KDF"),
      ...words("LegacyServiceAccountTokenCleanUp MinDomainsInPodTopologySpread NewVolumeManagerReconstruction"),
      ...words("NodeOutOfServiceVolumeDetach PodHostIPs ServerSideApply ServerSideFieldValidation"),
      ...words("StableLoadBalancerNodeSet ValidatingAdmissionPolicy ZeroLimitedNominalConcurrencyShares"),
    ],
    locked: [
      ...words("AllowServiceLBStatusOnNonLB ComponentSLIs CronJobsScheduledAnnotation CustomResourceFieldSelectors"),
      ...words("LoadBalancerIPMode MemoryManager PodIndexLabel RetryGenerateName ServiceAccountTokenJTI"),
      ...words("ServiceAccountTokenNodeBindingValidation ServiceAccountTokenPodNodeInfo SizeMemoryBackedVolumes"),
      ...words("StatefulSetAutoDeletePVC StrictCostEnforcementForVAP StrictCostEnforcementForWebhooks"),
      ...words("StructuredAuthorizationConfiguration"),
    ],
  },
  {
    since: "1.33",
    added: [
      ...words("AggregatedDiscoveryRemoveBetaType AllowParsingUserUIDFromCertAuth ContainerStopSignals"),
      ...words("DRADeviceTaints DRAPartitionableDevices DRAPrioritizedList DeclarativeValidation"),
      ...words("DeclarativeValidationTakeover DeploymentReplicaSetTerminatingReplicas"),
      ...words("DisableCPUQuotaWithExclusiveCPUs GitRepoVolumeDriver HPAConfigurableTolerance InOrderInformers"),
      ...words("KubeletEnsureSecretPulledImages KubeletPSI KubeletServiceAccountTokenForCredentialProviders"),
      ...words("LegacySidecarContainers ListFromCacheSnapshot MutableCSINodeAllocatableCount"),
      ...words("OrderedNamespaceDeletion PodObservedGenerationTracking PodTopologyLabelsAdmission"),
      ...words("PreferSameTrafficDistribution ReduceDefaultCrashLoopBackOffDecay SchedulerPopFromBackoffQ"),
      ...words("StorageCapacityScoring StreamingCollectionEncodingToJSON StreamingCollectionEncodingToProtobuf"),
      ...words("StrictIPCIDRValidation"),
    ],
    removed: [
      ...words("APIListChunking AdmissionWebhookMatchConditions AggregatedDiscoveryEndpoint AppArmor AppArmorFields"),
      ...words("CPUManager DisableCloudProviders DisableKubeletCloudCredentialProviders EfficientWatchResumption"),
      ...words("JobPodFailurePolicy KubeProxyDrainingTerminatingNodes PDBUnhealthyPodEvictionPolicy"),
      ...words("PersistentVolumeLastPhaseTransitionTime RemainingItemCount VolumeCapacityPriority WatchBookmark"),
    ],
    locked: [
      ...words("AnyVolumeDataSource BtreeWatchCache CPUManagerPolicyOptions CRDValidationRatcheting"),
      ...words("CSIMigrationPortworx HonorPVReclaimPolicy JobBackoffLimitPerIndex JobSuccessPolicy"),
      ...words("MatchLabelKeysInPodAffinity NFTablesProxyMode NodeInclusionPolicyInPodTopologySpread"),
      ...words("RecursiveReadOnlyMounts ServiceAccountTokenNodeBinding ServiceTrafficDistribution SidecarContainers"),
      ...words("TopologyAwareHints WatchFromStorageWithoutResourceVersion"),
    ],
  },
  {
    since: "1.34",
    added: [
      ...words("ClearingNominatedNodeNameAfterBinding ContainerRestartRules DRAConsumableCapacity"),
      ...words("DRADeviceBindingConditions DRAExtendedResource DRASchedulerFilterTimeout DetectCacheInconsistency"),
      ...words("EnvFiles HostnameOverride InPlacePodVerticalScalingExclusiveMemory"),
      ...words("KubeletPodResourcesListUseActivePods MatchLabelKeysInPodTopologySpreadSelectorMerge"),
      ...words("NominatedNodeNameForExpectation PodCertificateRequest PreventStaticPodAPIReferences"),
      ...words("ProbeHostPodSecurityStandards RelaxedServiceNameValidation SchedulerAsyncAPICalls"),
      ...words("SizeBasedListCostEstimate StatefulSetSemanticRevisionComparison"),
      ...words("StructuredAuthenticationConfigurationEgressSelector TokenRequestServiceAccountUIDValidation"),
    ],
    removed: [
      ...words("DevicePluginCDIDevices ElasticIndexedJob LegacySidecarContainers PodDisruptionConditions"),
      ...words("StatefulSetStartOrdinal"),
    ],
    locked: [
      ...words("APIServerTracing AnonymousAuthConfigurableEndpoints AuthorizeNodeWithSelectors"),
      ...words("AuthorizeWithSelectors ConsistentListFromCache JobPodReplacementPolicy KubeletCgroupDriverFromCRI"),
      ...words("KubeletTracing MultiCIDRServiceAllocator NodeSwap OrderedNamespaceDeletion PodLifecycleSleepAction"),
      ...words("PodLifecycleSleepActionAllowZero ProbeHostPodSecurityStandards RecoverVolumeExpansionFailure"),
      ...words("RelaxedDNSSearchValidation RelaxedEnvironmentVariableValidation ResilientWatchCacheInitialization"),
      ...words("SchedulerQueueingHints SeparateTaintEvictionController StreamingCollectionEncodingToJSON"),
      ...words("StreamingCollectionEncodingToProtobuf StructuredAuthenticationConfiguration WinDSR WinOverlay"),
    ],
  },
  {
    since: "1.35",
    added: [
      ...words("AuthorizePodWebsocketUpgradeCreatePermission CRDObservedGenerationTracking"),
      ...words("CSIServiceAccountTokenSecrets ChangeContainerStatusOnKubeletRestart"),
      ...words("CloudControllerManagerWatchBasedRoutesReconciliation ConstrainedImpersonation DRADeviceTaintRules"),
      ...words("GangScheduling GenericWorkload InOrderInformersBatchProcess InPlacePodLevelResourcesVerticalScaling"),
      ...words("MutablePVNodeAffinity MutablePodResourcesForSuspendedJobs"),
      ...words("MutableSchedulingDirectivesForSuspendedJobs NodeDeclaredFeatures OpportunisticBatching"),
      ...words("RestartAllContainersOnContainerExits StructuredAuthenticationConfigurationJWKSMetrics"),
      ...words("TaintTolerationComparisonOperators UserNamespacesHostNetworkSupport VolumeLimitScaling"),
    ],
    removed: [
      ...words("AllowServiceLBStatusOnNonLB ComponentSLIs CronJobsScheduledAnnotation LoadBalancerIPMode"),
      ...words("PodIndexLabel ProbeHostPodSecurityStandards SizeMemoryBackedVolumes StatefulSetAutoDeletePVC"),
      ...words("StrictCostEnforcementForVAP StrictCostEnforcementForWebhooks UserNamespacesPodSecurityStandards"),
    ],
    locked: [
      ...words("AggregatedDiscoveryRemoveBetaType AllowOverwriteTerminationGracePeriodSeconds"),
      ...words("DisableAllocatorDualWrite DynamicResourceAllocation ExecProbeTimeout ImageMaximumGCAge"),
      ...words("InPlacePodVerticalScaling JobManagedBy PodObservedGenerationTracking PreferSameTrafficDistribution"),
      ...words("SupplementalGroupsPolicy SystemdWatchdog"),
    ],
  },
  {
    since: "1.36",
    added: [
      ...words("AllowServiceExternalIPs AtomicFIFO CRIListStreaming ClientsAllowCARotation ClientsAllowTLSCacheGC"),
      ...words("ControllerManagerReleaseLeaderElectionLockOnExit DRAListTypeAttributes DRANodeAllocatableResources"),
      ...words("DRAResourceClaimGranularStatusAuthorization DRAResourcePoolStatus DRAWorkloadResourceClaims"),
      ...words("DeclarativeValidationBeta ExtendWebSocketsToKubelet ImageVolumeWithDigest"),
      ...words("InPlacePodVerticalScalingInitContainers ManifestBasedAdmissionControlConfig NativeHistograms"),
      ...words("PLEGOnDemandRelist PersistentVolumeClaimUnusedSinceTime PodLevelResourceManagers PodsAPI"),
      ...words("ReloadKubeletClientCAFile ResourceHealthStatusMessage ServiceCIDRStatusFieldWiping"),
      ...words("ShardedListAndWatch StaleControllerConsistencyDaemonSet StaleControllerConsistencyJob"),
      ...words("StaleControllerConsistencyReplicaSet StaleControllerConsistencyStatefulSet"),
      ...words("TopologyAwareWorkloadScheduling UnlockWhileProcessingFIFO WorkloadAwarePreemption WorkloadWithJob"),
    ],
    removed: [
      ...words("CSIMigrationPortworx HonorPVReclaimPolicy InPlacePodVerticalScalingAllocatedStatus"),
      ...words("InTreePluginPortworxUnregister MemoryManager ServiceTrafficDistribution"),
      ...words("StructuredAuthorizationConfiguration TopologyAwareHints WatchFromStorageWithoutResourceVersion"),
    ],
    locked: [
      ...words("CSIServiceAccountTokenSecrets DRAAdminAccess DeclarativeValidation DisableNodeKubeProxyVersion"),
      ...words("ExternalServiceAccountTokenSigner GitRepoVolumeDriver ImageVolume InOrderInformers"),
      ...words("KubeletFineGrainedAuthz KubeletPSI KubeletPodResourcesDynamicResources KubeletPodResourcesGet"),
      ...words("MutableCSINodeAllocatableCount NodeLogQuery ProcMountType SELinuxChangePolicy"),
      ...words("SELinuxMountReadWriteOncePod SeparateCacheWatchRPC TopologyManagerPolicyOptions"),
      ...words("UserNamespacesSupport VolumeAttributesClass"),
    ],
  },
  {
    since: "1.37",
    added: [
      ...words("APIServerWebhookAuthenticationToken AtomicWriteVolumeUserFields CompositePodGroup"),
      ...words("ConsistentListFromCacheSkipTimeoutFallback DRADerivedAttributes DRADeviceCompatibilityGroups"),
      ...words("DRAFractionalCapacityRange DRAOptionalNodeOperations DRAPartitionableDevicesType DefaultPodSysctls"),
      ...words("EmptyDirVolumeMode EtcdRangeStream EvictionRequestAPI ExcludeAdmissionWebhookVirtualResources"),
      ...words("GRPCContainerProbeTLS H2CContainerProbe HPAGeneration HPAOptimizedSelectorStore"),
      ...words("HugepageAwareEviction InPlacePodVerticalScalingMemoryBackedVolumes"),
      ...words("InPlacePodVerticalScalingSchedulerPreemption InterPodAffinityHostnameFastPath KubeProxyIPVS"),
      ...words("KubeProxyNFTablesLocalhostNodePorts KubeletAllocatedPodsEndpoint NFTablesNetlink"),
      ...words("NodeControllerLeaseCircuitBreaker NodeLifecycleConditions PodGroupPreemptionPolicy"),
      ...words("PodLevelResourcesFixDefaulting PodLevelResourcesFixKubeletQOSClass SchedulerPreQueueingHints"),
      ...words("StaleControllerConsistencyHPA StatefulSetRecreateStrategy VolumeBindMountOptions"),
      ...words("WatchListCompression WebhookRoundTripLoadBalancing"),
    ],
    removed: [
      ...words("APIServerTracing AnonymousAuthConfigurableEndpoints AnyVolumeDataSource AuthorizeNodeWithSelectors"),
      ...words("AuthorizeWithSelectors BtreeWatchCache ConsistentListFromCache GangScheduling"),
      ...words("JobBackoffLimitPerIndex JobPodReplacementPolicy JobSuccessPolicy LogarithmicScaleDown"),
      ...words("OrderedNamespaceDeletion PodLifecycleSleepAction PodLifecycleSleepActionAllowZero"),
      ...words("PreventStaticPodAPIReferences RelaxedDNSSearchValidation ResilientWatchCacheInitialization"),
      ...words("RetryGenerateName SchedulerQueueingHints SidecarContainers StreamingCollectionEncodingToJSON"),
      ...words("StreamingCollectionEncodingToProtobuf StructuredAuthenticationConfiguration WorkloadAwarePreemption"),
    ],
    locked: [
      ...words("DRADeviceTaintRules DRADeviceTaints DRAExtendedResource DRAPrioritizedList"),
      ...words("DRAResourceClaimDeviceStatus DeclarativeValidationTakeover DisableCPUQuotaWithExclusiveCPUs"),
      ...words("HPAConfigurableTolerance HostnameOverride InPlacePodVerticalScalingInitContainers"),
      ...words("NodeDeclaredFeatures PLEGOnDemandRelist PodReadyToStartContainersCondition"),
      ...words("RelaxedServiceNameValidation WatchCacheInitializationPostStartHook"),
    ],
  },
])

/** Gates of gates, which every release has. */
const ofGates: ReadonlySet<string> = new Set(["AllAlpha", "AllBeta"])

/** Whether these tables have all that a release knows: a newer one may have more. */
export function isCovered(version: Version): boolean {
  const last = parseVersion(gateRows().at(-1)?.since ?? "")
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
  const rows = gateRows().filter(({ since }) => holds({ since }, version))
  if (rows.length === 0 || ofGates.has(name)) return { is: "fit" }
  const added = gateRows().find((row) => row.added.includes(name))?.since
  const removed = rows.findLast((row) => row.removed.includes(name))?.since
  if (removed !== undefined) return { is: "not-known", removed }
  if (added === undefined) return isCovered(version) ? { is: "not-known" } : { is: "fit" }
  if (!isAtLeast(version, added)) return { is: "not-known", added }
  const locked = rows.find((row) => row.locked.includes(name))?.since
  return locked === undefined || isOn ? { is: "fit" } : { is: "locked", since: locked }
}
