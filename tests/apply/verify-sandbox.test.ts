import { describe, expect, test } from "bun:test"
import { verifySandbox } from "../../src/apply/prove/sandbox.ts"
import { cgroupPathIn, isMadeBy } from "../../src/apply/prove/sandbox-cgroup.ts"
import type { Expectation } from "../../src/model/plan.ts"
import type { CgroupDriver } from "../../src/model/setting.ts"
import { type SandboxBehaviour, serveSandboxes } from "./support/sandbox-runtime.ts"
import { endpoint, type TestNode, testNode } from "./support/test-node.ts"
import { answersCri, planOf } from "./support/test-plans.ts"

const image = "registry.k8s.io/pause:3.10.2"

function expectationsFor(driver: CgroupDriver): readonly Expectation[] {
  return [
    answersCri,
    { kind: "cgroup-driver", component: "containerd", endpoint, driver },
    { kind: "sandbox-image", component: "containerd", endpoint, image },
  ]
}

/** What `verify --sandbox` says on a node whose runtime behaves so, and what is left there. */
async function verified(
  behaviour: SandboxBehaviour,
  { driver = "systemd", node = testNode(), interruption = new AbortController() }: Situation = {},
) {
  const runtime = serveSandboxes(node.machine, behaviour)
  const plan = planOf([], { expectations: expectationsFor(driver) })
  const options = { lockTimeoutSeconds: 0, interrupted: interruption.signal, onVerified: () => {} }
  const rows = await verifySandbox(node.start(), plan, options)
  if (!rows.ok) throw new Error(rows.fault.code)
  const [first, last] = [rows.value[0]!, rows.value.at(-1)!]
  return { ...runtime, node, first, last, said: JSON.stringify(first.observed.args) }
}

interface Situation {
  readonly driver?: CgroupDriver
  readonly node?: TestNode
  readonly interruption?: AbortController
}

describe("a pod sandbox", () => {
  test("runs under a slice as a scope with the systemd driver, and is gone afterwards", async () => {
    const { first, last, sandboxes, parents, calls, node } = await verified({})

    expect(first).toMatchObject({ expectation: { kind: "sandbox", driver: "systemd" }, holds: true })
    expect(first.observed).toEqual({
      code: "observed-sandbox",
      args: { cgroup: "/criadm_verify.slice/cri-containerd-sandbox1.scope" },
    })
    expect(last).toMatchObject({ expectation: { kind: "sandbox-removed" }, holds: true })
    expect(parents).toEqual(["criadm_verify.slice"])
    expect([...sandboxes]).toEqual([])
    expect(calls).toEqual([
      ...["ListPodSandbox", "RunPodSandbox", "PodSandboxStatus"],
      ...["ListPodSandbox", "StopPodSandbox", "RemovePodSandbox", "ListPodSandbox"],
    ])
    expect(node.machine.acts).toContain("act svc stop criadm_verify.slice")
  })

  test("runs under a plain path with the cgroupfs driver, and its cgroup is removed", async () => {
    const { first, parents, node } = await verified({}, { driver: "cgroupfs" })

    expect(first.observed).toEqual({ code: "observed-sandbox", args: { cgroup: "/criadm-verify/sandbox1" } })
    expect(first.holds).toBe(true)
    expect(parents).toEqual(["/criadm-verify"])
    expect(Object.keys(node.tree()).filter((path) => path.includes("criadm-verify"))).toEqual([])
  })

  test("leaves nothing of criadm's own but its empty state directory", async () => {
    const { node } = await verified({})

    expect(Object.keys(node.machine.tree()).filter((path) => path.startsWith("/var/lib/criadm"))).toEqual([
      "/var/lib/criadm",
      "/var/lib/criadm/runs",
    ])
  })

  test("is looked at in version 1's hierarchies as in version 2's", async () => {
    const cgroupFile = (path: string) => `9:memory:${path}\n1:name=systemd:/elsewhere\n0::/\n`

    const { first } = await verified({ cgroupFile })

    expect(first.holds).toBe(true)
  })

  test("of a runtime that does not tell the process is found by its id", async () => {
    const { first } = await verified({ info: "{}" })

    expect(first.observed.code).toBe("observed-sandbox")
  })

  test("of a runtime whose status is no JSON is found as well", async () => {
    expect((await verified({ info: "not JSON" })).first.observed.code).toBe("observed-sandbox")
  })
})

