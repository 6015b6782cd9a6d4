// The kernel settings that pods need, live and after the next boot: net.ipv4.ip_forward, and any other variable that is
// asked for by key. Which sysctl file wins is computed in kernel/effective.ts, from rules seen on real nodes. Windows has no such settings.

import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { define, nothingToContribute, type Summary } from "../component.ts"
import { keptByNone, ofAnother } from "../places.ts"
import { outcomeAtBoot } from "./at-boot.ts"
import { contributeToKernel } from "./contribute.ts"
import { explainForwarding, explainSysctls } from "./explain.ts"
import { type KernelFacts, liveForwarding, lookAtKernel } from "./facts.ts"
import { kernelFindings } from "./findings.ts"
import { kernel as listed } from "./listed.ts"
import { explainModules } from "./modules/explain.ts"
import { forwarding } from "./sysctl-lines.ts"

export const kernel = define<KernelFacts>({
  ...listed,
  places: {
    ...keptByNone,
    runtime: ofAnother,
    "cgroup-driver": ofAnother,
    "sandbox-image": ofAnother,
    "ip-forward": { file: "/etc/sysctl.d/NAME.conf", key: "net.ipv4.ip_forward" },
    sysctl: { file: "/etc/sysctl.d/NAME.conf", key: "KEY" },
    swap: { file: "/etc/fstab", key: "swap" },
    module: { file: "/etc/modules-load.d/99-criadm.conf", key: "NAME" },
    "kernel-preset": { file: "/etc/sysctl.d/NAME.conf; /etc/modules-load.d/99-criadm.conf", key: "several" },
    proxy: ofAnother,
    "no-proxy": ofAnother,
    "open-files": ofAnother,
    kubelet: ofAnother,
    "registry-mirror": ofAnother,
    registry: ofAnother,
    handler: ofAnother,
    "reset-config": ofAnother,
    "crictl-config": ofAnother,
  },
  judgedKeys: ["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding", "IPT_SYSCTL", "ENABLED"],
  alsoJudged: ({ values = [] }) => values.map(({ key }) => key),
  detect: async (look) => lookAtKernel(look.machine, look.answers),
  summarize,
  explain(setting, own, node) {
    if (!isLinux(node)) return []
    if (setting === "sysctl") return explainSysctls(own, node)
    if (setting === "module") return explainModules(own, node)
    return setting === "ip-forward" ? [explainForwarding(own, node)] : []
  },
  findings: (own, node) => (isLinux(node) ? kernelFindings(own, node) : []),
  contribute: (wanted, own, node) => (isLinux(node) ? contributeToKernel(wanted, own, node) : nothingToContribute),
})

function isLinux({ platform }: NodeFacts): boolean {
  return platform === "linux"
}

function summarize(own: KernelFacts, node: NodeFacts): Summary {
  if (!isLinux(node)) return { isInstalled: false, rows: [] }
  const live = knownValue(own.ipForward)
  const boot = outcomeAtBoot(forwarding, own, node)
  const place = boot.winner?.place
  const rows: Summary["rows"] = [
    ...(live === undefined ? [] : [{ label: { term: "net.ipv4.ip_forward" }, text: live, source: liveForwarding }]),
    {
      label: { id: "at-boot", of: "net.ipv4.ip_forward" },
      text: boot.value ?? "not set",
      source: place === undefined ? "/etc/sysctl.d" : `${place.file}:${place.line}`,
    },
  ]
  return { isInstalled: true, rows }
}
