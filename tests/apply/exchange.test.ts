// A newer release in place of what criadm placed of an older one: what is kept, what comes back, what is left alone.
import { expect, test } from "bun:test"
import { inversePlan } from "../../src/apply/back/inverse.ts"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import type { Change } from "../../src/model/change.ts"
import { succeeding } from "../machine/memory-machine.ts"
import { configFile, runOptions, testNode } from "./support/test-node.ts"
import { exchanged, fileChange, planOf, restart, systemdDriver } from "./support/test-plans.ts"

const program = "/usr/local/bin/containerd"

test("the newer files are placed, the older are kept, and a rollback brings them back byte for byte", async () => {
  const node = testNode()
  const change = exchanged(node)
  const before = node.tree()
  const text = (path: string) => {
    const read = node.machine.readFile(path)
    return read.state === "read" ? Buffer.from(read.bytes).toString() : read.state
  }

  expect(await apply(node.start(), planOf([change, restart("containerd")]), runOptions())).toMatchObject({
    kind: "applied",
  })
  expect([program, "/usr/local/bin/containerd-shim", "/opt/containerd/bin/new"].map(text)).toEqual([
    "newer program",
    "absent",
    "new program",
  ])
  expect(text(`${change.kept}${program}`)).toBe("older program")

  const outcome = await rollBackRun(node.start(), undefined, { ...runOptions(), force: false })

  expect(outcome).toMatchObject({ kind: "applied" })
  expect(outcome).not.toHaveProperty("left")
  expect(node.tree()).toEqual(before)
  // Nothing of it is needed any more.
  expect(text(`${change.kept}${program}`)).toBe("absent")
})

test("a rollback leaves the file that somebody has changed since, and names it", async () => {
  const node = testNode()
  const change = exchanged(node)
  await apply(node.start(), planOf([change]), runOptions())
  node.machine.put(program, "mine", { mode: 0o755 })

  const outcome = await rollBackRun(node.start(), undefined, { ...runOptions(), force: false })

  expect(outcome).toMatchObject({ kind: "applied", left: [program] })
  expect(Object.keys(node.tree())).toContain("/usr/local/bin/containerd-shim")
  expect(Object.keys(node.tree())).not.toContain("/opt/containerd")
})

test("an older file that somebody has changed since the plan was made is not taken away", async () => {
  const node = testNode()
  const change = exchanged(node)
  node.machine.put(program, "mine", { mode: 0o755 })
  const before = node.tree()

  expect(await apply(node.start(), planOf([change]), runOptions())).toMatchObject({ kind: "refused" })
  expect(node.tree()).toEqual(before)
})

test("without what was kept a rollback is refused before anything is begun", async () => {
  const node = testNode()
  const change = exchanged(node)
  await apply(node.start(), planOf([change]), runOptions())
  node.machine.take(`${change.kept}${program}`)
  const before = node.tree()

  expect(await rollBackRun(node.start(), undefined, { ...runOptions(), force: false })).toMatchObject({
    kind: "refused",
    fault: { code: "tree-not-placed", args: { path: program } },
  })
  expect(node.tree()).toEqual(before)
})

test("where SELinux is on, what comes gets the policy's label, either way", async () => {
  const node = testNode({ "/sys/fs/selinux/enforce": "1" })
  const labelled: string[] = []
  node.machine.programs.set("restorecon", (argv) => {
    labelled.push(...argv.slice(2))
    return succeeding()
  })
  await apply(node.start(), planOf([exchanged(node)]), runOptions())
  expect(labelled).toContain("/opt/containerd/bin/new")
  labelled.length = 0

  await rollBackRun(node.start(), undefined, { ...runOptions(), force: false })

  expect(labelled).toEqual([program, "/usr/local/bin/containerd-shim"])
})

test("going back, the newer release's program is not asked about the older file: it is gone by then", () => {
  const node = testNode()
  const judgement = {
    component: "containerd",
    files: [{ path: configFile, text: systemdDriver }],
    command: ["/var/cache/criadm/contents-2/usr/local/bin/containerd", "config", "dump"],
    timeoutSeconds: 5,
  }
  const file = fileChange(node, configFile, systemdDriver)
  const runs = { ...restart("containerd"), wasActive: true }
  const judgedBack = (changes: readonly Change[]) =>
    inversePlan(1, { ...planOf(changes), judgements: [judgement] }, new Set([0, 1, 2]), []).judgements

  expect(judgedBack([file, runs])).toHaveLength(1)
  expect(judgedBack([file, exchanged(node), runs])).toEqual([])
})
