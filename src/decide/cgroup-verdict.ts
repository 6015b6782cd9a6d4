// The cgroup drivers of runtime and kubelet, side by side. What each is by itself its own component judges.
import type { Component } from "../components/component.ts"
import type { Finding } from "../model/finding.ts"
import type { NodeFacts } from "../model/node-facts.ts"

export function judgeCgroupDrivers(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const kubelet = components.find((component) => component.role === "kubelet")
  const kubeletSummary = kubelet?.summarize(node)
  const kubeletDriver = kubeletSummary?.cgroupDriver
  if (kubelet === undefined || kubeletDriver === undefined || !kubeletSummary?.hasConfiguration) return []
  const serving = components.filter((component) => component.role === "runtime" && component.summarize(node).servesCri)
  return serving.flatMap((runtime): Finding[] => {
    const runtimeDriver = runtime.summarize(node).cgroupDriver
    if (runtimeDriver === undefined || runtimeDriver === kubeletDriver) return []
    const args = { runtime: runtime.name, runtimeDriver, kubeletDriver }
    const follows = kubeletSummary.asksRuntimeForDriver && (runtime.runtime?.tellsDriver(node) ?? false)
    return [
      follows
        ? { code: "cgroup-driver-follows-runtime", args, severity: "warning", component: kubelet.id }
        : { code: "cgroup-drivers-differ", args, severity: "failure", component: kubelet.id },
    ]
  })
}
