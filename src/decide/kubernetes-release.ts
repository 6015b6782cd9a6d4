// Which Kubernetes minor a node belongs to.
import type { Component } from "../components/component.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { minorOf, parseVersion, type Version } from "../model/version.ts"

/** The minor of the kubelet, or of kubeadm where there is no kubelet; pre-releases count as their minor. */
export function kubernetesMinorOf(node: NodeFacts, components: readonly Component[]): Version | undefined {
  const kubelet = components.find((component) => component.role === "kubelet")
  const version = parseVersion(kubelet?.summarize(node).version ?? "")
  return version === undefined ? undefined : parseVersion(minorOf(version))
}
