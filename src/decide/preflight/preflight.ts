// kubeadm's preflight for a joining node, as far as the host shows it, with the verdict of the node's own minor.
// Not here: what depends on the cluster or on who types the command (proxies, root, the API server), and what other
// parts judge better: the CRI, IPv4 forwarding, the runtime's RuntimeConfig.
// Source of the checks: kubernetes, cmd/kubeadm/app/preflight/checks.go, RunJoinNodeChecks.
import type { Component } from "../../components/component.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { parseVersion } from "../../model/version.ts"
import { newestKubernetes } from "../../settings/pause-images.ts"
import { hasJoined } from "../has-joined.ts"
import { kubernetesMinorOf } from "../kubernetes-release.ts"
import { judgeCgroupV1, judgeControllers, judgeControllersOff, judgeKernelForV2 } from "./cgroups.ts"
import {
  judgeBridgeNetfilter,
  judgeControlPlaneSize,
  judgeHostname,
  judgeInotify,
  judgeLeftOvers,
  judgePort,
  judgeSkew,
  judgeSwap,
} from "./host.ts"
import { judgeKernelOptions, judgeKernelRelease } from "./kernel.ts"
import { judgeKubeletService } from "./kubelet-service.ts"
import { judgePrograms } from "./programs.ts"

export function judgePreflight(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const own = node.preflight
  // A live node without kubelet and kubeadm will get the newest; of a tree that is not known.
  const minor = kubernetesMinorOf(node, components) ?? (node.isLive ? parseVersion(newestKubernetes) : undefined)
  if (own === undefined || minor === undefined) return []
  const kubelet = components.find((component) => component.role === "kubelet")?.summarize(node)
  const cgroup = knownValue(node.cgroup)
  const kernel = knownValue(node.kernel)
  const off = own.controllersOff ?? []
  const isJoined = hasJoined(node, components)
  const isAllowed = kubelet?.allowsCgroupV1 === true
  const always = [
    ...(cgroup === undefined ? [] : judgeControllers(cgroup, containerOf(node), off)),
    ...(node.isLive ? [] : judgeControllersOff(off)),
    ...(cgroup === undefined ? [] : judgeCgroupV1(cgroup, minor, { isAllowed, isJoined })),
    ...(cgroup === undefined ? [] : judgeKernelForV2(cgroup, kernel)),
    ...judgeInotify(own, kubelet),
    ...judgeKubeletService(node, kubelet),
    ...judgeLeftOvers(own, kubelet),
  ]
  if (isJoined) return always
  const programs = knownValue(own.programs)
  return [
    ...always,
    ...judgePort(own, kubelet),
    ...judgeSkew(kubelet),
    ...(programs === undefined ? [] : judgePrograms(programs, minor)),
    ...judgeKernelRelease(kernel, minor),
    ...judgeKernelOptions(own.kernelConfig, kernel, cgroup?.version, minor),
    ...judgeBridgeNetfilter(own, minor, node.isLive),
    ...judgeSwap(node, kubelet, minor),
    ...judgeHostname(own),
    ...judgeControlPlaneSize(own),
  ]
}

function containerOf({ containment }: NodeFacts): string {
  const kind = knownValue(containment)?.kind ?? "none"
  return kind === "none" ? "" : kind
}
