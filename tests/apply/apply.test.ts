import { describe, expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { history } from "../../src/apply/run/history.ts"
import { en } from "../../src/messages/en/en.ts"
import type { Progress } from "../../src/model/progress.ts"
import { runLine } from "../../src/pages/history.ts"
import { textOf } from "../../src/pages/lines.ts"
import { selfOf } from "./support/survival.ts"
import { configFile, runOptions, sysctl, testNode } from "./support/test-node.ts"
import { answersCri, fileChange, forwarding, planOf, restart, testCases, usesSystemd } from "./support/test-plans.ts"

describe("apply", () => {
  for (const one of testCases) {
    test(`${one.name}: the run ends ${one.ends}, and the node is the ${one.ends === "applied" ? "new" : "old"} one`, async () => {
      const { node, plan } = one.make()
      const old = selfOf(node)

      const outcome = await apply(node.start(), plan, runOptions())

      expect(outcome.kind).toBe(one.ends)
      if (one.ends === "applied") expect(selfOf(node)).not.toEqual(old)
      else expect(selfOf(node)).toEqual(old)
    })
  }

  for (const one of testCases.filter((candidate) => candidate.ends === "applied")) {
    test(`${one.name}: rollback puts every byte, mode, owner and service back, and rollback of that restores it`, async () => {
      const { node, plan } = one.make()
      const before = selfOf(node)
      await apply(node.start(), plan, runOptions())
      const after = selfOf(node)

      expect((await rollBackRun(node.start(), undefined, runOptions())).kind).toBe("applied")
      expect(selfOf(node)).toEqual(before)

      expect((await rollBackRun(node.start(), 2, runOptions())).kind).toBe("applied")
      expect(selfOf(node)).toEqual(after)
    })
  }

  test("a plan without changes writes nothing at all, not even a lock", async () => {
    const node = testNode()
    const before = node.machine.tree()

    const outcome = await apply(node.start(), planOf([], { expectations: [answersCri] }), runOptions())

    expect(outcome).toMatchObject({ kind: "nothing-to-do", verified: [{ holds: true }] })
    expect(node.machine.tree()).toEqual(before)
    expect(node.machine.acts).toEqual([])
  })

  test("a service that does not start is said with its last lines, and the old configuration runs again", async () => {
    const { node, plan } = testCases.find((one) => one.name === "a service that does not start")!.make()
    const events: string[] = []
    const onProgress = (progress: Progress) => events.push(progress.event)

    const outcome = await apply(node.start(), plan, runOptions({ onProgress }))

    expect(outcome.fault).toMatchObject({
      code: "service-action-failed",
      args: { service: "containerd", action: "restart" },
      ran: { lastLines: ["Job failed.", "failed to load the configuration"] },
    })
    expect(events).toContain("rolling-back")
    expect(events).toContain("log")
    expect(history(node.machine)).toMatchObject({ ok: true, value: [{ number: 1, outcome: "rolled-back" }] })
  })

  test("a runtime that ignores what was written is found out and told, and the old state is proven", async () => {
    const { node, plan } = testCases.find((one) => one.name === "a runtime that ignores what was written")!.make()
    const progress: Progress[] = []

    const outcome = await apply(node.start(), plan, runOptions({ onProgress: (one) => progress.push(one) }))

    expect(outcome.fault?.code).toBe("not-as-promised")
    // Proven after the way back: the old state, as far as it can be asked for.
    const afterwards = progress.slice(progress.findIndex((one) => one.event === "rolling-back"))
    const proven = afterwards.flatMap((one) => (one.event === "verified" ? [one.verified] : []))
    expect(proven.map((one) => one.expectation.kind)).toContain("service-active")
    expect(proven.every((one) => one.holds)).toBe(true)
    expect(outcome.verified.find((one) => !one.holds)?.observed).toEqual({
      code: "observed-driver-told",
      args: { driver: "cgroupfs" },
    })
  })

  test("what the runtime's own program refuses is never written", async () => {
    const node = testNode()
    node.machine.programs.set("containerd", (argv) => {
      const staged = node.machine.text(argv[2] ?? "")
      return staged === "broken\n"
        ? { state: "ran", command: [], exitCode: 1, stdout: "", stderr: "" }
        : { state: "not-found", command: [] }
    })
    const judgement = {
      component: "containerd",
      files: [{ path: configFile, text: "broken\n" }],
      command: ["containerd", "--config", `{staged}${configFile}`],
      timeoutSeconds: 10,
    }
    const plan = planOf([fileChange(node, configFile, "broken\n"), restart("containerd")], { judgements: [judgement] })
    const before = [node.tree(), node.running()]

    const outcome = await apply(node.start(), plan, runOptions())

    expect(outcome).toMatchObject({ kind: "refused", fault: { code: "edit-refused" } })
    expect([node.tree(), node.running()]).toEqual(before)
    expect(history(node.machine)).toEqual({ ok: true, value: [] })
  })

  test("the list of runs tells what was changed beside files and services, too", async () => {
    const node = testNode({})
    await apply(node.start(), planOf([forwarding]), runOptions())

    const runs = history(node.machine)
    expect(runs).toMatchObject({ ok: true, value: [{ number: 1, files: [], services: [], others: [sysctl] }] })
    expect(runs.ok && textOf(runLine(runs.value[0]!, en))).toEndWith(`  applied  ${sysctl}`)
  })

  test("Ctrl-C between two changes finishes the step in hand and goes back", async () => {
    const { node, plan } = testCases.find((one) => one.name.startsWith("many files"))!.make()
    const before = [node.tree(), node.running()]
    const controller = new AbortController()
    let done = 0
    const onProgress = (progress: Progress) => {
      if (progress.event !== "change-done") return
      done += 1
      if (done === 4) controller.abort()
    }

    const outcome = await apply(node.start(), plan, runOptions({ onProgress, interrupted: controller.signal }))

    expect(outcome.kind).toBe("interrupted")
    expect([node.tree(), node.running()]).toEqual(before)
  })

  test("Ctrl-C while waiting for the runtime goes back", async () => {
    const { node, plan } = testCases.find((one) => one.name === "a service that starts and never answers")!.make()
    const before = [node.tree(), node.running()]
    const controller = new AbortController()
    const onProgress = (progress: Progress) => progress.event === "waiting" && controller.abort()

    const outcome = await apply(node.start(), plan, runOptions({ onProgress, interrupted: controller.signal }))

    expect(outcome.kind).toBe("interrupted")
    expect([node.tree(), node.running()]).toEqual(before)
  })

  test("a runtime that is killed and started again and again never counts as healthy", async () => {
    const node = testNode()
    const changes = [fileChange(node, configFile, "SystemdCgroup = true\n"), restart("containerd")]
    const plan = planOf(changes, { expectations: [answersCri, usesSystemd] })
    const containerd = node.services.get("containerd")!
    const before = [node.tree(), node.running()]
    const onProgress = (progress: Progress) => {
      if (progress.event === "waiting" && containerd.startedOn === "SystemdCgroup = true\n") containerd.pid += 1
    }

    const outcome = await apply(node.start(), plan, runOptions({ onProgress }))

    expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "not-healthy" } })
    expect([node.tree(), node.running()]).toEqual(before)
  })

  test("nobody but the owner can read what criadm keeps", async () => {
    const { node, plan } = testCases.find((one) => one.name.startsWith("many files"))!.make()
    await apply(node.start(), plan, runOptions())

    const own = Object.entries(node.machine.tree()).filter(([path]) => path.startsWith("/var/lib/criadm"))
    expect(own.length).toBeGreaterThan(8)
    for (const [, line] of own) expect(line).toMatch(/^(directory 700|file 600) 0:0 /)
    expect(node.machine.tree()["/var/lib/criadm/lock"]).toBeUndefined()
  })
})
