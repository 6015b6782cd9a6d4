// The five facts that matter first, each with a verdict: the worst that the findings say about it. Pure; also asked of
// a node that is still being looked at, where what is not known yet has no name.
import type { Component } from "../components/component.ts"
import type { Essential, EssentialId, Verdict } from "../model/essential.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Finding } from "../model/finding.ts"
import { kubernetesMinorOf } from "./kubernetes-release.ts"

/** Findings that are about another of the five than their component says. */
const about: Partial<Record<Finding["code"], EssentialId>> = {
  "systemd-driver-without-systemd": "init-system",
  "kubeadm-cgroup-v1": "cgroup-version",
  "kubelet-refuses-cgroup-v1": "cgroup-version",
  "kubeadm-controllers-missing": "cgroup-version",
  "kubeadm-controllers-off": "cgroup-version",
  "kubeadm-controllers-unread": "cgroup-version",
  "kernel-old-for-cgroup-v2": "cgroup-version",
  "no-runtime": "runtime",
  "kubeadm-kubelet-too-old": "kubernetes",
  "kubeadm-kubelet-newer": "kubernetes",
  "runtime-minor-differs": "kubernetes",
  "kubelet-service-missing": "kubelet",
  "kubelet-not-enabled": "kubelet",
}

/** `runtime`: id of the one that this node's pods run by, or would. Undefined: nothing tells. */
export function essentialsOf(
  node: NodeFacts,
  components: readonly Component[],
  runtime: string | undefined,
  findings: readonly Finding[],
): readonly Essential[] {
  const installed = components.filter(({ role, summarize }) => role === "runtime" && summarize(node).isInstalled)
  const chosen = installed.filter(({ id }) => installed.length === 1 || id === runtime)
  const ofRuntime = new Set([
    ...chosen.map(({ id }) => id),
    ...components.filter(({ role }) => role === "companion").map(({ id }) => id),
  ])
  const partOf = ({ code, component }: Finding): EssentialId | undefined =>
    about[code] ??
    (ofRuntime.has(component)
      ? "runtime"
      : components.some(({ id, role }) => id === component && role === "kubelet")
        ? "kubelet"
        : undefined)
  const verdictOf = (id: EssentialId): Verdict => {
    const severities = findings.filter((one) => partOf(one) === id).map(({ severity }) => severity)
    return severities.includes("failure") ? "unfit" : severities.includes("warning") ? "doubtful" : "fit"
  }
  const judged = (one: Omit<Essential, "verdict">, isKnown: boolean): Essential => {
    const verdict = verdictOf(one.id)
    return { ...one, verdict: isKnown || verdict !== "fit" ? verdict : "unknown" }
  }
  const initSystem = knownValue(node.initSystem)
  const hasInitSystem = initSystem !== undefined && initSystem !== "none"
  const cgroup = knownValue(node.cgroup)
  const minor = kubernetesMinorOf(node, components)
  return [
    judged({ id: "init-system", names: hasInitSystem ? [initSystem] : [] }, hasInitSystem),
    judged(
      { id: "cgroup-version", names: [], ...(cgroup === undefined ? {} : { release: cgroup.version }) },
      cgroup !== undefined,
    ),
    judged({ id: "runtime", ...namedBy(chosen.length === 0 ? installed : chosen, node) }, chosen.length === 1),
    judged(...kubelet(node, components)),
    judged(
      { id: "kubernetes", names: [], ...(minor === undefined ? {} : { release: `${minor.major}.${minor.minor}` }) },
      minor !== undefined,
    ),
  ]
}

/** One with its release and driver, of several the names. */
function namedBy(runtimes: readonly Component[], node: NodeFacts): Omit<Essential, "id" | "verdict"> {
  const [only] = runtimes
  const names = runtimes.map(({ name }) => name)
  if (only === undefined || runtimes.length > 1) return { names }
  const { version, cgroupDriver } = only.summarize(node)
  return {
    names,
    ...(version === undefined ? {} : { release: version }),
    ...(cgroupDriver === undefined ? {} : { cgroupDriver }),
  }
}

function kubelet(node: NodeFacts, components: readonly Component[]): [Omit<Essential, "verdict">, boolean] {
  const component = components.find(({ role }) => role === "kubelet")
  const summary = component?.summarize(node)
  const isThere = summary?.hasProgram === true
  const { version, cgroupDriver } = summary ?? {}
  return [
    {
      id: "kubelet",
      names: [],
      ...(isThere && version !== undefined ? { release: version } : {}),
      ...(isThere && cgroupDriver !== undefined ? { cgroupDriver } : {}),
    },
    isThere,
  ]
}
