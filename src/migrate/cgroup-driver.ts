// The cgroup driver of a node that has joined. Pods that run were started under the old driver, and only a runtime that
// is still on it can remove their cgroups: kubernetes.io, "Configuring a cgroup driver", and the comment on RuntimeConfig
// in k8s.io/cri-api. So the kubelet stops first, then the pods end, then the driver changes.
import type { Component, Summary } from "../components/component.ts"
import { hasJoined } from "../decide/has-joined.ts"
import { kubeletsRuntime } from "../decide/kubelets-runtime.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { Reason } from "../model/message.ts"
import type { Migration } from "../model/migration/migration.ts"
import type { Step } from "../model/migration/step.ts"
import type { CgroupDriver } from "../model/setting.ts"
import type { Wish } from "./known.ts"
import { configMapCommand } from "./kubelet-configmap.ts"

export const drivers: readonly CgroupDriver[] = ["systemd", "cgroupfs"]

const nothing = { needs: [], acts: [] }

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
  const kubelet = components.find(({ role }) => role === "kubelet")
  const own = kubelet?.summarize(node)
  if (kubelet === undefined || own === undefined || !hasJoined(node, components)) {
    return failed({ code: "migration-not-joined", args: { command: `criadm apply --cgroup-driver ${to}` } })
  }
  const used = kubeletsRuntime(node, components)
  const runtime = components.find(({ id }) => id === used?.runtime)
  if (used === undefined || runtime === undefined) {
    return failed({ code: "migration-no-runtime", args: { endpoint: used?.endpoint ?? "" } })
  }
  const summary = runtime.summarize(node)
  const follows = own.asksRuntimeForDriver === true && runtime.runtime?.tellsDriver(node) === true
  if (summary.cgroupDriver === to && (own.cgroupDriver === to || follows)) return ok(undefined)
  const name = own.nodeName ?? knownValue(node.preflight?.hostname)?.toLowerCase() ?? "NODE"
  const steps = stepsTo({
    to,
    node: name,
    kubelet: { id: kubelet.id, summary: own },
    runtime: { id: runtime.id, name: runtime.name, endpoint: used.endpoint },
    wish,
  })
  const notes: readonly Reason[] = [
    ...(follows ? [{ code: "migrate-kubelet-follows", args: { runtime: runtime.name } } as const] : []),
    ...(wish.stopPods ? [{ code: "migrate-pods-ended-by-us", args: {} } as const] : []),
  ]
  return ok({ kind: "Migration", version: 1, name: "cgroup-driver", to, node: name, steps, notes })
}

interface Parts {
  readonly to: CgroupDriver
  readonly node: string
  readonly kubelet: { readonly id: string; readonly summary: Summary }
  readonly runtime: { readonly id: string; readonly name: string; readonly endpoint: string }
  readonly wish: Wish
}

function stepsTo({ to, node, kubelet, runtime, wish }: Parts): readonly Step[] {
  const from: CgroupDriver = to === "systemd" ? "cgroupfs" : "systemd"
  const { endpoint } = runtime
  const service = kubelet.summary.service?.name ?? "kubelet"
  const url = kubelet.summary.healthUrl
  const isStopped = { is: "service", service, state: "inactive" } as const
  const isDrained = { is: "drained", endpoint } as const
  const isEmpty = { is: "no-pods", endpoint } as const
  const saysDriver = { is: "driver", endpoint, driver: to } as const
  const stop = { do: "service", component: kubelet.id, service, action: "stop" } as const
  const start = { ...stop, action: "start" } as const
  const endPods = { do: "end-pods", component: runtime.id, endpoint } as const
  const isKept = wish.pods.some(({ leftByDrain }) => leftByDrain !== undefined)
  const hasStaticPods = wish.pods.some(({ leftByDrain }) => leftByDrain === "static-pod")
  return [
    {
      id: "cluster-config",
      what: { code: "migrate-cluster-driver", args: { driver: to } },
      needs: [],
      act: { do: "ask", commands: [configMapCommand(from, to)] },
      proof: [],
      undo: { needs: [], acts: [{ do: "tell", commands: [configMapCommand(to, from)] }] },
    },
    ...(hasStaticPods ? [controlPlane(node)] : []),
    ...(wish.stopPods
      ? []
      : [
          {
            id: "drain",
            what: { code: "migrate-drain", args: { node } },
            needs: [],
            act: {
              do: "ask",
              commands: [`kubectl cordon ${node}`, `kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data`],
            },
            proof: [isDrained],
            undo: { needs: [], acts: [{ do: "tell", commands: [`kubectl uncordon ${node}`] }] },
          } as const,
        ]),
    {
      id: "stop-kubelet",
      what: { code: "migrate-stop-kubelet", args: { service } },
      needs: [isDrained],
      act: stop,
      proof: [isStopped],
      undo: { needs: [], acts: [start] },
    },
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
    {
      id: "start-kubelet",
      what: { code: "migrate-start-kubelet", args: { service } },
      needs: [saysDriver],
      act: start,
      proof: [
        { is: "service", service, state: "active" },
        ...(url === undefined ? [] : [{ is: "healthy", url } as const]),
        { is: "pods-under", endpoint, driver: to, atLeast: isKept ? 1 : 0 },
      ],
      undo: nothing,
    },
    {
      id: "remove-cgroups",
      what: { code: "migrate-remove-cgroups", args: { driver: from } },
      needs: [],
      act: { do: "remove-cgroups", component: kubelet.id, driver: from },
      proof: [],
      undo: nothing,
    },
    {
      id: "uncordon",
      what: { code: "migrate-uncordon", args: { node } },
      needs: [],
      act: { do: "tell", commands: [`kubectl uncordon ${node}`] },
      proof: [],
      undo: nothing,
    },
  ]
}

/** Its API server and etcd end with the other pods, and come again with the kubelet. */
function controlPlane(node: string): Step {
  return {
    id: "control-plane",
    what: { code: "migrate-control-plane", args: { node } },
    needs: [],
    act: {
      do: "ask",
      commands: [
        "kubectl get nodes -l node-role.kubernetes.io/control-plane",
        "kubectl -n kube-system get pods -l component=etcd -o wide",
      ],
    },
    proof: [],
    undo: nothing,
  }
}
