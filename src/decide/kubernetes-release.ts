// Which Kubernetes minor a node belongs to, and rows of tables that hold for a range of minors.
import type { Component } from "../components/component.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { isAtLeast, minorOf, parseVersion, type Version } from "../model/version.ts"

/** The minor of the kubelet, or of kubeadm where there is no kubelet; pre-releases count as their minor. */
export function kubernetesMinorOf(node: NodeFacts, components: readonly Component[]): Version | undefined {
  const kubelet = components.find((component) => component.role === "kubelet")
  const version = parseVersion(kubelet?.summarize(node).version ?? "")
  return version === undefined ? undefined : parseVersion(minorOf(version))
}

/** A row that holds from one Kubernetes minor on, and up to the one before another. */
export interface MinorRange {
  /** Absent: for every minor criadm knows. */
  readonly since?: string
  /** The first minor for which it no longer holds. */
  readonly until?: string
}

export function holdsFor({ since, until }: MinorRange, minor: Version): boolean {
  return (since === undefined || isAtLeast(minor, since)) && (until === undefined || !isAtLeast(minor, until))
}
