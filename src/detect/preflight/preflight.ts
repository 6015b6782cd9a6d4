// Everything that kubeadm looks at on a host before a node may join, as one fact each. It only reads small files; with
// --root nothing of the running machine is used. Which release asks for which of it is decided in decide/preflight.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { PreflightFacts } from "../../model/facts/preflight-facts.ts"
import { detectCni } from "../cni.ts"
import { readLine } from "../os.ts"
import { detectCpus, detectHostname, detectJoinFiles, detectMemory, detectPrograms, isInHosts } from "./host.ts"
import { detectKernelConfig } from "./kernel-config.ts"
import { detectListening } from "./ports.ts"

export function detectPreflight(machine: ReadingMachine): PreflightFacts {
  const hostname = detectHostname(machine)
  return {
    joinFiles: detectJoinFiles(machine),
    listening: detectListening(machine),
    programs: detectPrograms(machine),
    kernelConfig: detectKernelConfig(machine),
    bridgeNetfilter: readLine(machine, "/proc/sys/net/bridge/bridge-nf-call-iptables"),
    hostname,
    isHostnameInHosts: isInHosts(machine, hostname),
    cpus: detectCpus(machine),
    memoryBytes: detectMemory(machine),
    cni: detectCni(machine),
  }
}
