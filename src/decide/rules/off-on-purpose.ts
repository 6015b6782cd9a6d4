// A containerd in which CRI is switched off, on a node whose runtime is another one: Docker's packages ship it so, and it
// does its work for Docker. Nothing is wrong there, and switching CRI on would only give kubeadm two endpoints.
import type { Component } from "../../components/component.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

/** A runtime does not serve CRI because it was told not to. */
const switchedOff: Finding["code"] = "containerd-cri-disabled"

/** What then matters to nobody. */
const moot: readonly Finding["code"][] = [switchedOff, "containerd-cgroupfs-on-systemd"]

export function withoutOffOnPurpose(
  findings: readonly Finding[],
  node: NodeFacts,
  components: readonly Component[],
): readonly Finding[] {
  const off = findings.filter(({ code }) => code === switchedOff).map(({ component }) => component)
  const isOtherInUse = runtimesInUse(node, components).some(
    ({ component, summary }) => summary.servesCri === true && !off.includes(component.id),
  )
  if (!isOtherInUse) return findings
  return findings.filter(({ code, component }) => !moot.includes(code) || !off.includes(component))
}
