import { describe, expect, test } from "bun:test"
import { unfinishedRun } from "../../src/apply/back/recover.ts"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { confirmRun } from "../../src/apply/run/confirm.ts"
import { guardRun } from "../../src/apply/run/guard.ts"
import { Killed } from "../machine/memory-machine.ts"
import { selfOf } from "./survival.ts"
import { configFile, runOptions, type TestNode, testNode } from "./test-node.ts"
import { answersCri, fileChange, planOf, restart } from "./test-plans.ts"

const withConfirm = runOptions({ confirmSeconds: 120 })

function planFor(node: TestNode) {
  const changes = [fileChange(node, configFile, "SystemdCgroup = true\n"), restart("containerd")]
  return planOf(changes, { expectations: [answersCri] })
}

async function applied() {
  const node = testNode()
  const old = selfOf(node)
  const outcome = await apply(node.start(), planFor(node), withConfirm)
  return { node, old, young: selfOf(node), outcome }
}

const hook = "/etc/systemd/system/criadm-guard-1-boot.service"

describe("a run with --confirm", () => {
  test("is guarded by a timer of systemd and by a unit for the next boot before the first change", async () => {
    const { node, outcome } = await applied()

    expect(outcome).toMatchObject({ kind: "applied", confirmBefore: node.machine.now() + 120_000 })
    expect([...node.timers]).toEqual([["criadm-guard-1", ["criadm", "guard", "1"]]])
    expect(node.machine.text(hook)).toBe(
      [
        "[Unit]",
        "Description=Puts run 1 of criadm back unless it is confirmed",
        "After=containerd.service",
        "",
        "[Service]",
        'ExecStart="criadm" "guard" "1"',
        "",
        "[Install]",
        "WantedBy=multi-user.target",
        "",
      ].join("\n"),
    )
    expect(unfinishedRun(node.machine)).toMatchObject({ number: 1, outcome: "unconfirmed" })
  })

  test("stays when it is confirmed, and the guard is gone with its unit", async () => {
    const { node, young } = await applied()

    expect(await confirmRun(node.start())).toEqual({ ok: true, value: 1 })

    expect(node.timers.size).toBe(0)
    expect(node.machine.text(hook)).toBeUndefined()
    expect(unfinishedRun(node.machine)).toBeUndefined()
    expect(await guardRun(node.start(), 1, runOptions())).toBeUndefined()
    expect(node.running()).toEqual(young.running)
  })

  test("is put back by the guard when nobody confirms in time", async () => {
    const { node, old } = await applied()
    const began = node.machine.now()

    const outcome = await guardRun(node.start(), 1, runOptions())

    expect(outcome).toMatchObject({ kind: "rolled-back", run: 1 })
    expect(node.machine.now() - began).toBeGreaterThanOrEqual(120_000)
    expect(selfOf(node)).toEqual(old)
    expect(await confirmRun(node.start())).toMatchObject({ ok: false, fault: { code: "nothing-to-confirm" } })
  })

  test("that was killed in the middle is put back by the guard", async () => {
    const node = testNode()
    const old = selfOf(node)
    const apparatus = node.start()
    const plan = planFor(node)
    const onProgress = (progress: { event: string }) => {
      if (progress.event === "waiting") node.machine.stopAt(0)
    }
    await expect(apply(apparatus, plan, runOptions({ confirmSeconds: 120, onProgress }))).rejects.toBeInstanceOf(Killed)

    expect(await guardRun(node.start(), 1, runOptions())).toMatchObject({ kind: "rolled-back" })
    expect(selfOf(node)).toEqual(old)
  })

  test("past its time is put back by the next apply, or by the guard after a boot", async () => {
    const { node, old } = await applied()
    node.machine.advance(121_000)
    node.boot()

    expect(await confirmRun(node.start())).toMatchObject({ ok: false, fault: { code: "confirmed-too-late" } })
    const outcome = await apply(node.start(), planOf([]), runOptions())

    expect(outcome).toMatchObject({ kind: "nothing-to-do", recovered: { run: 1, direction: "back" } })
    expect(selfOf(node)).toEqual(old)
    expect(node.machine.text(hook)).toBeUndefined()
  })

  test("lets nobody apply anything else until it is confirmed or put back", async () => {
    const { node, old } = await applied()
    const plan = planOf([fileChange(node, "/etc/other.conf", "x\n")])

    const outcome = await apply(node.start(), plan, runOptions())
    expect(outcome).toMatchObject({ kind: "refused", fault: { code: "run-unconfirmed", args: { run: 1 } } })

    expect((await rollBackRun(node.start(), undefined, runOptions())).kind).toBe("applied")
    expect(selfOf(node)).toEqual(old)
    expect(node.timers.size).toBe(0)
  })

  test("is not begun when the guard cannot be started", async () => {
    const node = testNode()
    const old = selfOf(node)
    const apparatus = node.start()
    node.machine.programs.delete("systemd-run")

    const outcome = await apply(apparatus, planFor(node), withConfirm)

    expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "guard-not-started" } })
    expect(selfOf(node)).toEqual(old)
  })

  test("is guarded by a detached process where the init system has no timers", async () => {
    const node = testNode()
    const apparatus = node.start()
    const { later: _, ...plain } = apparatus.initSystems[0]!
    const asked: string[] = []
    node.machine.programs.set("criadm", (argv) => {
      asked.push(argv.join(" "))
      return { state: "ran", command: [], exitCode: 0, stdout: "", stderr: "" }
    })

    const outcome = await apply({ ...apparatus, initSystems: [plain] }, planFor(node), withConfirm)

    expect(outcome.kind).toBe("applied")
    expect(asked).toEqual(["criadm guard 1 --detach"])
  })
})
