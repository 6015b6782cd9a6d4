// What may not be asked is not known: verify says so and refuses, instead of calling it a success or a failed setting.
import { expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { criadmOn } from "../../src/criadm/criadm.ts"
import { machineOf } from "../decide/a-node.ts"
import { criadm, debianFiles, Tree } from "./program.ts"

test("below --root nothing runs, so verify refuses and names what reads files", () => {
  using node = new Tree(debianFiles)
  const ran = criadm(["verify", "--root", node.path])

  expect(ran.code).toBe(3)
  expect(ran.err).toContain("below --root nothing runs")
  expect(ran.err).toContain(`criadm check --root ${node.path}`)
})

test("a socket that only root may ask is no failed setting", async () => {
  const machine = machineOf()
  const closed = {
    ...machine,
    grpc: () => Promise.resolve({ state: "unreachable", errno: "EACCES", message: "permission denied" } as const),
  }
  const asked = criadmOn(closed, closed, {
    components,
    timeoutSeconds: 60,
    criadmVersion: "test",
    criadmCommand: ["criadm"],
    statedVersion: undefined,
  })
  const node = await asked.detect()
  const verified = await asked.verify(node, asked.resolve(node, { values: {}, chosenBy: {} }))

  expect(verified).toMatchObject({ ok: false, refusals: [{ code: "verify-needs-root" }] })
})

/** `questions`: how often the runtime was asked for its version so far. */
function countingQuestions() {
  const machine = machineOf()
  let questions = 0
  const counting = {
    ...machine,
    grpc(call: Parameters<typeof machine.grpc>[0]) {
      questions += call.method.endsWith("/Version") ? 1 : 0
      return machine.grpc(call)
    },
  }
  const asked = criadmOn(counting, counting, {
    components,
    timeoutSeconds: 60,
    criadmVersion: "test",
    criadmCommand: ["criadm"],
    statedVersion: undefined,
  })
  return { asked, questions: () => questions }
}

test("nothing to do is proven by what was just seen, and by a look of its own when that was before a change", async () => {
  const { asked, questions } = countingQuestions()
  const options = {
    allowRunningPods: false,
    lockTimeoutSeconds: 0,
    onProgress: () => undefined,
    interrupted: new AbortController().signal,
  }
  const questionsOfApply = async (between: () => unknown) => {
    const node = await asked.detect()
    const planned = asked.plan(node, asked.resolve(node, { values: {}, chosenBy: {} }))
    if (!planned.ok) throw new Error(JSON.stringify(planned.refusals))
    await between()
    const before = questions()
    const outcome = await asked.apply({ ...planned.plan, changes: [], notes: [] }, options)
    return { kind: outcome.kind, questions: questions() - before }
  }

  expect(await questionsOfApply(() => undefined)).toEqual({ kind: "nothing-to-do", questions: 0 })
  expect(await questionsOfApply(() => asked.confirm())).toEqual({ kind: "nothing-to-do", questions: 1 })
})

test("what was seen at detection is taken, and asked anew once something was changed", async () => {
  const { asked, questions } = countingQuestions()
  const questionsOfVerify = async (between: () => unknown) => {
    const node = await asked.detect()
    await between()
    const before = questions()
    await asked.verify(node, asked.resolve(node, { values: {}, chosenBy: {} }))
    return questions() - before
  }

  expect(await questionsOfVerify(() => undefined)).toBe(0)
  expect(await questionsOfVerify(() => asked.confirm())).toBe(1)
})
