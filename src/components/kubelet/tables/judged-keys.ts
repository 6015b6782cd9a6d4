// Fields, flags and variables of the kubelet whose values criadm judges, and so shows in facts that are shared.
import { once } from "../../../model/once.ts"
import { fieldRows } from "./fields.ts"
import { removedFlags } from "./releases.ts"

/** But headers, which may hold credentials. */
const judgedFields = () =>
  fieldRows()
    .flatMap(({ names }) => names)
    .filter((name) => name !== "staticPodURLHeader")
    .map((name) => name.slice(name.lastIndexOf(".") + 1))

/** k8s.io/kubelet config/v1beta1 types.go, KubeletConfiguration; cmd/kubelet/app/options. */
export const judgedKeys = once((): readonly string[] => [
  ...["apiVersion", "kind", "cgroupDriver", "containerRuntimeEndpoint", "imageServiceEndpoint", "failSwapOn"],
  ...[
    "failCgroupV1",
    "featureGates",
    "healthzBindAddress",
    "healthzPort",
    "staticPodPath",
    "cgroupRoot",
    "cgroupsPerQOS",
  ],
  ...[
    "enforceNodeAllocatable",
    "protectKernelDefaults",
    "swapBehavior",
    "kubeletCgroups",
    "systemCgroups",
    "podPidsLimit",
  ],
  ...["cgroup-driver", "container-runtime-endpoint", "image-service-endpoint", "config", "config-dir", "kubeconfig"],
  ...["bootstrap-kubeconfig", "cgroup-root", "cgroups-per-qos", "feature-gates", "fail-swap-on", "fail-cgroupv1"],
  ...["KUBELET_KUBECONFIG_ARGS", "KUBELET_CONFIG_ARGS", "KUBELET_KUBEADM_ARGS", "KUBELET_EXTRA_ARGS"],
  ...["KUBELET_CONFIG_DROPIN_DIR_ALPHA", "KUBELET_CGROUP_ARGS", "KUBELET_NETWORK_ARGS", "KUBELET_ARGS"],
  ...removedFlags.flatMap(({ flags }) => flags),
  ...judgedFields(),
])
