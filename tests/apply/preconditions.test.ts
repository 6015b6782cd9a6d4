import { describe, expect, test } from "bun:test"
import { apply } from "../../src/apply/forward/apply.ts"
import { findMovedSince } from "../../src/apply/forward/preconditions.ts"
import { sha256 } from "../../src/model/file-content.ts"
import type { Plan } from "../../src/model/plan.ts"
import { configFile, endpoint, runOptions, type TestNode, testNode } from "./support/test-node.ts"
import { directory, fileChange, forwarding, imported, planOf, restart } from "./support/test-plans.ts"

/** Applies a plan that is expected to be refused, and sees that nothing at all was written. */
async function refusal(node: TestNode, plan: Plan, over = {}) {
  const before = [node.machine.tree(), node.running()]
  const outcome = await apply(node.start(), plan, runOptions(over))
  expect(outcome.kind).toBe("refused")
  expect([node.machine.tree(), node.running()]).toEqual(before)
  return outcome.fault
}

describe("apply refuses and touches nothing when", () => {
  test("a file it would replace was edited since the plan was made, and says what changed", async () => {
    const cases = [
      ["content", (node: TestNode) => node.machine.put(configFile, "edited\n")],
      ["gone", (node: TestNode) => node.machine.take(configFile)],
      ["mode", (node: TestNode) => node.machine.put(configFile, "SystemdCgroup = false\n", { mode: 0o600 })],
      ["owner", (node: TestNode) => node.machine.put(configFile, "SystemdCgroup = false\n", { uid: 7 })],
      ["unreadable", (node: TestNode) => node.machine.put(configFile, Uint8Array.of(0xff, 0xfe))],
    ] as const
    for (const [what, edit] of cases) {
      const node = testNode()
      const plan = planOf([fileChange(node, configFile, "SystemdCgroup = true\n"), restart("containerd")])
      edit(node)
      expect(await refusal(node, plan)).toEqual({
        code: "node-changed",
        args: { file: configFile, what },
      })
    }
  })

  test("a file it would create has appeared", async () => {
    const node = testNode()
    const plan = planOf([fileChange(node, "/etc/new.conf", "new\n")])
    node.machine.put("/etc/new.conf", "somebody else's\n")
    expect(await refusal(node, plan)).toMatchObject({ args: { file: "/etc/new.conf", what: "appeared" } })
  })

  test("a symbolic link leads elsewhere now", async () => {
    const node = testNode({ "/opt/a": "same\n", "/opt/b": "same\n" })
    node.machine.putLink("/etc/link.conf", "/opt/a")
    const plan = planOf([fileChange(node, "/etc/link.conf", "new\n")])
    node.machine.putLink("/etc/link.conf", "/opt/b")
    expect(await refusal(node, plan)).toMatchObject({ args: { file: "/etc/link.conf", what: "link" } })
  })

  test("a file that the plan only read has changed, gone or appeared", async () => {
    const cases = [
      [sha256("other"), "content"],
      [null, "appeared"],
    ] as const
    for (const [hash, what] of cases) {
      const node = testNode({ "/etc/read.conf": "now\n" })
      const plan = planOf([fileChange(node, "/etc/x", "x\n")], { readings: [{ path: "/etc/read.conf", hash }] })
      expect(await refusal(node, plan)).toMatchObject({ code: "node-changed", args: { what } })
    }
    const node = testNode()
    const plan = planOf([fileChange(node, "/etc/x", "x\n")], { readings: [{ path: "/etc/gone", hash: sha256("x") }] })
    expect(await refusal(node, plan)).toMatchObject({ args: { what: "gone" } })
  })

  test("a plan that found nothing to do read a file that has changed since", async () => {
    const node = testNode()
    const plan = planOf([], { readings: [{ path: configFile, hash: sha256("SystemdCgroup = false\n") }] })
    expect((await apply(node.start(), plan, runOptions())).kind).toBe("nothing-to-do")
    node.machine.put(configFile, "edited\n")
    expect(await refusal(node, plan)).toMatchObject({ code: "node-changed", args: { file: configFile } })
  })

  test("a value of the kernel is a third one by now", async () => {
    const node = testNode()
    node.machine.put("/proc/sys/net/ipv4/ip_forward", "2\n")
    expect(await refusal(node, planOf([forwarding]))).toMatchObject({ code: "node-changed", args: { what: "value" } })
  })

  test("the person is not root", async () => {
    const node = testNode()
    const context = node.start()
    const machine = { ...context.machine, uid: 1000 }
    const plan = planOf([fileChange(node, configFile, "x\n")])
    const outcome = await apply({ ...context, machine }, plan, runOptions())
    expect(outcome).toMatchObject({ kind: "refused", fault: { code: "not-root" } })
    expect(node.machine.acts).toEqual([])
  })

  test("a file has other names, which would keep the old content", async () => {
    const node = testNode()
    node.machine.put("/etc/linked.conf", "x\n", { links: 2 })
    const plan = planOf([fileChange(node, "/etc/linked.conf", "y\n")])
    expect(await refusal(node, plan)).toMatchObject({ code: "hard-linked", args: { links: 2 } })
  })

  test("others can write to a directory on the way", async () => {
    const node = testNode({ "/opt/open/below/x.conf": "x\n" })
    node.machine.putDirectory("/opt/open", { mode: 0o777 })
    const plan = planOf([fileChange(node, "/opt/open/below/x.conf", "y\n")])
    expect(await refusal(node, plan)).toMatchObject({ code: "directory-open", args: { directory: "/opt/open" } })
  })

  test("the state directory belongs to somebody else", async () => {
    const node = testNode()
    node.machine.putDirectory("/var/lib/criadm", { mode: 0o700, uid: 1000 })
    node.machine.putDirectory("/var/lib/criadm/runs", { mode: 0o700 })
    const plan = planOf([fileChange(node, configFile, "x\n")])
    expect(await refusal(node, plan)).toMatchObject({ code: "state-directory-unsafe" })
  })

  test("the cgroup driver would change under running pods, and lists them", async () => {
    const node = testNode()
    node.pods.push({ id: "1", name: "web", namespace: "shop", state: "ready" })
    node.pods.push({ id: "2", name: "gone", namespace: "shop", state: "notready" })
    const driverChange = { component: "containerd", endpoint, from: "cgroupfs", to: "systemd" } as const
    const changes = [fileChange(node, configFile, "SystemdCgroup = true\n"), restart("containerd")]

    expect(await refusal(node, planOf(changes, { driverChange }))).toEqual({
      code: "pods-running",
      args: { pods: ["shop/web"], from: "cgroupfs", to: "systemd" },
    })
    const goOn = runOptions({ allowRunningPods: true })
    expect((await apply(node.start(), planOf(changes, { driverChange }), goOn)).kind).toBe("applied")
  })

  test("nobody can say which pods run; a runtime that is down has none", async () => {
    const driverChange = { component: "containerd", endpoint, from: "cgroupfs", to: "systemd" } as const
    for (const [cause, kind] of [
      ["timeout", "refused"],
      ["no-socket", "applied"],
    ] as const) {
      const node = testNode()
      const context = node.start()
      const listSandboxes = async () => ({ ok: false, failure: { cause, message: cause } }) as const
      const plan = planOf([fileChange(node, configFile, "SystemdCgroup = true\n"), restart("containerd")], {
        driverChange,
      })
      const outcome = await apply({ ...context, cri: { ...context.cri, listSandboxes } }, plan, runOptions())
      expect(outcome.kind).toBe(kind)
    }
  })
})

