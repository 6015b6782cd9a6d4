// What differs between Kubernetes minors for a node as a whole, as rows.
import { rows } from "../model/since.ts"

/** Per fact its rows. */
export const tables = {
  /** Swap stops kubeadm, or is a warning. */
  swapStopsKubeadm: rows<boolean>([
    { since: "1.0", value: true, source: "kubernetes changelog 1.21, kubeadm" },
    { since: "1.22", value: false, source: "kubernetes changelog 1.22, kubeadm" },
  ]),
  /** kubeadm asks for net.bridge.bridge-nf-call-iptables. */
  needsBridgeNetfilter: rows<boolean>([
    { since: "1.0", value: true, source: "kubernetes cmd/kubeadm/app/preflight/checks_linux.go v1.29.0" },
    { since: "1.30", value: false, source: "kubernetes changelog 1.30, kubeadm" },
  ]),
  /** How many minors a kubelet may be older than kubeadm. */
  kubeletSkew: rows<number>([
    { since: "1.0", value: 1, source: "kubernetes.io, version skew policy" },
    { since: "1.28", value: 3, source: "kubernetes.io, version skew policy" },
  ]),
  /** What the kubelet does of a runtime that does not answer RuntimeConfig: nothing, warn, or not start. */
  runtimeConfig: rows<"unasked" | "wanted" | "needed">([
    { since: "1.0", value: "unasked", source: "KEP-4033, KubeletCgroupDriverFromCRI alpha and before" },
    { since: "1.31", value: "wanted", source: "KEP-4033, KubeletCgroupDriverFromCRI beta" },
    { since: "1.38", value: "needed", source: "planned: Kubernetes changelog 1.37, #139121" },
  ]),
  /** By release of the kernel: cgroup version 2 has all that the kubelet wants. */
  kernelFitsCgroup2: rows<boolean>([
    { since: "1.0", value: false, source: "Kubernetes documentation, About cgroup v2" },
    { since: "5.8", value: true, source: "Kubernetes documentation, About cgroup v2; kubernetes/kubernetes#126595" },
  ]),
}
