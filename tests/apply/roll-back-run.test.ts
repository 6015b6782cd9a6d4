import { describe, expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { history } from "../../src/apply/run/history.ts"
import { unfinishedRun } from "../../src/apply/run/unfinished.ts"
import { Killed } from "../machine/memory-machine.ts"
import { configFile, runOptions, type TestNode, testNode } from "./support/test-node.ts"
import { fileChange, planOf, restart } from "./support/test-plans.ts"

const other = "/etc/other.conf"

async function applyText(node: TestNode, path: string, text: string) {
  const plan = planOf([fileChange(node, path, text), restart("containerd")])
  expect((await apply(node.start(), plan, runOptions())).kind).toBe("applied")
}

describe("rollback", () => {
  test("leaves a file that was edited by hand since, and shows all three versions", async () => {
    const node = testNode()
    await applyText(node, configFile, "ours\n")
    node.machine.put(configFile, "mine\n")
    const before = node.machine.tree()

    const outcome = await rollBackRun(node.start(), undefined, runOptions())

    expect(outcome.fault).toMatchObject({ code: "edited-since", args: { run: 1, files: [configFile] } })
    expect(node.machine.tree()).toEqual(before)
    expect(outcome.edited).toMatchObject([
      { before: { text: "SystemdCgroup = false\n" }, ours: { text: "ours\n" }, now: { text: "mine\n" } },
    ])
  })

  test("overwrites it when asked to, and can give the hand edit back", async () => {
    const node = testNode()
    await applyText(node, configFile, "ours\n")
    node.machine.put(configFile, "mine\n")

    expect((await rollBackRun(node.start(), 1, runOptions({ force: true }))).kind).toBe("applied")
    expect(node.machine.text(configFile)).toBe("SystemdCgroup = false\n")

    expect((await rollBackRun(node.start(), 2, runOptions())).kind).toBe("applied")
    expect(node.machine.text(configFile)).toBe("mine\n")
  })

  test("of an older run names the newer ones that touched the same file", async () => {
    const node = testNode({ [other]: "0\n" })
    await applyText(node, configFile, "1\n")
    await applyText(node, configFile, "2\n")
    await applyText(node, other, "3\n")

    const outcome = await rollBackRun(node.start(), 1, runOptions())

    expect(outcome).toMatchObject({ kind: "refused", fault: { code: "newer-runs", args: { run: 1, newer: ["2"] } } })
  })

  test("of one run after the other, the newest first, ends at the first node", async () => {
    const node = testNode({ [other]: "0\n" })
    const before = node.tree()
    await applyText(node, configFile, "1\n")
    await applyText(node, configFile, "2\n")
    await applyText(node, other, "3\n")

    for (const undoes of [3, 2, 1]) {
      expect((await rollBackRun(node.start(), undefined, runOptions())).kind).toBe("applied")
      const runs = history(node.machine)
      expect(runs.ok && runs.value.at(-1)).toMatchObject({ undoes, outcome: "applied" })
    }

    expect(node.tree()).toEqual(before)
    const again = await rollBackRun(node.start(), undefined, runOptions())
    expect(again).toMatchObject({ kind: "refused", fault: { code: "nothing-to-roll-back" } })
  })

  test("of a run that does not exist, or was put back already, is refused", async () => {
    const node = testNode()
    expect((await rollBackRun(node.start(), undefined, runOptions())).fault?.code).toBe("nothing-to-roll-back")
    await applyText(node, configFile, "1\n")
    expect((await rollBackRun(node.start(), 7, runOptions())).fault?.code).toBe("no-such-run")
    await rollBackRun(node.start(), 1, runOptions())
    expect((await rollBackRun(node.start(), 1, runOptions())).fault?.code).toBe("no-such-run")
  })

  test("works for the runs that are left when an operator has removed the records of others", async () => {
    const node = testNode({ [other]: "0\n" })
    await applyText(node, configFile, "1\n")
    await applyText(node, other, "2\n")
    for (const path of Object.keys(node.machine.tree()).toReversed()) {
      if (path.startsWith("/var/lib/criadm/runs/1")) node.machine.take(path)
    }

    const left = history(node.machine)
    expect(left.ok && left.value.map((run) => run.number)).toEqual([2])
    expect((await rollBackRun(node.start(), undefined, runOptions())).kind).toBe("applied")
    expect(node.machine.text(other)).toBe("0\n")
    expect(node.machine.text(configFile)).toBe("1\n")
    expect((await rollBackRun(node.start(), 1, runOptions())).fault?.code).toBe("no-such-run")
  })

  test("of a run that was killed half way puts it back on demand", async () => {
    const node = testNode()
    const before = [node.tree(), node.running()]
    const plan = planOf([fileChange(node, configFile, "SystemdCgroup = true\n"), restart("containerd")])
    const context = node.start()
    node.machine.stopAt(14)
    await expect(apply(context, plan, runOptions())).rejects.toBeInstanceOf(Killed)
    expect(node.running()).toEqual({ containerd: "SystemdCgroup = true\n" })
    expect(unfinishedRun(node.start().machine)).toMatchObject({ number: 1, outcome: "unfinished" })

    const outcome = await rollBackRun(node.start(), undefined, runOptions())

    expect(outcome).toMatchObject({ kind: "applied", recovered: { run: 1, direction: "back" } })
    expect([node.tree(), node.running()]).toEqual(before)
    expect(unfinishedRun(node.machine)).toBeUndefined()
  })

  test("that needs a person prints the commands that finish it, and is tried again by the next run", async () => {
    const node = testNode()
    const before = [node.tree(), node.running()]
    const plan = planOf([fileChange(node, configFile, "does not start\n"), restart("containerd")])
    const context = node.start()
    const broken = { ...context.machine, now: context.machine.now }
    const replaceFile = broken.replaceFile
    broken.replaceFile = (path, file) =>
      path === configFile && Buffer.from(file.bytes).toString().startsWith("SystemdCgroup = false")
        ? { ok: false, failure: { act: "replace-file", path, errno: "EROFS", message: "EROFS: read-only file system" } }
        : replaceFile.call(context.machine, path, file)

    const outcome = await apply({ ...context, machine: broken }, plan, runOptions())

    expect(outcome).toMatchObject({
      kind: "rollback-failed",
      fault: {
        code: "rollback-failed",
        args: {
          run: 1,
          commands: [
            `install -m 644 -o 0 -g 0 /var/lib/criadm/runs/1/before/0-config.toml ${configFile}`,
            "svc restart containerd",
          ],
        },
        because: { code: "act-failed", because: { code: "service-action-failed" } },
      },
    })
    expect(node.machine.text("/var/lib/criadm/runs/1/before/0-config.toml")).toBe("SystemdCgroup = false\n")

    expect((await rollBackRun(node.start(), undefined, runOptions())).kind).toBe("applied")
    expect([node.tree(), node.running()]).toEqual(before)
  })

  test("of a run that made us go back leaves what somebody else wrote in the meantime", async () => {
    const node = testNode()
    const plan = planOf([fileChange(node, configFile, "does not start\n"), restart("containerd")])
    const context = node.start()
    node.machine.programs.set("svc", (argv, machine) => {
      if (argv[1] === "restart" && machine.text(configFile) === "does not start\n") {
        machine.put(configFile, "mine\n")
        return { state: "ran", command: [], exitCode: 1, stdout: "", stderr: "" }
      }
      return { state: "ran", command: [], exitCode: 0, stdout: "", stderr: "" }
    })

    const outcome = await apply(context, plan, runOptions())

    expect(outcome).toMatchObject({
      kind: "rollback-failed",
      fault: { code: "left-as-edited", args: { run: 1, files: [configFile] } },
    })
    expect(outcome.edited).toMatchObject([{ ours: { text: "does not start\n" }, now: { text: "mine\n" } }])
    expect(node.machine.text(configFile)).toBe("mine\n")
    expect(unfinishedRun(node.machine)).toBeUndefined()
  })
})
