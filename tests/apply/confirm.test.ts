import { describe, expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { confirmRun } from "../../src/apply/run/confirm.ts"
import { guardRun } from "../../src/apply/run/guard.ts"
import { recoverUnfinished } from "../../src/apply/run/under-lock.ts"
import { unfinishedRun } from "../../src/apply/run/unfinished.ts"
import { failing, Killed, succeeding } from "../machine/memory-machine.ts"
import { selfOf } from "./support/survival.ts"
import { configFile, runOptions, type TestNode, testNode } from "./support/test-node.ts"
import { answersCri, fileChange, planOf, restart } from "./support/test-plans.ts"

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

const program = "/var/lib/criadm/runs/1/criadm"
const hook = "/etc/systemd/system/criadm-guard-1-boot.service"

describe("a run with --confirm", () => {
  test("is guarded by a timer of systemd and by a unit for the next boot before the first change", async () => {
    const { node, outcome } = await applied()

    expect(outcome).toMatchObject({ kind: "applied", confirmBefore: node.machine.now() + 120_000 })
    expect([...node.timers]).toEqual([["criadm-guard-1", [program, "guard", "1"]]])
    expect(node.machine.text(hook)).toBe(
      [
        "[Unit]",
        "Description=Puts run 1 of criadm back unless it is confirmed",
        "After=containerd.service",
        `RequiresMountsFor="${program}"`,
        "",
        "[Service]",
        `ExecStart="${program}" "guard" "1"`,
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

  test("is put back by the guard only when the init system has brought the node up", async () => {
    const { node, old } = await applied()
    const context = node.start()
    const upAt = node.machine.now() + 300_000
    const isBootingOrHalting = () => node.machine.now() < upAt

    const initSystems = [{ ...context.initSystems[0]!, isBootingOrHalting }]
    expect(await guardRun({ ...context, initSystems }, 1, runOptions())).toMatchObject({ kind: "rolled-back" })

    expect(node.machine.now()).toBeGreaterThanOrEqual(upAt)
    expect(selfOf(node)).toEqual(old)
  })

  test("is put back by the guard all the same where a boot hangs", async () => {
    const { node, old } = await applied()
    const context = node.start()

    const initSystems = [{ ...context.initSystems[0]!, isBootingOrHalting: () => true }]
    expect(await guardRun({ ...context, initSystems }, 1, runOptions())).toMatchObject({ kind: "rolled-back" })

    expect(selfOf(node)).toEqual(old)
  })

  test("is put back by the guard though the service does not restart at first", async () => {
    const { node, old } = await applied()
    const context = node.start()
    node.failServiceAt(0, "does not start", 12)

    expect(await guardRun(context, 1, runOptions())).toMatchObject({ kind: "rolled-back" })
    expect(selfOf(node)).toEqual(old)
  })

  test("that was killed in the middle is put back by the guard", async () => {
    const node = testNode()
    const old = selfOf(node)
    const context = node.start()
    const plan = planFor(node)
    const onProgress = (progress: { event: string }) => {
      if (progress.event === "waiting") node.machine.stopAt(0)
    }
    await expect(apply(context, plan, runOptions({ confirmSeconds: 120, onProgress }))).rejects.toBeInstanceOf(Killed)

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

    // Neither is it said that there is nothing to do, on a node that may be put back in a moment.
    expect(await apply(node.start(), planOf([]), runOptions())).toMatchObject({
      kind: "refused",
      fault: { code: "run-unconfirmed", args: { run: 1 } },
    })

    expect((await rollBackRun(node.start(), undefined, runOptions())).kind).toBe("applied")
    expect(selfOf(node)).toEqual(old)
    expect(node.timers.size).toBe(0)
  })

  test("is not begun when the guard cannot be started", async () => {
    const node = testNode()
    const old = selfOf(node)
    const context = node.start()
    node.machine.programs.delete("systemd-run")

    const outcome = await apply(context, planFor(node), withConfirm)

    expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "guard-not-started" } })
    expect(selfOf(node)).toEqual(old)
  })

  test("is waited for by another apply that has time for it, and then put in order", async () => {
    const { node, old } = await applied()
    const began = node.machine.sinceBoot()

    const recovered = await recoverUnfinished(node.start(), runOptions({ lockTimeoutSeconds: 600 }))

    expect(recovered).toMatchObject({ kind: "rolled-back", run: 1 })
    expect((node.machine.sinceBoot() - began) / 1000).toBeGreaterThanOrEqual(120)
    expect(selfOf(node)).toEqual(old)
  })

  test("says at its end in how many seconds it is undone", async () => {
    const { outcome } = await applied()

    expect(outcome.confirmSeconds).toBe(120)
  })

  test("is guarded by its own copy of the program, which goes when it is kept or put back", async () => {
    const { node } = await applied()
    expect(node.machine.inspect(program)?.mode).toBe(0o700)

    await confirmRun(node.start())
    expect(node.machine.inspect(program)).toBeUndefined()

    const other = await applied()
    await guardRun(other.node.start(), 1, runOptions())
    expect(other.node.machine.inspect(program)).toBeUndefined()
  })

  test("is not begun where the copy does not start, as on a file system mounted noexec", async () => {
    const node = testNode()
    const old = selfOf(node)
    const context = node.start()
    node.machine.programs.set("systemd-run", (argv) =>
      argv.includes("--service-type=oneshot") ? failing("status=203/EXEC") : succeeding(),
    )

    const outcome = await apply(context, planFor(node), withConfirm)

    expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "guard-not-started" } })
    expect(selfOf(node)).toEqual(old)
    expect(node.machine.inspect(program)).toBeUndefined()
  })

  test("is refused before anything is done where nothing would start the guard after a boot", async () => {
    const node = testNode()
    const context = node.start()
    const { runLater: _, ...plain } = context.initSystems[0]!

    const outcome = await apply({ ...context, initSystems: [plain] }, planFor(node), withConfirm)

    const fault = { code: "confirm-needs-init-system", args: { initSystem: "systemd" } }
    expect(outcome).toMatchObject({ kind: "refused", fault })
    expect(node.machine.acts).toEqual([])
  })

  test("is put back in its time although somebody sets the clock back, and not earlier when it is set forth", async () => {
    for (const hours of [-24, 24]) {
      const { node, old } = await applied()
      const began = node.machine.sinceBoot()
      node.machine.stepClock(hours * 3_600_000)
      node.machine.advance(60_000)
      expect(unfinishedRun(node.machine)).toMatchObject({ outcome: "unconfirmed" })

      await guardRun(node.start(), 1, runOptions())

      const seconds = (node.machine.sinceBoot() - began) / 1000
      expect(seconds).toBeGreaterThanOrEqual(120)
      expect(seconds).toBeLessThan(140)
      expect(selfOf(node)).toEqual(old)
    }
  })

  test("can be kept until its time is over, whatever the clock says", async () => {
    const { node } = await applied()
    node.machine.stepClock(48 * 3_600_000)
    node.machine.advance(119_000)

    expect(await confirmRun(node.start())).toEqual({ ok: true, value: 1 })
  })

  test("waits no longer than the whole countdown after a boot, also with a clock that was set back", async () => {
    const { node, old } = await applied()
    node.machine.stepClock(-365 * 24 * 3_600_000)
    node.boot()

    await guardRun(node.start(), 1, runOptions())

    expect(node.machine.sinceBoot()).toBeGreaterThanOrEqual(120_000)
    expect(node.machine.sinceBoot()).toBeLessThan(140_000)
    expect(selfOf(node)).toEqual(old)
  })

  test("whose guard was killed while it was taken away is cleaned up by the next command", async () => {
    const { node } = await applied()
    const context = node.start()
    const { removeFile } = context.machine
    const machine = {
      ...context.machine,
      removeFile(path: string) {
        if (path === hook) node.machine.failAt(1, "EIO", 9)
        return removeFile(path)
      },
    }
    await confirmRun({ ...context, machine })
    expect(node.machine.text(hook)).toBeDefined()

    await recoverUnfinished(node.start(), runOptions())

    expect(node.machine.text(hook)).toBeUndefined()
    expect(node.machine.inspect(program)).toBeUndefined()
  })
})
