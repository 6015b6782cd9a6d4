// The plain checks of kubeadm's preflight for a joining node: port, leftovers of an earlier join, hostname, swap,
// bridge netfilter, skew of kubelet and kubeadm, and what a control plane would need.
import type { Summary } from "../../components/component.ts"
import { swapOfNextBoot } from "../../components/kubelet/findings.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { PreflightFacts } from "../../model/facts/preflight-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { lookUp } from "../../model/since.ts"
import { minorOf, parseVersion, type Version } from "../../model/version.ts"
import { tables } from "../kubernetes-tables.ts"

const component = "node"

/** kubeadm's constants.ControlPlaneNumCPU and ControlPlaneMem (in MB, which it takes for MiB). */
const controlPlaneCpus = 2
const controlPlaneMebibytes = 1700

/** RFC 1123 as k8s.io/apimachinery, IsDNS1123Subdomain; kubeadm lowers the case first. */
const validName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** A running kubelet listens there itself. */
export function judgePort(own: PreflightFacts, kubelet: Summary | undefined): readonly Finding[] {
  if (kubelet?.service?.state === "active") return []
  const [used] = knownValue(own.listening) ?? []
  if (used === undefined || used.process === "kubelet") return []
  const args = { port: used.port, address: used.address, process: used.process ?? "" }
  return [{ code: "kubeadm-port-in-use", args, severity: "failure", component }]
}

/** kubelet.conf alone belongs to a node that has joined; that is no trouble while its kubelet runs or is not known. */
export function judgeLeftOvers(own: PreflightFacts, kubelet: Summary | undefined): readonly Finding[] {
  const files = knownValue(own.joinFiles) ?? []
  if (files.length === 0) return []
  const state = kubelet?.service?.state
  const hasJoined = files.includes("/etc/kubernetes/kubelet.conf")
  if (hasJoined && state !== "inactive" && state !== "failed") return []
  const severity = hasJoined ? "warning" : "failure"
  return [{ code: "kubeadm-files-left-over", args: { files }, severity, component }]
}

export function judgeHostname(own: PreflightFacts): readonly Finding[] {
  const hostname = knownValue(own.hostname)
  if (hostname === undefined || hostname === "" || hostname === "(none)") return []
  if (!validName.test(hostname.toLowerCase())) {
    return [{ code: "kubeadm-hostname-invalid", args: { hostname }, severity: "warning", component }]
  }
  // DNS may know it, and asking that could block: so it is said, not complained about.
  if (knownValue(own.isHostnameInHosts) !== false) return []
  return [{ code: "kubeadm-hostname-not-in-hosts", args: { hostname }, severity: "note", component }]
}

/** For a kubelet that is not configured yet; a configured one says itself whether it takes swap. */
export function judgeSwap(node: NodeFacts, kubelet: Summary | undefined, minor: Version): readonly Finding[] {
  const devices = (knownValue(node.swap)?.devices ?? []).map(({ path }) => path)
  if (kubelet?.hasConfiguration === true) return []
  if (devices.length === 0) return swapOfNextBoot(node)
  const place = knownValue(node.swap)?.atBoot
  const args = { devices, kubernetes: minorOf(minor), ...(place === undefined ? {} : { file: place.file }) }
  const severity = lookUp(tables.swapStopsKubeadm, minor) ? "failure" : "warning"
  return [{ code: "kubeadm-swap", args, severity, component, ...(place === undefined ? {} : { place }) }]
}

export function judgeBridgeNetfilter(own: PreflightFacts, minor: Version, isLive: boolean): readonly Finding[] {
  if (!isLive || !lookUp(tables.needsBridgeNetfilter, minor)) return []
  const value = own.bridgeNetfilter.state === "absent" ? "" : knownValue(own.bridgeNetfilter)
  if (value === undefined || value === "1") return []
  const args = { value, kubernetes: minorOf(minor) }
  return [{ code: "kubeadm-bridge-netfilter", args, severity: "failure", component }]
}

export function judgeSkew(summary: Summary | undefined): readonly Finding[] {
  const kubelet = parseVersion(summary?.version ?? "")
  const kubeadm = parseVersion(summary?.kubeadmVersion ?? "")
  if (kubelet === undefined || kubeadm === undefined) return []
  const minors = lookUp(tables.kubeletSkew, kubeadm)
  const args = { kubelet: kubelet.text, kubeadm: kubeadm.text }
  if (kubelet.minor > kubeadm.minor) {
    return [{ code: "kubeadm-kubelet-newer", args, severity: "failure", component }]
  }
  if (kubelet.minor >= kubeadm.minor - minors) return []
  const oldest = `${kubeadm.major}.${kubeadm.minor - minors}`
  return [{ code: "kubeadm-kubelet-too-old", args: { ...args, oldest }, severity: "failure", component }]
}

/** kubeadm asks a worker for neither, so these are notes. */
export function judgeControlPlaneSize(own: PreflightFacts): readonly Finding[] {
  const cpus = knownValue(own.cpus)
  const bytes = knownValue(own.memoryBytes)
  const mebibytes = bytes === undefined ? undefined : Math.floor(bytes / (1024 * 1024))
  const severity = "note"
  return [
    ...(cpus === undefined || cpus >= controlPlaneCpus
      ? []
      : [
          {
            code: "kubeadm-cpus-for-control-plane",
            args: { cpus, wanted: controlPlaneCpus },
            severity,
            component,
          } as const,
        ]),
    ...(mebibytes === undefined || mebibytes >= controlPlaneMebibytes
      ? []
      : [
          {
            code: "kubeadm-memory-for-control-plane",
            args: { mebibytes, wanted: controlPlaneMebibytes },
            severity,
            component,
          } as const,
        ]),
  ]
}

/** What kops' nodes have (kubernetes/kops#2913), and the kernel's own default. */
const inotifyInstances = { usual: 128, wanted: 8192 } as const

/** kubernetes/kubernetes#64614, k0sproject/k0s#8113: a matter of how many pods there are, so a note. */
export function judgeInotify(
  { inotifyInstances: value }: PreflightFacts,
  kubelet: Summary | undefined,
): readonly Finding[] {
  if (value === undefined || value > inotifyInstances.usual || kubelet?.hasProgram !== true) return []
  return [
    {
      code: "inotify-instances-few",
      args: { value, wanted: inotifyInstances.wanted, file: "" },
      severity: "note",
      component,
    },
  ]
}
