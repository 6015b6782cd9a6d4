// What the runtime must have switched on for the rest of the node: SELinux labels where the kernel enforces them, CDI
// where there are devices to hand out. Notes: both are a matter of what the pods shall do.
import type { Component } from "../../components/component.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

export function judgeDevicesAndLabels(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const enforces = knownValue(node.selinux) === "enforcing"
  const owner = (node.owners ?? []).find((one) => /^(?:nvidia-toolkit|gpu-operator)$/.test(knownValue(one) ?? ""))
  const mark = node.deviceMark ?? (owner?.source.kind === "file" ? owner.source.path : undefined)
  return runtimesInUse(node, components).flatMap(({ component }): readonly Finding[] => {
    const { id, name: runtime } = component
    const labels = enforces ? component.runtime?.labelsPods(node) : undefined
    const devices = mark === undefined ? undefined : component.runtime?.injectsDevices(node)
    return [
      ...(labels?.isOn === false
        ? [
            {
              code: "selinux-not-used",
              args: { runtime, key: labels.key, file: labels.file },
              severity: "note",
              component: id,
            } as const,
          ]
        : []),
      ...(devices?.isOn === false
        ? [
            {
              code: "cdi-off-beside-nvidia",
              args: { runtime, key: devices.key, file: devices.file, mark: mark ?? "" },
              severity: "note",
              component: id,
            } as const,
          ]
        : []),
    ]
  })
}
