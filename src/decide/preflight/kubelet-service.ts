// kubeadm's Service-Kubelet check: the kubelet must be a service that starts at boot. kubeadm knows systemd and OpenRC
// only, by the programs it finds in PATH; criadm goes by the init system that really runs.
import type { Summary } from "../../components/component.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { enableCommand } from "../restart-command.ts"

const component = "kubelet"

export function judgeKubeletService(node: NodeFacts, kubelet: Summary | undefined): readonly Finding[] {
  const initSystem = knownValue(node.initSystem)
  // A version is known of a program only; a configuration alone needs no service yet.
  if (initSystem === undefined || initSystem === "none" || kubelet?.version === undefined) return []
  const { service } = kubelet
  if (service === undefined) {
    if (kubelet.hasProgram === false) return []
    return [{ code: "kubelet-service-missing", args: { initSystem }, severity: "warning", component }]
  }
  if (service.startsAtBoot !== false) return []
  const args = { service: service.name, command: enableCommand(node, service.name) }
  return [{ code: "kubelet-not-enabled", args, severity: "warning", component }]
}