describe("a pod sandbox that does not run as it should is told by its cause and removed:", () => {
  test("it runs in a cgroup that the other driver makes", async () => {
    const cgroup = "/system.slice/containerd.service/criadm_verify.slice:cri-containerd:sandbox1"

    const { first, last, sandboxes } = await verified({ cgroup })

    expect(first.observed).toEqual({ code: "observed-sandbox-cgroup", args: { cgroup, driver: "systemd" } })
    expect([first.holds, last.holds, sandboxes.size]).toEqual([false, true, 0])
  })

  test("the sandbox image is not there and cannot be pulled", async () => {
    const runRefusal = `failed to get sandbox image "${image}": failed to pull image: dial tcp: network is unreachable`

    const { first, last } = await verified({ runRefusal, hasImage: false })

    expect(first.observed).toMatchObject({
      code: "observed-sandbox-no-image",
      args: { image, importCommand: "ctr import FILE" },
    })
    expect([first.holds, last.holds]).toEqual([false, true])
  })

  test("the runtime handler has no type", async () => {
    const runRefusal = "failed to create containerd container: container.Runtime.Name must be set: invalid argument"

    expect((await verified({ runRefusal })).first.observed.code).toBe("observed-sandbox-no-runtime-type")
  })

  for (const runRefusal of [
    'runc create failed: expected cgroupsPath to be of format "slice:prefix:name" for systemd cgroups, got "/criadm-verify/x" instead',
    "cri-o configured with systemd cgroup manager, but did not receive slice as parent: /criadm-verify",
    "cri-o configured with cgroupfs cgroup manager, but received systemd slice as parent: criadm_verify.slice",
  ]) {
    test(`the cgroup parent does not fit the runtime's driver (${runRefusal.slice(0, 34)})`, async () => {
      const { first } = await verified({ runRefusal }, { driver: "cgroupfs" })

      expect(first.observed).toEqual({
        code: "observed-sandbox-cgroup-parent",
        args: { parent: "/criadm-verify", driver: "cgroupfs", message: `${runRefusal} (gRPC status 2)` },
      })
    })
  }

  test("the runtime says something else", async () => {
    const { first, said } = await verified({ runRefusal: "no space left on device" })

    expect(first.observed.code).toBe("observed-sandbox-failed")
    expect(said).toContain("no space left on device")
  })

  test("its process ends at once", async () => {
    const { first, sandboxes } = await verified({ ended: true })

    expect([first.observed.code, sandboxes.size]).toEqual(["observed-sandbox-ended", 0])
  })

  test("none of its processes is seen", async () => {
    const { first } = await verified({ cgroupFile: () => "" })

    expect(first.observed.code).toBe("observed-sandbox-without-process")
  })

  test("the runtime does not answer in time, though the sandbox was made", async () => {
    const { first, last, sandboxes } = await verified({ runAnswer: { state: "timed-out" } })

    expect([first.observed.code, last.holds, sandboxes.size]).toEqual(["observed-sandbox-failed", true, 0])
  })
})

describe("the removal of a pod sandbox", () => {
  test("also takes away what an earlier test left when it was killed", async () => {
    const node = testNode()
    const runtime = serveSandboxes(node.machine)
    runtime.sandboxes.set("old", "criadm-verify/criadm-verify")
    runtime.sandboxes.set("theirs", "kube-system/etcd")
    const plan = planOf([], { expectations: expectationsFor("systemd") })
    const options = { lockTimeoutSeconds: 0, interrupted: new AbortController().signal, onVerified: () => {} }
    const rows = await verifySandbox(node.start(), plan, options)

    expect(rows.ok && rows.value.map((one) => one.holds)).toEqual([true, true])
    expect([...runtime.sandboxes.keys()]).toEqual(["theirs"])
    expect(runtime.calls.slice(0, 5)).toEqual([
      ...["ListPodSandbox", "StopPodSandbox", "RemovePodSandbox", "ListPodSandbox", "RunPodSandbox"],
    ])
  })

  test("is tried again when the runtime refuses it at first, and goes on when only the stop fails", async () => {
    const { last, sandboxes } = await verified({ stopRefusal: "busy", removeRefusals: ["device or resource busy"] })

    expect([last.holds, sandboxes.size]).toEqual([true, 0])
  })

  test("that does not succeed says which sandbox is left and how to remove it", async () => {
    const { first, last } = await verified({ removeRefusals: Array(99).fill("device or resource busy") })

    expect(first.holds).toBe(true)
    expect(last).toMatchObject({
      holds: false,
      observed: {
        code: "observed-sandbox-left",
        args: { sandbox: "sandbox1", message: "device or resource busy (gRPC status 2)", endpoint },
      },
    })
  })

  test("comes before everything else: a runtime that lists no sandboxes is given none", async () => {
    const { first, calls } = await verified({ listRefusal: "not initialized yet" })

    expect([first.expectation.kind, first.holds]).toEqual(["sandbox-removed", false])
    expect(first.observed.code).toBe("observed-sandboxes-unknown")
    expect(calls).not.toContain("RunPodSandbox")
  })
})

