// Whether the node belongs to a cluster already, or will not join one by kubeadm: what kubeadm asks of a joining node
// is not asked of it then.
import type { Component } from "../components/component.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { OwnerId } from "../model/facts/owner.ts"

/** Distributions and images that bring their nodes into a cluster without kubeadm. */
const withoutKubeadm: readonly (OwnerId | undefined)[] = [
  "k3s",
  "rke2",
  "k0s",
  "microk8s",
  "kind",
  "eks-image",
  "aks-image",
  "gke-image",
]

export function hasJoined(node: NodeFacts, components: readonly Component[]): boolean {
  // Written by kubeadm join; cmd/kubeadm/app/constants, KubeletKubeConfigFileName.
  if (knownValue(node.preflight?.joinFiles)?.includes("/etc/kubernetes/kubelet.conf") === true) return true
  if ((node.owners ?? []).some((owner) => withoutKubeadm.includes(knownValue(owner)))) return true
  // However it came there: before a node has joined, the kubelet has no configuration to run with.
  const kubelet = components.find(({ role }) => role === "kubelet")?.summarize(node)
  return kubelet?.hasConfiguration === true && kubelet.service?.state === "active"
}
