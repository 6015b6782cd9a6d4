// Judges IPv4 forwarding: off, on until the next boot only, or on until a line sets it back.

import { isCopyName } from "../../documents/copy-names.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { outcomeAtBoot, programAtBoot, programNames } from "./at-boot.ts"
import { sysctlOutcome } from "./effective.ts"
import { type KernelFacts, liveFactOf, liveForwarding, readableTexts } from "./facts.ts"
import { askedModules } from "./modules/asked.ts"
import { forwarding, inotifyInstances, linesAbout, takenValue } from "./sysctl-lines.ts"
import { askedValues, livePathOf, type WantedValue } from "./wanted-values.ts"

const component = "kernel"

export function kernelFindings(own: KernelFacts, node: NodeFacts): readonly Finding[] {
  return [
    ...forwardingFindings(own, node),
    ...askedValues(node.asked?.answers ?? {}).flatMap((value) => askedFindings(value, own, node)),
    ...askedModuleFindings(own, node),
    ...notRead(own, node),
    ...moduleFindings(own),
    ...inotifyFindings(own, node),
  ]
}

/** A module that the last kept run was asked for and that is not loaded, or not by the next boot. */
function askedModuleFindings(own: KernelFacts, node: NodeFacts): readonly Finding[] {
  const names = askedModules(node.asked?.answers ?? {})
  return (own.asked?.modules ?? []).flatMap(({ name, isBuiltIn, isLoaded, listedAt }): readonly Finding[] => {
    if (!names.includes(name) || isBuiltIn || (isLoaded !== false && listedAt !== undefined)) return []
    const args = { module: name, isLoaded: isLoaded !== false, run: node.asked?.run ?? 0 }
    return [{ code: "kernel-module-not-as-asked", args, severity: "warning", component }]
  })
}

/** What the last kept run was asked for, now and after the next boot: the first that is not so is told. */
function askedFindings(wanted: WantedValue, own: KernelFacts, node: NodeFacts): readonly Finding[] {
  const { key, value: asked, variable } = wanted
  const fact = liveFactOf(wanted, own)
  if (fact === undefined || (wanted.isOfPreset === true && node.isLive && fact.state === "absent")) return []
  const live = knownValue(fact)
  const boot = outcomeAtBoot(variable, own, node)
  const common = { key, asked, run: node.asked?.run ?? 0 }
  const finding = { code: "kernel-value-not-as-asked", severity: "warning", component } as const
  if (live !== undefined && !wanted.accepts(takenValue(variable, live) ?? "")) {
    return [{ ...finding, args: { ...common, value: live, file: livePathOf(variable) } }]
  }
  if (boot.value !== undefined && wanted.accepts(boot.value)) return []
  const place = boot.winner?.place
  const args = { ...common, value: boot.value ?? "", file: place?.file ?? "" }
  return [{ ...finding, args, ...(place === undefined ? {} : { place }) }]
}

/** kubernetes/kops#2913, k0sproject/k0s#8113. What is few already is told of the running kernel. */
function inotifyFindings(own: KernelFacts, node: NodeFacts): readonly Finding[] {
  const { value, winner } = outcomeAtBoot(inotifyInstances, own, node)
  const live = node.preflight?.inotifyInstances
  const isFew = value !== undefined && Number(value) <= usualInotifyInstances
  if (!isFew || winner === undefined || (node.isLive && (live === undefined || live <= usualInotifyInstances)))
    return []
  const { place } = winner
  const args = { value: Number(value), wanted: 8192, file: place.file }
  return [{ code: "inotify-instances-few", args, severity: "note", component, place }]
}

/** The kernel's own: fs/notify/inotify/inotify_user.c. */
const usualInotifyInstances = 128

function moduleFindings({ keptOut, notLoaded }: KernelFacts): readonly Finding[] {
  const severity = "warning"
  const out = (keptOut ?? []).map(({ module, place }): Finding => {
    const args = { module, file: place.file, line: (place.text ?? "").trim() }
    return { code: "kernel-module-kept-out", args, severity, component, place }
  })
  const lost = (notLoaded ?? []).map(({ module, place }): Finding => {
    const args = { module, file: place.file, meant: asConf(place.file) }
    return { code: "kernel-modules-file-not-read", args, severity, component, place }
  })
  return [...out, ...lost]
}

/** A copy that somebody put aside is meant not to be read. */
function notRead(own: KernelFacts, node: NodeFacts): readonly Finding[] {
  return (own.unreadFiles ?? []).flatMap(({ path, text }): readonly Finding[] => {
    const [line] = linesAbout(forwarding, path, text)
    if (line === undefined || isCopyName(path.slice(path.lastIndexOf("/") + 1))) return []
    const args = {
      file: path,
      line: (line.place.text ?? "").trim(),
      meant: asConf(path),
      program: programNames[programAtBoot(node)],
    }
    return [{ code: "kernel-sysctl-file-not-read", args, severity: "warning", component, place: line.place }]
  })
}

function forwardingFindings(own: KernelFacts, node: NodeFacts): readonly Finding[] {
  const live = knownValue(own.ipForward)
  const boot = outcomeAtBoot(forwarding, own, node)
  if (live !== undefined && live !== "1") return [forwardingIsOff(live, liveForwarding)]
  // A tree whose architecture is not this machine's, or an image: only what it will be after a boot is known.
  if (live === undefined && boot.value !== "1") {
    return [forwardingIsOff(boot.value ?? "0", boot.winner?.place.file ?? "/etc/sysctl.d")]
  }
  const setBack = (["systemd-sysctl", "procps"] as const).flatMap((program) => {
    const { winner, value } = sysctlOutcome(forwarding, program, readableTexts(own), own.ufwIsEnabled)
    return winner === undefined || value === undefined || value === "1" ? [] : [{ winner, value, program }]
  })
  const worst = setBack.find(({ program }) => program === programAtBoot(node)) ?? setBack[0]
  if (worst !== undefined) {
    const { place } = worst.winner
    const args = { file: place.file, value: worst.value, program: programNames[worst.program] }
    return [{ code: "kernel-ip-forward-set-back-by", args, severity: "warning", component, place }]
  }
  if (boot.value !== undefined) return []
  const args = { program: programNames[programAtBoot(node)] }
  return [{ code: "kernel-ip-forward-lost-at-boot", args, severity: "warning", component }]
}

function forwardingIsOff(value: string, file: string): Finding {
  return { code: "kernel-ip-forward-off", args: { value, file }, severity: "failure", component }
}

/** "kubernetes.CONF" has the ending already, in the wrong case. */
function asConf(path: string): string {
  return `${path.replace(/\.conf$/i, "")}.conf`
}
