// The commands that scripts run a thousand times stay in proportion to what they ask. Ratios of one run, since machines
// differ; twice a goal is the limit, since other tests run beside this one. scripts/bench prints all of it.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { needsOfNodes } from "./nodes.ts"
import { describeReal } from "./requirements.ts"
import { type Goal, goalsOf, measureSpeed } from "./speed.ts"

setDefaultTimeout(15 * 60 * 1000)

const rounds = 8

/** Not reached: README.md says how far off they are. */
const notReached = /processor time/

describeReal("the time that commands take", needsOfNodes, () => {
  let goals: readonly Goal[] = []

  beforeAll(async () => {
    goals = goalsOf(await measureSpeed("trixie", rounds))
    for (const { what, ratio } of goals) console.log(`${ratio.toFixed(2).padStart(6)} of the goal: ${what}`)
  })

  test("is within twice of each goal", () => {
    expect(goals.filter(({ what, ratio }) => ratio > 2 && !notReached.test(what))).toEqual([])
  })
})
