// Room for the way back is set aside before the first change, on every file system concerned, and given back at the end.
import { describe, expect, test } from "bun:test"
import { apply } from "../../src/apply/forward/apply.ts"
import { confirmRun } from "../../src/apply/run/confirm.ts"
import { runPaths } from "../../src/apply/run/state-directory.ts"
import { configFile, runOptions, type TestNode, testNode } from "./support/test-node.ts"
import { fileChange, planOf, restart } from "./support/test-plans.ts"

const own = `${runPaths(1).directory}/reserve`

function plan(node: TestNode) {
  return planOf([fileChange(node, configFile, "ours\n"), restart("containerd")])
}

/** Sizes of the files set aside, at each act. */
function watch(node: TestNode): number[] {
  const sizes: number[] = []
  const { appendLine } = node.machine
  node.machine.appendLine = (path, line) => {
    sizes.push(node.machine.inspect(own)?.size ?? 0)
    return appendLine.call(node.machine, path, line)
  }
  return sizes
}

describe("room for the way back", () => {
  test("is there from before the first act on, larger than all that is put back, and gone at the end", async () => {
    const node = testNode()
    node.machine.put(configFile, "x".repeat(100_000))
    const sizes = watch(node)

    expect((await apply(node.start(), plan(node), runOptions())).kind).toBe("applied")

    expect(sizes[0]).toBeGreaterThan(100_000)
    expect(node.machine.inspect(own)).toBeUndefined()
  })

  test("is set aside on each file system that has a file to be put back, and gone from there too", async () => {
    const node = testNode()
    node.machine.device = (path) => (path.startsWith("/etc") ? 2 : 1)
    node.machine.put(configFile, "x".repeat(100_000))
    const before = Object.keys(node.machine.tree()).filter((path) => path.startsWith("/etc"))

    expect((await apply(node.start(), plan(node), runOptions())).kind).toBe("applied")

    const made = node.machine.acts.filter((act) => /^replace-file .*reserve/.test(act))
    expect(made).toEqual([`replace-file ${own}`, expect.stringMatching(/^replace-file \/etc\/.*\.criadm-reserve-1$/)])
    expect(Object.keys(node.machine.tree()).filter((path) => path.startsWith("/etc"))).toEqual(before)
  })

  test("that cannot be had ends the run before anything of the node is touched", async () => {
    const node = testNode()
    const before = node.machine.text(configFile)
    const { replaceFile } = node.machine
    node.machine.replaceFile = (path, file) =>
      path === own
        ? { ok: false, failure: { act: "replace-file", path, errno: "ENOSPC", message: "ENOSPC: no space left" } }
        : replaceFile.call(node.machine, path, file)

    const outcome = await apply(node.start(), plan(node), runOptions())

    expect(outcome).toMatchObject({ kind: "rolled-back", fault: { code: "act-failed", args: { errno: "ENOSPC" } } })
    expect(node.machine.text(configFile)).toBe(before)
    expect(node.machine.acts.filter((act) => act.includes(configFile))).toEqual([])
  })

  test("is kept until a run is confirmed", async () => {
    const node = testNode()
    expect((await apply(node.start(), plan(node), runOptions({ confirmSeconds: 60 }))).kind).toBe("applied")
    expect(node.machine.inspect(own)).toBeDefined()

    expect((await confirmRun(node.start())).ok).toBe(true)
    expect(node.machine.inspect(own)).toBeUndefined()
  })
})