describe("what somebody else has made meanwhile, exactly as asked,", () => {
  test("is no obstacle when it is a directory or a value, and a rollback leaves it", async () => {
    const node = testNode()
    const plan = planOf([directory("/etc/made"), forwarding, fileChange(node, configFile, "SystemdCgroup = true\n")])
    node.machine.putDirectory("/etc/made")
    node.machine.put("/proc/sys/net/ipv4/ip_forward", "1\n")
    const before = node.tree()

    expect((await apply(node.start(), plan, runOptions())).kind).toBe("applied")
    const { rollBackRun } = await import("../../src/apply/back/roll-back-run.ts")
    expect((await rollBackRun(node.start(), undefined, runOptions())).kind).toBe("applied")

    expect(node.tree()).toEqual(before)
  })
})

test("a saved plan may miss what criadm unpacks again, and nothing else", () => {
  const node = testNode()
  const ofBundle = imported(node, { archive: "/var/cache/criadm/bundle/images/sandbox-image.tar" })
  const own = imported(node)
  expect(findMovedSince(node.machine, planOf([ofBundle, own]))).toBeUndefined()

  node.machine.take(own.archive)
  expect(findMovedSince(node.machine, planOf([ofBundle, own]))).toMatchObject({
    code: "node-changed",
    args: { what: "gone" },
  })
})
