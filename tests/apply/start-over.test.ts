// --reset-config from the refusal that names it to the undoing, on the sample node of the demo with a broken file.
import { afterEach, beforeEach, expect, test } from "bun:test"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Criadm, Given } from "../../src/criadm/interface.ts"
import { criadmOnSample } from "../../src/demo/demo-command.ts"
import { makeSampleNode, type SampleNode } from "../../src/demo/sample-machine.ts"
import { en } from "../../src/messages/en/en.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import { faultText } from "../../src/pages/sentences.ts"

const path = "/etc/containerd/config.toml"
/** A line that is no TOML, a comment of the operator in another alphabet, no line break at the end. */
const broken = "version = 3\n# 我们的镜像仓库\n[plugins\nroot = '/srv'"
const nothingGiven: Given = { values: {}, chosenBy: {} }
const startingOver: Given = { values: { "reset-config": true }, chosenBy: { "reset-config": { who: "flag" } } }
const how = {
  allowRunningPods: false,
  lockTimeoutSeconds: 1,
  settleSeconds: 1,
  onProgress: () => undefined,
  interrupted: new AbortController().signal,
}

let sample: SampleNode
let criadm: Criadm
let node: NodeFacts
beforeEach(async () => {
  sample = makeSampleNode({ [path]: broken })
  criadm = criadmOnSample(sample)
  node = await criadm.detect()
})
afterEach(() => sample.remove())

const onNode = (file: string) => join(sample.directory, file)
const textAt = (file: string) => readFileSync(onNode(file), "utf8")
const planOf = (given: Given) => criadm.plan(node, criadm.resolve(node, given))

test("the refusal points at the line and names --reset-config as a way on", () => {
  const planned = planOf(nothingGiven)
  if (planned.ok) throw new Error("there is a plan for a broken file")
  const [fault] = planned.refusals

  expect(criadm.stuck(node, nothingGiven)).toEqual(planned.refusals)
  expect(fault).toMatchObject({ place: { file: path, line: 3 }, startsOver: true })
  expect(fault === undefined ? "" : faultText(fault, en).next).toContain("criadm apply --reset-config")
})

test("the plan keeps the old file beside the new one, which is the release's own default with what was asked", () => {
  const planned = planOf(startingOver)
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusals))
  const files = planned.plan.changes.flatMap((change) =>
    change.kind === "file" && change.path.startsWith(path) ? [change] : [],
  )

  expect(files.map((one) => [one.path, one.before?.text ?? null])).toEqual([
    [`${path}.old`, null],
    [path, broken],
  ])
  expect(files[0]?.after?.text).toBe(broken)
  expect(files[1]?.after?.text).toMatch(/^version = 3\ndisabled_plugins = \[\]/)
  expect(files[1]?.after?.text).toContain("SystemdCgroup = true")
})

test("a name that is taken is left alone", () => {
  writeFileSync(onNode(`${path}.old`), "of an earlier time")
  const planned = planOf(startingOver)

  expect(planned.ok ? planned.plan.changes.map((change) => "path" in change && change.path) : []).toContain(
    `${path}.old.2`,
  )
})

test("undoing it puts the old file back byte for byte and takes the copy away", async () => {
  const planned = planOf(startingOver)
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusals))
  const applied = await criadm.apply(planned.plan, how)
  expect([applied.kind, applied.fault]).toEqual(["applied", undefined])
  expect(textAt(`${path}.old`)).toBe(broken)
  node = await criadm.detect()
  expect(planOf(nothingGiven)).toMatchObject({ ok: true, plan: { changes: [] } })

  await criadm.rollback(applied.run, { ...how, force: false })

  expect(textAt(path)).toBe(broken)
  expect(existsSync(onNode(`${path}.old`))).toBe(false)
})
