// What a node was last asked to be, when runs were put back since.
import { expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { answersOfAct } from "../../src/apply/migration/plan-of-act.ts"
import { lastAsked } from "../../src/apply/run/asked.ts"
import type { Answers, ChosenBy, ResolvedAnswers } from "../../src/model/answers.ts"
import { configFile, runOptions, type TestNode, testNode } from "./support/test-node.ts"
import { fileChange, planOf } from "./support/test-plans.ts"

const other = "/etc/sysctl.d/99-other.conf"

/** A run that was given `given`, and goes on with what the last one was asked for. */
async function run(node: TestNode, path: string, text: string, given: Answers): Promise<void> {
  const asked = lastAsked(node.machine)
  const why = { code: "asked-by-run", args: { run: asked?.run ?? 0 } } as const
  const by = (answers: Answers, one: ChosenBy) => Object.fromEntries(Object.keys(answers).map((id) => [id, one]))
  const answers: ResolvedAnswers = {
    values: { ...asked?.answers, ...given },
    chosenBy: { ...by(asked?.answers ?? {}, { who: "node", why }), ...by(given, { who: "flag" }) },
  }
  const plan = planOf([fileChange(node, path, text)], { answers })
  expect(await apply(node.start(), plan, runOptions())).toMatchObject({ kind: "applied" })
}

const back = (node: TestNode, number: number) => rollBackRun(node.start(), number, { ...runOptions(), force: false })

test("what was asked of a run that was put back is not asked any more, though later runs went on with it", async () => {
  const node = testNode({ [other]: "0\n" })
  await run(node, other, "1\n", { swap: "off" })
  await run(node, configFile, "2\n", { "cgroup-driver": "systemd" })
  await run(node, configFile, "3\n", { module: ["overlay"] })
  expect(lastAsked(node.machine)?.answers).toEqual({ swap: "off", "cgroup-driver": "systemd", module: ["overlay"] })

  expect((await back(node, 1)).kind).toBe("applied")
  expect(lastAsked(node.machine)).toEqual({
    run: 3,
    answers: { "cgroup-driver": "systemd", module: ["overlay"] },
  })
})

test("what a later run was given again stays asked when the earlier one is put back", async () => {
  const node = testNode({ [other]: "0\n" })
  await run(node, other, "1\n", { swap: "off" })
  await run(node, configFile, "2\n", { swap: "off" })

  expect((await back(node, 1)).kind).toBe("applied")
  expect(lastAsked(node.machine)?.answers).toEqual({ swap: "off" })
})

test("a run whose putting back was put back is asked again", async () => {
  const node = testNode({ [other]: "0\n" })
  await run(node, other, "1\n", { swap: "off" })
  await run(node, configFile, "2\n", { "cgroup-driver": "systemd" })
  await back(node, 1)
  expect(lastAsked(node.machine)?.answers).toEqual({ "cgroup-driver": "systemd" })

  expect((await back(node, 3)).kind).toBe("applied")
  expect(lastAsked(node.machine)?.answers).toEqual({ swap: "off", "cgroup-driver": "systemd" })
})

test("a migration leaves what it asks for, and not the sandbox image that its pods happened to have", async () => {
  const node = testNode({ [other]: "0\n" })
  await run(node, other, "1\n", { swap: "off" })
  const why = { code: "migrate-cluster-driver", args: { driver: "systemd" } } as const
  const values = { runtime: "containerd", "cgroup-driver": "systemd", "sandbox-image": "a/pause:1" } as const
  const migration = { number: 1, step: "switch-driver" }
  const answers = answersOfAct(values, lastAsked(node.machine), why)
  expect(answers.values).toMatchObject({ ...values, swap: "off" })
  await apply(node.start(), planOf([fileChange(node, configFile, "2\n")], { answers }), { ...runOptions(), migration })

  const asked = { runtime: "containerd", "cgroup-driver": "systemd" } as const
  expect(lastAsked(node.machine)?.answers).toEqual({ ...asked, swap: "off" })
  await back(node, 1)
  expect(lastAsked(node.machine)?.answers).toEqual(asked)
})
