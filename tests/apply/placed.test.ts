// What criadm has placed from release archives, as its own records tell it.
import { expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { placedArchives } from "../../src/apply/run/placed.ts"
import { runOptions, testNode } from "./support/test-node.ts"
import { exchanged, placed, planOf } from "./support/test-plans.ts"

const back = { ...runOptions(), force: false }

test("nothing, where no run has placed any, or where that run was taken back", async () => {
  const node = testNode()
  expect(placedArchives(node.machine)).toBeUndefined()

  await apply(node.start(), planOf([placed(node)]), runOptions())
  expect(placedArchives(node.machine)).toMatchObject({ component: "containerd" })

  await rollBackRun(node.start(), undefined, back)
  expect(placedArchives(node.machine)).toBeUndefined()
})

test("after another release, its files and what it left alone; after its rollback, the first again", async () => {
  const node = testNode()
  const made = exchanged(node)
  for (const { path } of made.replaced) node.machine.take(path)
  const tree = placed(node)
  const runc = { project: "runc", version: "1.3.6", url: "https://example.org/runc", bytes: 1 }
  const first = planOf([{ ...tree, archives: [...tree.archives, runc] }])
  expect(await apply(node.start(), first, runOptions())).toMatchObject({ kind: "applied" })
  const before = placedArchives(node.machine)
  const exchange = { ...exchanged(node), replaced: tree.files.slice(0, 2) }
  node.machine.take("/usr/local/bin/containerd-shim")
  node.machine.put("/usr/local/bin/containerd", "program /usr/local/bin/containerd", { mode: 0o755 })
  expect(await apply(node.start(), planOf([exchange]), runOptions())).toMatchObject({ kind: "applied" })

  const now = placedArchives(node.machine)

  expect(now?.archives).toEqual([
    { project: "containerd", version: "2.3.4" },
    { project: "runc", version: "1.3.6" },
  ])
  expect(now?.files.map(({ path }) => path)).toEqual([
    "/usr/local/bin/containerd",
    "/opt/containerd/bin/new",
    "/opt/cni/bin/bridge",
  ])

  // The first run is below the second one.
  expect(await rollBackRun(node.start(), 1, back)).toMatchObject({
    kind: "refused",
    fault: { code: "newer-runs", args: { run: 1, newer: ["2"] } },
  })
  await rollBackRun(node.start(), undefined, back)
  expect(placedArchives(node.machine)).toEqual(before)
})
