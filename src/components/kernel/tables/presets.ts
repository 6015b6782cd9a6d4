// Sets of kernel values and modules under one name, each row with why it is in there and where that is said.
import type { KernelPreset } from "../../../model/setting.ts"

export interface PresetValue {
  readonly key: string
  readonly value: string
  /** More is as good; a higher value is never lowered. */
  readonly isLeast?: true
  /** The module without which the kernel has no such variable. */
  readonly module?: string
  readonly why: "kubelet-protects" | "pods-watch-files" | "bridged-packets-filtered"
}

export interface PresetModule {
  readonly name: string
  readonly why: PresetValue["why"]
}

/**
 * What a kubelet with protectKernelDefaults refuses to find otherwise: kubernetes pkg/kubelet/cm/
 * container_manager_linux.go, setupKernelTunables, with component-helpers node/util/sysctl.
 */
const protectedByKubelet: readonly PresetValue[] = [
  { key: "vm.overcommit_memory", value: "1", why: "kubelet-protects" },
  { key: "vm.panic_on_oom", value: "0", why: "kubelet-protects" },
  { key: "kernel.panic", value: "10", why: "kubelet-protects" },
  { key: "kernel.panic_on_oops", value: "1", why: "kubelet-protects" },
  { key: "kernel.keys.root_maxkeys", value: "1000000", why: "kubelet-protects" },
  { key: "kernel.keys.root_maxbytes", value: "25000000", why: "kubelet-protects" },
]

/**
 * 128 instances are the kernel's default and soon gone; see kubespray#13075, kops#2913, Flatcar#1428. As many watches as
 * the kernel gives by itself where there is memory enough: fs/notify/inotify/inotify_user.c, since 5.11.
 */
const watching: readonly PresetValue[] = [
  { key: "fs.inotify.max_user_instances", value: "8192", isLeast: true, why: "pods-watch-files" },
  { key: "fs.inotify.max_user_watches", value: "1048576", isLeast: true, why: "pods-watch-files" },
]

/** For networks that join pods by a bridge: kubernetes.io, "Network Plugins", and flannel's README. */
const bridged: readonly PresetValue[] = [
  "net.bridge.bridge-nf-call-iptables",
  "net.bridge.bridge-nf-call-ip6tables",
].map((key) => ({ key, value: "1", module: "br_netfilter", why: "bridged-packets-filtered" }))

export const presetValues: { readonly [Name in KernelPreset]: readonly PresetValue[] } = {
  kubernetes: [...protectedByKubelet, ...watching, ...bridged],
}

export const presetModules: { readonly [Name in KernelPreset]: readonly PresetModule[] } = {
  kubernetes: [{ name: "br_netfilter", why: "bridged-packets-filtered" }],
}

/** Types of network plugins that join pods without a bridge: they route, or have a data path of their own. */
export const typesWithoutBridge = ["calico", "cilium-cni", "antrea", "aws-cni", "ovn-k8s-cni-overlay", "ptp"]

/** The module with which the variables below a prefix come. */
export const modulesOfValues: readonly (readonly [prefix: string, module: string])[] = [
  ["net.bridge.", "br_netfilter"],
  ["net.netfilter.nf_conntrack", "nf_conntrack"],
  ["net.ipv4.vs.", "ip_vs"],
]
