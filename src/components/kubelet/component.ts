// The kubelet's side: which cgroup driver and which endpoint it uses, from its flags and configuration files, and how
// to bring both in line with the runtime. What belongs to a release is in kubelet/tables/releases.ts.

import { knownValue } from "../../model/facts/fact.ts"
import type { Label } from "../../model/facts/label.ts"
import { define, type Look, type Summary } from "../component.ts"
import { isInTable } from "../listening-sockets.ts"
import { keptByNone, ofAnother } from "../places.ts"
import { lastFlag } from "../service-flags.ts"
import { contributeKubelet } from "./contribute.ts"
import { clusterDns, driverOf, effectiveSetting, endpointSetting, featureGates, versionOf } from "./effective.ts"
import { socketOf } from "./endpoint.ts"
import { explainKubelet } from "./explain.ts"
import { type KubeletFacts, lookAtKubelet } from "./facts.ts"
import { failsOnCgroupV1, kubeletFindings } from "./findings.ts"
import { healthUrl } from "./health.ts"
import { kubelet as listed } from "./listed.ts"
import { everyFlag, flagsKnownOf } from "./tables/flags.ts"
import { judgedKeys } from "./tables/judged-keys.ts"
import { asksRuntimeForDriver, readsSocketAnnotation } from "./tables/releases.ts"

export const kubelet = define<KubeletFacts>({
  ...listed,
  places: {
    ...keptByNone,
    runtime: { file: "/var/lib/kubelet/config.yaml", key: "containerRuntimeEndpoint" },
    "cgroup-driver": { file: "/var/lib/kubelet/config.yaml", key: "cgroupDriver" },
    "sandbox-image": ofAnother,
    "ip-forward": ofAnother,
    sysctl: ofAnother,
    module: ofAnother,
    swap: ofAnother,
    proxy: ofAnother,
    "no-proxy": ofAnother,
    "open-files": ofAnother,
    "kernel-preset": ofAnother,
    kubelet: { file: "/var/lib/kubelet/config.yaml", key: "whatever must agree with the runtime" },
    "registry-mirror": ofAnother,
    registry: ofAnother,
    handler: ofAnother,
    "reset-config": ofAnother,
    "crictl-config": ofAnother,
  },
  get judgedKeys() {
    return judgedKeys()
  },
  detect,
  summarize,
  explain: (setting, own) => (isThere(own) ? explainKubelet(setting, own) : []),
  findings: kubeletFindings,
  programFlags: { program: "kubelet", names: everyFlag, complete: flagsKnownOf },
  contribute: contributeKubelet,
})

async function detect(look: Look): Promise<KubeletFacts> {
  const own = await lookAtKubelet(look)
  const socket = socketOf(effectiveSetting(own, endpointSetting).value ?? "")
  if (socket === undefined || !look.machine.isLive || !usesEndpoint(own)) return own
  const endpointAccepts = isInTable(look.machine, socket) === true || (await look.machine.accepts(socket))
  return { ...own, endpointAccepts }
}

/** A node may have a configuration before it has the program, and the other way round. */
function isThere(own: KubeletFacts): boolean {
  return own.program !== undefined || own.config.state !== "absent"
}

/** With a configuration its default counts too; without one, only what a flag says. */
function usesEndpoint(own: KubeletFacts): boolean {
  return own.config.state === "known" || effectiveSetting(own, endpointSetting).winner !== undefined
}

function summarize(own: KubeletFacts): Summary {
  const version = versionOf(own)
  const kubeadm = knownValue(own.kubeadmVersion)
  const text = knownValue(own.version) ?? kubeadm
  const { driver, word = driver } = driverOf(own)
  const endpoint = effectiveSetting(own, endpointSetting)
  const hasConfiguration = own.config.state === "known"
  const url = healthUrl(own)
  const nodeName = lastFlag(own.flags, "hostname-override")?.value
  return {
    isInstalled: isThere(own),
    hasConfiguration,
    asksRuntimeForDriver: version !== undefined && asksRuntimeForDriver(version, featureGates(own)),
    hasProgram: own.program !== undefined,
    allowsCgroupV1: failsOnCgroupV1(own) === false,
    clusterDns: clusterDns(own),
    ...(kubeadm === undefined ? {} : { kubeadmVersion: kubeadm }),
    ...(text === undefined ? {} : { version: text }),
    ...(own.service === undefined ? {} : { service: own.service }),
    ...(hasConfiguration && driver !== undefined ? { cgroupDriver: driver } : {}),
    ...(usesEndpoint(own) && endpoint.value !== undefined ? { endpoint: endpoint.value } : {}),
    ...(url === undefined ? {} : { healthUrl: url }),
    ...(version !== undefined && readsSocketAnnotation(version) ? { isAnnotated: true } : {}),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(own.endpointAccepts === undefined ? {} : { isListening: own.endpointAccepts }),
    rows: rowsOf(own, hasConfiguration ? [word, endpoint.value] : []),
  }
}

function rowsOf(own: KubeletFacts, [driver, endpoint]: readonly (string | undefined)[]): Summary["rows"] {
  const row = (label: Label, text: string | undefined, source?: string) =>
    text === undefined ? [] : [{ label, text, ...(source === undefined ? {} : { source }) }]
  const config = own.config.source.kind === "file" ? own.config.source.path : undefined
  return [
    ...row("version", knownValue(own.version), own.program),
    ...row("kubeadm-version", knownValue(own.kubeadmVersion), "kubeadm version -o short"),
    ...row("service", own.service?.state, own.service?.name),
    ...row("configuration", own.config.state === "known" ? config : own.config.state, config),
    ...row("cgroup-driver", driver, config),
    ...row("cri-endpoint", endpoint, config),
  ]
}
