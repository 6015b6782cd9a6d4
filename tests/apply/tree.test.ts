// Files of archives on a node: their labels where SELinux is on, what is left of them, and doing it once more.
import { expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import type { ServiceChange } from "../../src/model/change.ts"
import type { Fault } from "../../src/model/fault.ts"
import { failing, succeeding } from "../machine/memory-machine.ts"
import { configFile, runOptions, type TestNode, testNode } from "./support/test-node.ts"
import { fileChange, imported, placed, planOf, restart } from "./support/test-plans.ts"

function withSelinux(exitCode = 0): { node: TestNode; labelled: string[][] } {
  const node = testNode({ "/sys/fs/selinux/enforce": "1" })
  const labelled: string[][] = []
  node.machine.programs.set("restorecon", (argv) => {
    labelled.push([...argv])
    return { state: "ran", command: argv, exitCode, stdout: "", stderr: exitCode === 0 ? "" : "invalid context" }
  })
  return { node, labelled }
}

test("where SELinux is on, every file and directory placed gets the policy's label", async () => {
  const { node, labelled } = withSelinux()
  const change = placed(node)

  expect(await apply(node.start(), planOf([change]), runOptions())).toMatchObject({ kind: "applied" })
  expect(labelled).toEqual([["restorecon", "-F", ...change.directories, ...change.files.map(({ path }) => path)]])
})

test("where the labels cannot be set, everything is taken back and what was said is told", async () => {
  const { node } = withSelinux(1)
  const change = placed(node)
  const before = node.tree()
  const outcome = await apply(node.start(), planOf([change]), runOptions())

  expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "labels-not-set" } })
  expect(node.tree()).toEqual(before)
})

test("where SELinux is off nothing is labelled", async () => {
  const node = testNode()

  expect(await apply(node.start(), planOf([placed(node)]), runOptions())).toMatchObject({ kind: "applied" })
})

test("rollback leaves a file that somebody has changed, removes the others, and names it", async () => {
  const node = testNode()
  await apply(node.start(), planOf([placed(node)]), runOptions())
  node.machine.put("/opt/cni/bin/bridge", "mine", { mode: 0o755 })

  const outcome = await rollBackRun(node.start(), undefined, { ...runOptions(), force: false })

  expect(outcome).toMatchObject({ kind: "applied", left: ["/opt/cni/bin/bridge"] })
  const tree = Object.keys(node.tree())
  expect(tree).toContain("/opt/cni/bin/bridge")
  expect(tree).not.toContain("/usr/local/bin/containerd")
  expect(tree).not.toContain("/usr/local/bin")
})

test("what was unpacked for a plan and is gone is told before anything is begun", async () => {
  const node = testNode()
  const change = placed(node)
  node.machine.take(`${change.contents}/usr/local/bin/ctr`)

  expect(await apply(node.start(), planOf([change]), runOptions())).toMatchObject({
    kind: "refused",
    fault: { code: "tree-not-placed", args: { path: "/usr/local/bin/ctr" } },
  })
})

test("what was unpacked and was exchanged since is not placed", async () => {
  const node = testNode()
  const change = placed(node)
  node.machine.put(`${change.contents}/usr/local/bin/ctr`, "another program", { mode: 0o755 })
  const before = node.tree()

  expect(await apply(node.start(), planOf([change]), runOptions())).toMatchObject({
    kind: "rolled-back",
    fault: { code: "tree-not-placed" },
  })
  expect(node.tree()).toEqual(before)
})

test("a rollback that goes wrong brings the files again, and leaves the one that somebody has changed", async () => {
  const node = testNode()
  const change = placed(node)
  await apply(node.start(), planOf([change, restart("containerd")]), runOptions())
  for (const { path } of change.files) node.machine.take(`${change.contents}${path}`)
  node.machine.put("/opt/cni/bin/bridge", "mine", { mode: 0o755 })
  const before = node.tree()

  const context = node.start()
  const svc = node.machine.programs.get("svc")!
  let isFirst = true
  node.machine.programs.set("svc", (argv, ...rest) => {
    const isToFail = isFirst && argv[1] === "restart"
    isFirst = isFirst && !isToFail
    return isToFail ? failing("Job failed.") : svc(argv, ...rest)
  })
  const outcome = await rollBackRun(context, undefined, { ...runOptions(), force: false })

  expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "service-action-failed" } })
  expect(node.tree()).toEqual(before)
})

test("where removed files cannot be brought again, a person is told how, and not to remove the others", async () => {
  const node = testNode()
  const change = placed(node)
  await apply(node.start(), planOf([change, restart("containerd")]), runOptions())

  const context = node.start()
  node.machine.programs.set("svc", (argv) => {
    if (argv[1] === "restart") node.machine.take(`${change.contents}/usr/local/bin/ctr`)
    return argv[1] === "restart" ? failing("Job failed.") : succeeding()
  })
  const outcome = await rollBackRun(context, undefined, { ...runOptions(), force: false })

  expect(outcome).toMatchObject({ kind: "rollback-failed", fault: { code: "rollback-failed" } })
  const { args } = outcome.fault as Extract<Fault, { code: "rollback-failed" }>
  expect(args.commands).toContain(`install -D -m 755 ${change.contents}/usr/local/bin/ctr /usr/local/bin/ctr`)
  expect(args.commands.filter((command) => command.startsWith("rm"))).toEqual([])
})

test("an image that was to come into a runtime which this run placed and which does not start is no obstacle", async () => {
  const node = testNode()
  node.services.get("containerd")!.state = "inactive"
  const start = { ...(restart("containerd", false) as ServiceChange), action: "start" } as const
  const image = imported(node)
  const changes = [fileChange(node, configFile, "SystemdCgroup = true\ndies\n"), placed(node), start, image]
  const outcome = await apply(node.start(), planOf(changes), runOptions())

  expect(outcome.kind).toBe("rolled-back")
  expect(node.machine.text(configFile)).toBe("SystemdCgroup = false\n")
  expect(Object.keys(node.tree()).filter((path) => /^\/(?:usr|opt)/.test(path))).toEqual([])
})
