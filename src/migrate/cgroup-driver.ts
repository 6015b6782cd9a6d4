// The cgroup driver of a node that has joined. Pods that run were started under the old driver, and only a runtime that
// is still on it can remove their cgroups: kubernetes.io, "Configuring a cgroup driver", and the comment on RuntimeConfig
// in k8s.io/cri-api. So the kubelet stops first, then the pods end, then the driver changes.
import type { Component } from "../components/component.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { Reason } from "../model/message.ts"
import type { Migration } from "../model/migration/migration.ts"
import type { Step } from "../model/migration/step.ts"
import type { CgroupDriver } from "../model/setting.ts"
import {
  controlPlaneSteps,
  drainSteps,
  joinedNode,
  type Kubelet,
  kubeletService,
  nothing,
  startKubeletStep,
  stopKubeletStep,
  uncordonCommand,
} from "./joined.ts"
import type { Wish } from "./known.ts"
import { configMapCommand } from "./kubelet-configmap.ts"

export const drivers: readonly CgroupDriver[] = ["systemd", "cgroupfs"]

/** Undefined: runtime and kubelet have that driver already. */
export function cgroupDriverMigration(
  node: NodeFacts,
  components: readonly Component[],
  wish: Wish,
): Result<Migration | undefined> {
  const initSystem = knownValue(node.initSystem) ?? ""
  const to = (wish.to ?? (initSystem === "systemd" ? "systemd" : "cgroupfs")) as CgroupDriver
  if (to === "systemd" && initSystem !== "systemd") {
    return failed({ code: "migration-needs-systemd", args: { initSystem } })
  }
  const joined = joinedNode(node, components, `criadm apply --cgroup-driver ${to}`)
  if (!joined.ok) return joined
  const { kubelet, runtime, endpoint, nodeName } = joined.value
  const own = kubelet.summary
  const summary = runtime.summarize(node)
  const follows = own.asksRuntimeForDriver === true && runtime.runtime?.tellsDriver(node) === true
  if (summary.cgroupDriver === to && (own.cgroupDriver === to || follows)) return ok(undefined)
  const steps = stepsTo({
    to,
    node: nodeName,
    kubelet,
    runtime: { id: runtime.id, name: runtime.name, endpoint },
    wish,
  })
  const notes: readonly Reason[] = [
    ...(follows ? [{ code: "migrate-kubelet-follows", args: { runtime: runtime.name } } as const] : []),
    ...(wish.stopPods ? [{ code: "migrate-pods-ended-by-us", args: {} } as const] : []),
  ]
  return ok({ kind: "Migration", version: 1, name: "cgroup-driver", to, node: nodeName, steps, notes })
}

interface Parts {
  readonly to: CgroupDriver
  readonly node: string
  readonly kubelet: Kubelet
  readonly runtime: { readonly id: string; readonly name: string; readonly endpoint: string }
  readonly wish: Wish
}

function stepsTo({ to, node, kubelet, runtime, wish }: Parts): readonly Step[] {
  const from: CgroupDriver = to === "systemd" ? "cgroupfs" : "systemd"
  const { endpoint } = runtime
  const { stop, isStopped } = kubeletService(kubelet)
  const isDrained = { is: "drained", endpoint } as const
  const isEmpty = { is: "no-pods", endpoint } as const
  const saysDriver = { is: "driver", endpoint, driver: to } as const
  const endPods = { do: "end-pods", component: runtime.id, endpoint } as const
  const isKept = wish.pods.some(({ leftByDrain }) => leftByDrain !== undefined)
  const podsUnder = { is: "pods-under", endpoint, driver: to, atLeast: isKept ? 1 : 0 } as const
  const removeCgroups = (driver: CgroupDriver) => ({ do: "remove-cgroups", component: kubelet.id, driver }) as const
  return [
    {
      id: "cluster-config",
      what: { code: "migrate-cluster-driver", args: { driver: to } },
      needs: [],
      act: { do: "ask", commands: [configMapCommand(from, to)] },
      proof: [],
      undo: { needs: [], acts: [{ do: "tell", commands: [configMapCommand(to, from)] }] },
    },
    ...controlPlaneSteps(node, wish),
    ...drainSteps(node, isDrained, wish),
    stopKubeletStep(kubelet, isDrained, [removeCgroups(to)]),
    {
      id: "end-pods",
      what: { code: "migrate-end-pods", args: { runtime: runtime.name, driver: from } },
      needs: [isStopped, isDrained],
      act: endPods,
      proof: [isEmpty],
      undo: nothing,
    },
    {
      id: "switch-driver",
      what: { code: "migrate-switch-driver", args: { runtime: runtime.name, driver: to } },
      needs: [isStopped, isEmpty],
      act: { do: "answers", values: { runtime: runtime.id, "cgroup-driver": to, kubelet: true } },
      proof: [saysDriver],
      undo: { needs: [isDrained], acts: [stop, endPods, { do: "put-back", step: "switch-driver" }] },
    },
    startKubeletStep(kubelet, [saysDriver], [podsUnder]),
    {
      id: "remove-cgroups",
      what: { code: "migrate-remove-cgroups", args: { driver: from } },
      needs: [],
      act: removeCgroups(from),
      proof: [],
      undo: nothing,
    },
    {
      id: "uncordon",
      what: { code: "migrate-uncordon", args: { node } },
      needs: [],
      act: { do: "tell", commands: [uncordonCommand(node)] },
      proof: [],
      undo: nothing,
    },
  ]
}
