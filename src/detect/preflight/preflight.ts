// Everything that kubeadm looks at on a host before a node may join, as one fact each. It only reads small files; with
// --root nothing of the running machine is used. Which release asks for which of it is decided in decide/preflight. What
// is asked for findings alone is left out of a look of which none are made (NodeFacts.isUnjudged).
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { PreflightFacts } from "../../model/facts/preflight-facts.ts"
import { controllersOff, neededControllers } from "../boot/controllers.ts"
import { detectCni } from "../cni.ts"
import { readLine } from "../os.ts"
import { detectCpus, detectHostname, detectJoinFiles, detectMemory, detectPrograms, isInHosts } from "./host.ts"
import { hasSocketDiagnosis, readKernelConfig, watchedOptions } from "./kernel-config.ts"
import { detectListening } from "./ports.ts"

export function detectPreflight(
  machine: ReadingMachine,
  cgroup: NodeFacts["cgroup"],
  containment: NodeFacts["containment"],
  isUnjudged = false,
): PreflightFacts {
  const hostname = detectHostname(machine)
  const needed = { joinFiles: detectJoinFiles(machine), hostname, cni: detectCni(machine) }
  if (isUnjudged) return { ...needed, ...notAsked }
  const kernelConfig = readKernelConfig(machine)
  const off = isWithoutSome(machine, cgroup, containment) ? controllersOff(machine) : []
  return {
    ...(isContained(containment) ? {} : detectInotify(machine)),
    ...(off.length === 0 ? {} : { controllersOff: off }),
    ...needed,
    listening: detectListening(machine, hasSocketDiagnosis(machine, kernelConfig)),
    programs: detectPrograms(machine),
    kernelConfig: watchedOptions(kernelConfig),
    bridgeNetfilter: readLine(machine, "/proc/sys/net/bridge/bridge-nf-call-iptables"),
    isHostnameInHosts: isInHosts(machine, hostname),
    cpus: detectCpus(machine),
    memoryBytes: detectMemory(machine),
  }
}

const unknown: Fact<never> = {
  state: "unreadable",
  source: { kind: "table", what: "what kubeadm asks for" },
  reason: "not-asked",
}

const notAsked = {
  listening: unknown,
  programs: unknown,
  kernelConfig: unknown,
  bridgeNetfilter: unknown,
  isHostnameInHosts: unknown,
  cpus: unknown,
  memoryBytes: unknown,
}

/** Where a running node has all controllers, or a host gives them, its own files need not be asked why. */
function isWithoutSome(
  machine: ReadingMachine,
  cgroup: NodeFacts["cgroup"],
  containment: NodeFacts["containment"],
): boolean {
  if (!machine.isLive) return true
  const now = knownValue(cgroup)
  return (
    now?.version === "2" && !isContained(containment) && neededControllers.some((name) => !now.available.includes(name))
  )
}

function isContained(containment: NodeFacts["containment"]): boolean {
  return (knownValue(containment)?.kind ?? "none") !== "none"
}

/** inotify(7), /proc interfaces. */
function detectInotify(machine: ReadingMachine): Pick<PreflightFacts, "inotifyInstances"> {
  const value = Number(knownValue(readLine(machine, "/proc/sys/fs/inotify/max_user_instances")))
  return machine.isLive && value > 0 ? { inotifyInstances: value } : {}
}
