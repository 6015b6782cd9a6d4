// What is asked of a kubelet that runs: its healthz, and what became of the sandboxes it asked for.
import { describe, expect, test } from "bun:test"
import { apply } from "../../src/apply/forward/apply.ts"
import { provePods } from "../../src/apply/prove/pods.ts"
import type { Component } from "../../src/components/component.ts"
import type { Expectation } from "../../src/model/plan.ts"
import { endpoint, newService, runOptions, type TestNode, testNode } from "./support/test-node.ts"
import { answersCri, fileChange, planOf, restart } from "./support/test-plans.ts"

const url = "http://127.0.0.1:10248/healthz"
const healthy: Expectation = { kind: "kubelet-health", component: "kubelet", url }
const active: Expectation = { kind: "service-active", component: "kubelet", service: "kubelet" }
const runs: Expectation = { kind: "service-active", component: "containerd", service: "containerd" }

function nodeWithKubelet(): TestNode {
  const node = testNode({ "/etc/kubelet.yaml": "old\n" })
  const kubelet = newService("/etc/kubelet.yaml")
  node.services.set("kubelet", kubelet)
  Object.assign(kubelet, { state: "active", startedOn: "old\n", pid: 9, startedAt: node.machine.now() })
  return node
}

function contextOf(node: TestNode, answers: (startedOn: string) => number | undefined) {
  const context = node.start()
  const [runtime] = context.components
  const kubelet: Component = { ...runtime!, id: "kubelet", name: "kubelet", role: "kubelet" }
  const httpStatus = async () => answers(node.services.get("kubelet")?.startedOn ?? "")
  return { ...context, components: [runtime!, kubelet], machine: { ...context.machine, httpStatus } }
}

const planFor = (node: TestNode) =>
  planOf([fileChange(node, "/etc/kubelet.yaml", "new\n"), restart("kubelet")], { expectations: [active, healthy] })

describe("a kubelet that runs", () => {
  test("must answer its healthz after a restart, or everything is put back", async () => {
    const node = nodeWithKubelet()

    const context = contextOf(node, (startedOn) => (startedOn === "new\n" ? 500 : 200))
    const outcome = await apply(context, planFor(node), runOptions())

    expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "not-healthy" } })
    expect(outcome.verified).toMatchObject([{ observed: { code: "observed-health", args: { url, status: "500" } } }])
    expect(node.running()["kubelet"]).toBe("old\n")
  })

  test("is waited for until it does", async () => {
    const node = nodeWithKubelet()
    let looks = 0
    const answers = () => {
      looks += 1
      return looks > 1 && looks < 9 ? undefined : 200
    }

    const outcome = await apply(contextOf(node, answers), planFor(node), runOptions())

    expect(outcome.kind).toBe("applied")
    expect(looks).toBeGreaterThan(9)
  })

  test("need not be healthy afterwards when it was not before", async () => {
    const node = nodeWithKubelet()

    expect(
      (
        await apply(
          contextOf(node, () => 500),
          planFor(node),
          runOptions(),
        )
      ).kind,
    ).toBe("applied")
  })
})

describe("sandboxes since the start", () => {
  const plan = planOf([], { expectations: [runs, answersCri, active] })
  const proven = (node: TestNode) =>
    provePods(
      contextOf(node, () => 200),
      plan,
    )
  const at = (node: TestNode, milliseconds: number) => new Date(node.machine.now() + milliseconds).toISOString()

  test("one that became ready is named", async () => {
    const node = nodeWithKubelet()
    node.pods.push({ id: "old", name: "old", namespace: "kube-system", state: "ready", createdAt: 1 })
    const createdAt = node.machine.now() + 5000
    node.pods.push({ id: "new", name: "dns", namespace: "kube-system", state: "ready", createdAt })

    expect(await proven(node)).toEqual({
      expectation: { kind: "pods-start", component: "containerd", endpoint },
      holds: true,
      observed: { code: "observed-pod-ready", args: { pod: "kube-system/dns" } },
    })
  })

  test("one that the runtime could not run fails, with the runtime's own words", async () => {
    const node = nodeWithKubelet()
    const line = (time: string, why: string) =>
      `time="${time}" level=error msg="RunPodSandbox for &PodSandboxMetadata{Name:dns,} failed, error" error="${why}"`
    node.services
      .get("containerd")!
      .log.push(
        line(at(node, -60_000), "of long ago"),
        line(at(node, 3000), 'failed to get sandbox image \\"pause:0\\": not found'),
      )

    expect(await proven(node)).toMatchObject({
      holds: false,
      observed: { code: "observed-pod-fails", args: { line: 'failed to get sandbox image "pause:0": not found' } },
    })
  })

  test("without one nothing is told, and without a kubelet nothing is asked", async () => {
    const node = nodeWithKubelet()

    expect(await proven(node)).toMatchObject({ holds: true, observed: { code: "observed-no-pod-yet" } })
    const alone = planOf([], { expectations: [runs, answersCri] })
    expect(
      await provePods(
        contextOf(node, () => 200),
        alone,
      ),
    ).toBeUndefined()
  })
})
