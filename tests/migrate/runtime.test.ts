// The steps that lead to another runtime; what they do on a node is in tests/real.
import { describe, expect, test } from "bun:test"
import type { Component, Summary } from "../../src/components/component.ts"
import { migrationOf } from "../../src/migrate/known.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { Act } from "../../src/model/migration/step.ts"
import type { ServiceFacts } from "../../src/model/service.ts"

const node = {
  isLive: true,
  root: "/",
  initSystem: { state: "known", value: "systemd" },
  preflight: {
    hostname: { state: "known", value: "Worker-1" },
    joinFiles: { state: "known", value: ["/etc/kubernetes/kubelet.conf"] },
  },
  components: {},
} as unknown as NodeFacts

const old = "unix:///run/old.sock"
const young = "unix:///run/young.sock"
const service = (name: string) => ({ name, state: "active" }) as ServiceFacts

function part(id: string, role: Component["role"], summary: Partial<Summary>, canSave = true): Component {
  const images = { importFrom: () => [], removeName: () => [], ...(canSave ? { saveTo: () => [] } : {}) }
  const runtime = role === "runtime" ? { usualEndpoints: [], images } : undefined
  return { id, name: id, role, runtime, summarize: () => ({ isInstalled: true, rows: [], ...summary }) } as never
}

function components(kubelet: Partial<Summary> = {}, canSave = true): readonly Component[] {
  return [
    part("old", "runtime", { endpoint: old, service: service("old"), sandboxImage: "a/pause:1" }, canSave),
    part("young", "runtime", { endpoint: young }),
    part("helper", "companion", { endpoint: old, service: service("helper") }),
    part("kubelet", "kubelet", {
      endpoint: old,
      hasConfiguration: true,
      service: service("kubelet"),
      cgroupDriver: "cgroupfs",
      ...kubelet,
    }),
  ]
}

function stepsOf(kubelet: Partial<Summary> = {}, canSave = true, on: NodeFacts = node) {
  const made = migrationOf("runtime", on, components(kubelet, canSave), { to: "young", stopPods: false, pods: [] })
  if (!made.ok || made.value === undefined) throw new Error(JSON.stringify(made))
  return made.value.steps
}

const actOf = (id: string, kubelet: Partial<Summary> = {}): Act | undefined =>
  stepsOf(kubelet).find((one) => one.id === id)?.act

describe("a migration to another runtime", () => {
  test("ends the old runtime's pods before the kubelet is led to the new one, and copies images before it starts", () => {
    expect(stepsOf().map(({ id }) => id)).toEqual([
      "drain",
      "stop-kubelet",
      "end-pods",
      "switch-runtime",
      "carry-images",
      "start-kubelet",
      "uncordon",
      "old-runtime",
    ])
  })

  test("keeps the kubelet's cgroup driver and the sandbox image", () => {
    expect(actOf("switch-runtime")).toMatchObject({
      values: { runtime: "young", "cgroup-driver": "cgroupfs", "sandbox-image": "a/pause:1" },
    })
  })

  test("names the node object where kubeadm reads the endpoint from it, and only there", () => {
    const line = `kubectl annotate node worker-1 --overwrite kubeadm.alpha.kubernetes.io/cri-socket=${young}`
    expect(actOf("uncordon", { isAnnotated: true })).toMatchObject({ commands: [line, "kubectl uncordon worker-1"] })
    expect(actOf("uncordon")).toMatchObject({ commands: ["kubectl uncordon worker-1"] })
  })

  test("stops nothing of the old runtime itself: it tells how, companions first", () => {
    expect(actOf("old-runtime")).toEqual({
      do: "tell",
      isHere: true,
      commands: ["systemctl disable --now helper", "systemctl disable --now old"],
    })
  })

  test("stops its sockets too, since the first who connects would start it again", () => {
    const activated = { ...service("old"), startedBySockets: ["old.socket"] }
    const parts = components().map((each) =>
      each.id === "old" ? part("old", "runtime", { endpoint: old, service: activated }) : each,
    )
    const made = migrationOf("runtime", node, parts, { to: "young", stopPods: false, pods: [] })
    const told = made.ok ? made.value?.steps.find(({ id }) => id === "old-runtime") : undefined

    expect(told?.act).toMatchObject({
      commands: ["systemctl disable --now helper", "systemctl disable --now old.socket old"],
    })
    expect(told?.undo.acts).toMatchObject([
      { commands: ["systemctl enable --now old.socket old", "systemctl enable --now helper"] },
    ])
  })

  test("tells nobody to stop a runtime that starts the containers of another engine on the node", () => {
    const stepsWith = (isInstalled: boolean) => {
      const engine = part("engine", "runtime", { isInstalled, endpoint: "unix:///run/engine.sock" })
      Object.assign(engine.runtime ?? {}, { startsContainersBy: "old" })
      const made = migrationOf("runtime", node, [...components(), engine], { to: "young", stopPods: false, pods: [] })
      return made.ok ? made.value?.steps.map(({ id }) => id) : undefined
    }
    expect(stepsWith(true)).not.toContain("old-runtime")
    expect(stepsWith(false)).toContain("old-runtime")
  })

  test("goes back only to an old runtime that runs, which a person may have stopped for good", () => {
    const isServed = ["helper", "old"].map((name) => ({ is: "service", service: name, state: "active" }) as const)
    const [stopped, switched] = ["old-runtime", "switch-runtime"].map((id) => stepsOf().find((step) => step.id === id))

    expect(stopped?.undo).toMatchObject({ acts: [{ do: "ask", isHere: true }], proof: isServed })
    expect(switched?.undo.needs).toEqual(expect.arrayContaining([...isServed]))
  })

  test("returns to a kubelet that runs, and waits for none that did not run before", () => {
    const undoOf = (state: string) =>
      stepsOf({ service: { ...service("kubelet"), state } as ServiceFacts }).find(({ id }) => id === "stop-kubelet")
    expect(undoOf("active")?.undo.proof).toEqual([{ is: "service", service: "kubelet", state: "active" }])
    expect(undoOf("failed")?.undo.proof).toEqual([])
  })

  test("on the way back names the old endpoint to the node object, where kubeadm reads it there", () => {
    const line = `kubectl annotate node worker-1 --overwrite kubeadm.alpha.kubernetes.io/cri-socket=${old}`
    const undoOf = (kubelet: Partial<Summary>) => stepsOf(kubelet).find(({ id }) => id === "uncordon")?.undo.acts
    expect(undoOf({ isAnnotated: true })).toEqual([{ do: "tell", commands: [line] }])
    expect(undoOf({})).toEqual([])
  })

  test("tells it in the words of the node's init system", () => {
    const on = { ...node, initSystem: { state: "known", value: "openrc" } } as NodeFacts
    const told = stepsOf({}, true, on).find(({ id }) => id === "old-runtime")

    expect(told?.act).toMatchObject({
      commands: [
        "rc-service helper stop",
        "rc-update del helper default",
        "rc-service old stop",
        "rc-update del old default",
      ],
    })
  })

  test("copies no images where nothing on the node could write them", () => {
    expect(stepsOf({}, false).map(({ id }) => id)).not.toContain("carry-images")
  })

  test("is none where the kubelet uses that runtime already, and refused where it is not there", () => {
    const to = (word: string) => migrationOf("runtime", node, components(), { to: word, stopPods: false, pods: [] })
    expect(to("old")).toEqual({ ok: true, value: undefined })
    expect(to("third")).toMatchObject({ ok: false, fault: { code: "migration-target" } })
  })
})
