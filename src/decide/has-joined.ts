// Whether the node belongs to a cluster already: what kubeadm asks of a joining node is behind it then.
import { knownValue } from "../model/fact.ts"
import type { NodeFacts } from "../model/node-facts.ts"

/** kubeadm writes kubelet.conf when the node has joined; cmd/kubeadm/app/constants, KubeletKubeConfigFileName. */
export function hasJoined(node: NodeFacts): boolean {
  return knownValue(node.preflight?.joinFiles)?.includes("/etc/kubernetes/kubelet.conf") === true
}
