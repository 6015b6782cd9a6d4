// How long it takes until something that was restarted counts as up, and how long it is waited for at most.
import { describe, expect, test } from "bun:test"
import { apply } from "../../src/apply/forward/apply.ts"
import type { Component } from "../../src/components/component.ts"
import { selfOf } from "./support/survival.ts"
import { configFile, newService, runOptions, type TestNode, testNode } from "./support/test-node.ts"
import { answersCri, fileChange, planOf, restart } from "./support/test-plans.ts"

function nodeWithKubelet(): TestNode {
  const node = testNode({ "/etc/kubelet.yaml": "cgroupDriver: cgroupfs\n" })
  const kubelet = newService("/etc/kubelet.yaml")
  node.services.set("kubelet", kubelet)
  Object.assign(kubelet, { state: "active", startedOn: "cgroupDriver: cgroupfs\n", pid: 9, startedAt: 1 })
  return node
}

/** Each time it is looked at so long after its start that it has died meanwhile, it has just been started again. */
function dyingAfter(node: TestNode, name: string, seconds: number) {
  const context = node.start()
  const [initSystem] = context.initSystems
  const [runtime] = context.components
  const kubelet: Component = { ...runtime!, id: "kubelet", name: "kubelet", role: "kubelet" }
  return {
    ...context,
    components: [runtime!, kubelet],
    initSystems: [
      {
        ...initSystem!,
        async service(...given: Parameters<NonNullable<typeof initSystem>["service"]>) {
          const service = node.services.get(name)!
          const isNew = service.startedOn?.includes("new") === true
          if (given[1] === name && isNew && node.machine.now() - service.startedAt >= seconds * 1000) {
            Object.assign(service, { pid: service.pid + 1, startedAt: node.machine.now() })
          }
          return initSystem!.service(...given)
        },
      },
    ],
  }
}

const kubeletPlan = (node: TestNode) =>
  planOf([fileChange(node, "/etc/kubelet.yaml", "new\n"), restart("kubelet")], { timeoutSeconds: 20 })
const runtimePlan = (node: TestNode, text: string) =>
  planOf([fileChange(node, configFile, text), restart("containerd")], {
    expectations: [answersCri],
    timeoutSeconds: 20,
  })

describe("what was restarted counts", () => {
  test("when a kubelet stayed up for ten seconds, so that one that dies after four does not", async () => {
    const node = nodeWithKubelet()
    const old = selfOf(node).tree

    const outcome = await apply(dyingAfter(node, "kubelet", 4), kubeletPlan(node), runOptions())

    expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "not-healthy", args: { service: "kubelet" } } })
    expect(node.tree()).toEqual(old)
  })

  test("when a runtime stayed up for two seconds, and no longer is waited", async () => {
    const node = testNode()
    const began = node.machine.sinceBoot()

    expect((await apply(dyingAfter(node, "containerd", 4), runtimePlan(node, "new\n"), runOptions())).kind).toBe(
      "applied",
    )

    expect(node.machine.sinceBoot() - began).toBeLessThan(4000)
  })

  test("after as many seconds as --settle says", async () => {
    const node = testNode()
    const context = dyingAfter(node, "containerd", 4)

    const outcome = await apply(context, runtimePlan(node, "new\n"), runOptions({ settleSeconds: 6 }))

    expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "not-healthy" } })
    const other = testNode()
    const stays = await apply(other.start(), runtimePlan(other, "new\n"), runOptions({ settleSeconds: 30 }))
    expect(stays.kind).toBe("applied")
  })

  test("after as many seconds as the answers say, where the command line says nothing else", async () => {
    const asked = (node: TestNode) => ({
      ...runtimePlan(node, "new\n"),
      answers: { values: { settle: 6 }, chosenBy: {} },
    })
    const [dies, isTold] = [testNode(), testNode()]

    const byAnswers = await apply(dyingAfter(dies, "containerd", 4), asked(dies), runOptions())
    const byFlag = await apply(dyingAfter(isTold, "containerd", 4), asked(isTold), runOptions({ settleSeconds: 1 }))

    expect(byAnswers).toMatchObject({ kind: "rolled-back", fault: { code: "not-healthy" } })
    expect(byFlag.kind).toBe("applied")
  })

  test("within the countdown of --confirm, however long it was to stay up", async () => {
    const node = testNode()
    const began = node.machine.sinceBoot()

    const outcome = await apply(
      node.start(),
      runtimePlan(node, "new\n"),
      runOptions({ settleSeconds: 60, confirmSeconds: 5 }),
    )

    expect(outcome.kind).toBe("applied")
    expect(node.machine.sinceBoot() - began).toBeLessThan(10_000)
  })

  test("at once where nothing was restarted", async () => {
    const node = testNode()
    const began = node.machine.sinceBoot()

    const plan = planOf([fileChange(node, configFile, "new\n")])
    expect((await apply(node.start(), plan, runOptions({ settleSeconds: 30 }))).kind).toBe("applied")

    expect(node.machine.sinceBoot()).toBe(began)
  })
})

describe("the whole wait", () => {
  /** Every restart on the new text hangs until whoever asked for it gives up. */
  function hanging(node: TestNode) {
    const act = node.machine.programs.get("svc")!
    const waited: number[] = []
    node.machine.programs.set("svc", (argv, machine, command) => {
      if (!node.machine.text(configFile)?.includes("new")) return act(argv, machine, command)
      waited.push(command.timeoutSeconds)
      node.machine.advance(command.timeoutSeconds * 1000)
      return { state: "timed-out", command: argv, stdout: "", stderr: "" }
    })
    return waited
  }

  test("is bounded by --timeout, hanging start and stop jobs included", async () => {
    const node = testNode()
    const waited = hanging(node)
    const began = node.machine.sinceBoot()

    const outcome = await apply(node.start(), runtimePlan(node, "new\n"), runOptions())

    expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "service-action-failed" } })
    expect(waited).toEqual([20])
    expect(node.machine.sinceBoot() - began).toBeLessThan(30_000)
  })

  test("does not become longer or shorter when somebody sets the clock", async () => {
    for (const hours of [-5, 5]) {
      const node = testNode()
      const context = node.start()
      const began = node.machine.sinceBoot()
      let hasStepped = false
      const onProgress = ({ event }: { readonly event: string }) => {
        if (event === "waiting" && !hasStepped) node.machine.stepClock(hours * 3_600_000)
        hasStepped ||= event === "waiting"
      }

      const outcome = await apply(context, runtimePlan(node, "new, no CRI\n"), runOptions({ onProgress }))

      expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "not-healthy" } })
      expect((node.machine.sinceBoot() - began) / 1000).toBeGreaterThanOrEqual(20)
      expect((node.machine.sinceBoot() - began) / 1000).toBeLessThan(40)
    }
  })
})
