// A node that has joined, for tests of migrations: a runtime on cgroupfs, a kubelet, pods that a drain leaves and pods
// that it moves. A kubelet that starts asks for the pods of the node again.
import type { ApplyContext, Sandbox } from "../../../src/apply/context.ts"
import { migrate, type WhatToMigrate } from "../../../src/apply/migration/migrate.ts"
import { planOfAct } from "../../../src/apply/migration/plan-of-act.ts"
import type { RunnableAct, StepOptions } from "../../../src/apply/migration/take-steps.ts"
import type { Component, Summary } from "../../../src/components/component.ts"
import { migrationOf, type Wish } from "../../../src/migrate/known.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import type { Migration, MigrationEnd } from "../../../src/model/migration/migration.ts"
import type { Planned } from "../../../src/model/plan.ts"
import { configFile, endpoint, newService, runOptions, type TestNode, testNode } from "./test-node.ts"
import { fileChange, planOf } from "./test-plans.ts"

export const kubeletFile = "/var/lib/kubelet/config.yaml"
export const proxy: Sandbox = {
  id: "p1",
  name: "kube-proxy",
  namespace: "kube-system",
  state: "ready",
  leftByDrain: "daemon-set",
}
export const web: Sandbox = { id: "w1", name: "web", namespace: "shop", state: "ready" }

export interface JoinedNode {
  readonly node: TestNode
  /** The steps as they would be shown. */
  plan(wish?: Partial<Wish>): Migration
  /** One call of criadm; a new process. */
  call(what: WhatToMigrate, over?: Partial<StepOptions>): Promise<MigrationEnd>
}

export function joinedNode(pods: readonly Sandbox[] = [proxy]): JoinedNode {
  const node = testNode({ [kubeletFile]: "cgroupDriver: cgroupfs\n" })
  const kubelet = newService(kubeletFile)
  Object.assign(kubelet, { state: "active", startedOn: "cgroupDriver: cgroupfs\n", pid: 77, startedAt: 0 })
  node.services.set("kubelet", kubelet)
  node.pods.push(...pods)
  const svc = node.machine.programs.get("svc")!
  node.machine.programs.set("svc", (argv, machine, command) => {
    const ran = svc(argv, machine, command)
    if (argv[1] !== "stop" && argv[2] === "kubelet" && kubelet.state === "active") bringPods(node)
    return ran
  })
  const facts = (): NodeFacts => factsOf()
  const components = (): readonly Component[] => [kubeletPart(node), runtimePart(node)]
  return {
    node,
    plan(wish = {}) {
      const made = migrationOf("cgroup-driver", facts(), components(), {
        stopPods: false,
        pods: node.pods,
        ...wish,
      })
      if (!made.ok || made.value === undefined) throw new Error(JSON.stringify(made))
      return made.value
    },
    call(what, over = {}) {
      const context: ApplyContext = { ...node.start(), components: components() }
      return migrate(context, what, {
        ...runOptions(),
        settleSeconds: 0,
        timeoutSeconds: 2,
        said: ["cluster-config", "control-plane", "drain"],
        stopPods: false,
        onStep: () => {},
        onNotes: () => {},
        planOf: (act, step) => planned(context, node, facts(), act, step.what),
        ...over,
      })
    },
  }
}

/** What was there before a drain, and a pod of its own that is always the same. */
function bringPods({ pods }: TestNode): void {
  if (!pods.some(({ name }) => name === proxy.name)) pods.push({ ...proxy, id: `p${pods.length + 2}` })
}

async function planned(
  context: ApplyContext,
  node: TestNode,
  facts: NodeFacts,
  act: RunnableAct,
  why: Parameters<typeof planOfAct>[3]["why"],
): Promise<Planned> {
  if (act.do === "schema") throw new Error("no step of this migration")
  if (act.do !== "answers") return planOfAct(context, act, facts, { why, timeoutSeconds: 5 })
  const driver = act.values["cgroup-driver"]
  const changes = [
    fileChange(node, configFile, `SystemdCgroup = ${driver === "systemd"}\n`),
    fileChange(node, kubeletFile, `cgroupDriver: ${driver}\n`),
    { kind: "service", component: "containerd", service: "containerd", action: "restart", wasActive: true, why: [] },
  ] as const
  const isSo = node.machine.text(configFile) === `SystemdCgroup = ${driver === "systemd"}\n`
  return {
    ok: true,
    plan: planOf(isSo ? [] : changes, {
      answers: { values: act.values, chosenBy: {} },
      expectations: [{ kind: "cri", component: "containerd", endpoint }],
      driverChange: { component: "containerd", endpoint, from: "cgroupfs", to: "systemd" },
    }),
  }
}

function part(id: string, role: Component["role"], summary: () => Summary): Component {
  const [base] = testNode().start().components
  return { ...base!, id, name: id, role, summarize: summary }
}

function kubeletPart({ services, machine }: TestNode): Component {
  return part("kubelet", "kubelet", () => ({
    isInstalled: true,
    hasConfiguration: true,
    endpoint,
    cgroupDriver: machine.text(kubeletFile)?.includes("systemd") === true ? "systemd" : "cgroupfs",
    service: { ...serviceOf("kubelet"), state: services.get("kubelet")?.state ?? "inactive" },
    rows: [],
  }))
}

function runtimePart({ machine }: TestNode): Component {
  return part("containerd", "runtime", () => ({
    isInstalled: true,
    endpoint,
    cgroupDriver: machine.text(configFile)?.includes("true") === true ? "systemd" : "cgroupfs",
    rows: [],
  }))
}

const serviceOf = (name: string) => ({
  name,
  startsAtBoot: true,
  command: [],
  environment: {},
  files: [],
  canReload: false,
})

function factsOf(): NodeFacts {
  return {
    isLive: true,
    root: "/",
    initSystem: { state: "known", value: "systemd", source: { kind: "file", path: "/run/systemd/system" } },
    preflight: {
      hostname: { state: "known", value: "Worker-1", source: { kind: "file", path: "/proc/sys/kernel/hostname" } },
      joinFiles: {
        state: "known",
        value: ["/etc/kubernetes/kubelet.conf"],
        source: { kind: "file", path: "/etc/kubernetes" },
      },
    },
    components: {},
  } as unknown as NodeFacts
}
