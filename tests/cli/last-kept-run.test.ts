// What a node was asked to be stands until somebody asks for something else, or puts the run back.
import { expect, test } from "bun:test"
import { criadm, debianFiles, Tree } from "../binary/program.ts"

const release = ["--runtime-version", "2.3.4"]

test("without answers, plan speaks of what the last kept run was asked for", () => {
  using tree = new Tree(debianFiles)
  const on = (command: string, ...args: readonly string[]) => criadm([command, "--root", tree.path, ...args])
  const isPlanned = () => on("plan", "--detailed-exitcode", ...release).code === 6
  const wanted = ["--cgroup-driver", "cgroupfs", "--sandbox-image", "registry.example.net/pause:3.10"]

  expect(on("apply", "--yes", ...wanted, ...release).code).toBe(0)
  expect(isPlanned()).toBe(false)

  expect(on("rollback", "--yes").code).toBe(0)
  expect(on("plan", ...release).out).not.toContain("registry.example.net")
  expect(isPlanned()).toBe(true)
})

test("how a run was done is not asked of the next one", () => {
  using tree = new Tree(debianFiles)
  const on = (command: string, ...args: readonly string[]) =>
    criadm([command, "--root", tree.path, ...release, ...args])

  expect(on("apply", "--yes", "--no-restart", "--settle", "7", "--cgroup-driver", "cgroupfs").code).toBe(0)
  const { answers } = JSON.parse(on("plan", "-o", "json").out) as { answers: { values: Record<string, unknown> } }
  expect(answers.values["cgroup-driver"]).toBe("cgroupfs")
  expect(answers.values["restart"]).toBe(true)
  expect(answers.values["settle"]).toBeUndefined()
})