describe("an interruption", () => {
  test("before the sandbox runs leaves it out", async () => {
    const interruption = new AbortController()
    interruption.abort()

    const { first, last, calls } = await verified({}, { interruption })

    expect([first.observed.code, last.holds]).toEqual(["observed-sandbox-interrupted", true])
    expect(calls).not.toContain("RunPodSandbox")
  })

  test("while the sandbox starts lets it start and removes it", async () => {
    const interruption = new AbortController()

    const { first, last, sandboxes } = await verified({ onRun: () => interruption.abort() }, { interruption })

    expect([first.observed.code, last.holds, sandboxes.size]).toEqual(["observed-sandbox-interrupted", true, 0])
  })

  test("while an image is pulled without end gives the call up after a while, and looks for what it left", async () => {
    const interruption = new AbortController()
    const node = testNode()
    const runtime = serveSandboxes(node.machine)
    const context = node.start()
    const grpc: typeof context.machine.grpc = (call) => {
      if (!call.method.endsWith("/RunPodSandbox")) return node.machine.grpc(call)
      interruption.abort()
      return new Promise((resolve) => {
        call.givenUp?.addEventListener("abort", async () => {
          // The runtime was past the pull, and finishes what it had in hand.
          await node.machine.grpc(call)
          resolve({ state: "timed-out" })
        })
      })
    }
    const machine = new Proxy(node.machine, {
      get: (target, name) => (name === "grpc" ? grpc : Reflect.get(target, name)),
    })
    const plan = planOf([], { expectations: expectationsFor("systemd") })
    const options = { lockTimeoutSeconds: 0, interrupted: interruption.signal, onVerified: () => {} }

    const rows = await verifySandbox({ ...context, machine }, plan, options)

    expect(rows.ok && rows.value.map((one) => one.observed.code)).toEqual([
      "observed-sandbox-interrupted",
      "observed-sandbox-removed",
    ])
    expect(runtime.sandboxes.size).toBe(0)
  })
})

describe("no pod sandbox is run", () => {
  test("while another criadm is at work", async () => {
    const node = testNode({ "/var/lib/criadm/lock": "" })
    node.machine.putDirectory("/var/lib/criadm", { mode: 0o700 })
    const context = node.start()
    const holder = { pid: [...node.alive][0], startTime: "1", boot: "boot-1", since: 0 }
    node.machine.put("/var/lib/criadm/lock", JSON.stringify(holder))
    const runtime = serveSandboxes(node.machine)
    const plan = planOf([], { expectations: expectationsFor("systemd") })
    const options = { lockTimeoutSeconds: 0, interrupted: new AbortController().signal, onVerified: () => {} }

    const rows = await verifySandbox(context, plan, options)

    expect(rows.ok ? "" : rows.fault.code).toBe("locked")
    expect(runtime.calls).toEqual([])
  })

  test("where no runtime serves CRI v1", async () => {
    const options = { lockTimeoutSeconds: 0, interrupted: new AbortController().signal, onVerified: () => {} }

    const rows = await verifySandbox(testNode().start(), planOf([]), options)

    expect(rows.ok ? "" : rows.fault.code).toBe("sandbox-needs-cri")
  })
})

describe("the cgroup of a process", () => {
  test("is its controllers' under version 1 and hybrid, and the line without a name under version 2", () => {
    expect(cgroupPathIn("0::/a.slice/b.scope\n")).toBe("/a.slice/b.scope")
    expect(cgroupPathIn("12:cpu,cpuacct:/kubepods/x\n1:name=systemd:/s\n0::/u\n")).toBe("/kubepods/x")
    expect(cgroupPathIn("1:name=systemd:/s\n0::/\n")).toBe("/s")
    expect(cgroupPathIn("3:memory:/with:colon\n")).toBe("/with:colon")
    expect(cgroupPathIn("")).toBeUndefined()
  })

  test("is of the systemd driver's making only as a scope directly in the slice", () => {
    expect(isMadeBy("systemd", "/criadm_verify.slice/crio-1.scope")).toBe(true)
    expect(isMadeBy("systemd", "/criadm_verify.slice/crio-1.scope/container")).toBe(true)
    expect(isMadeBy("systemd", "/criadm_verify.slice/1")).toBe(false)
    expect(isMadeBy("systemd", "/other.slice/crio-1.scope")).toBe(false)
    expect(isMadeBy("systemd", "/criadm_verify.slice")).toBe(false)
    expect(isMadeBy("cgroupfs", "/criadm-verify/1")).toBe(true)
    expect(isMadeBy("cgroupfs", "/machine/criadm-verify/1")).toBe(true)
    expect(isMadeBy("cgroupfs", "/criadm-verify")).toBe(false)
    expect(isMadeBy("cgroupfs", "/system.slice/cri-containerd-1.scope")).toBe(false)
  })
})
