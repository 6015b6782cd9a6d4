// Judges IPv4 forwarding: off, on until the next boot only, or on until a line sets it back.

import { isCopyName } from "../../documents/copy-names.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { outcomeAtBoot, programAtBoot, programNames } from "./at-boot.ts"
import { sysctlOutcome } from "./effective.ts"
import { type KernelFacts, liveForwarding, readableTexts } from "./facts.ts"
import { forwardingLines } from "./sysctl-lines.ts"

const component = "kernel"

export function kernelFindings(own: KernelFacts, node: NodeFacts): readonly Finding[] {
  return [...forwardingFindings(own, node), ...notRead(own, node), ...moduleFindings(own)]
}

function moduleFindings({ keptOut, notLoaded }: KernelFacts): readonly Finding[] {
  const severity = "warning"
  const out = (keptOut ?? []).map(({ module, place }): Finding => {
    const args = { module, file: place.file, line: (place.text ?? "").trim() }
    return { code: "kernel-module-kept-out", args, severity, component, place }
  })
  const lost = (notLoaded ?? []).map(({ module, place }): Finding => {
    const args = { module, file: place.file, meant: `${place.file}.conf` }
    return { code: "kernel-modules-file-not-read", args, severity, component, place }
  })
  return [...out, ...lost]
}

/** A copy that somebody put aside is meant not to be read. */
function notRead(own: KernelFacts, node: NodeFacts): readonly Finding[] {
  return (own.unreadFiles ?? []).flatMap(({ path, text }): readonly Finding[] => {
    const [line] = forwardingLines(path, text)
    if (line === undefined || isCopyName(path.slice(path.lastIndexOf("/") + 1))) return []
    const args = {
      file: path,
      line: (line.place.text ?? "").trim(),
      meant: `${path}.conf`,
      program: programNames[programAtBoot(node)],
    }
    return [{ code: "kernel-sysctl-file-not-read", args, severity: "warning", component, place: line.place }]
  })
}

function forwardingFindings(own: KernelFacts, node: NodeFacts): readonly Finding[] {
  const live = knownValue(own.ipForward)
  const boot = outcomeAtBoot(own, node)
  if (live !== undefined && live !== "1") return [forwardingIsOff(live, liveForwarding)]
  // A tree whose architecture is not this machine's, or an image: only what it will be after a boot is known.
  if (live === undefined && boot.value !== 1) {
    return [forwardingIsOff(String(boot.value ?? 0), boot.winner?.place.file ?? "/etc/sysctl.d")]
  }
  const setBack = (["systemd-sysctl", "procps"] as const).flatMap((program) => {
    const { winner, value } = sysctlOutcome(program, readableTexts(own), own.ufwIsEnabled)
    return winner === undefined || value === 1 ? [] : [{ winner, value, program }]
  })
  const worst = setBack.find(({ program }) => program === programAtBoot(node)) ?? setBack[0]
  if (worst !== undefined) {
    const { place } = worst.winner
    const args = { file: place.file, value: String(worst.value), program: programNames[worst.program] }
    return [{ code: "kernel-ip-forward-set-back-by", args, severity: "warning", component, place }]
  }
  if (boot.value !== undefined) return []
  const args = { program: programNames[programAtBoot(node)] }
  return [{ code: "kernel-ip-forward-lost-at-boot", args, severity: "warning", component }]
}

function forwardingIsOff(value: string, file: string): Finding {
  return { code: "kernel-ip-forward-off", args: { value, file }, severity: "failure", component }
}
