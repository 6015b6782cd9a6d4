// The commands that scripts run a thousand times stay in proportion to what they ask. Ratios of one run, since machines
// differ, and with room, since other tests run beside this one. scripts/bench prints all of it.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { needsOfNodes } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"
import { installGoals, measureInstall } from "./install-speed.ts"
import { type Goal, goalsOf, measureSpeed } from "./speed.ts"

setDefaultTimeout(15 * 60 * 1000)

const rounds = 8

/** A goal that is reached fails at twice; one that is not yet, at about twice of where it stands (README.md). */
const limits: readonly (readonly [goal: RegExp, limit: number])[] = [
  [/^verify/, 7],
  [/slowest program|a dump/, 5],
  [/processor time/, 10],
]

function limitOf({ what }: Goal): number {
  return limits.find(([goal]) => goal.test(what))?.[1] ?? 2
}

describeReal("the time that an install takes", needsOfNodes, () => {
  test("is at most twice what it shall be beside a playbook that does the same", async () => {
    const goals = installGoals(await measureInstall(2))
    for (const { what, ratio } of goals) console.log(`${ratio.toFixed(2).padStart(6)} of the goal: ${what}`)

    // The first two are in seconds of a machine with nothing beside it, for scripts/bench to judge.
    expect(goals.at(-1)?.ratio).toBeLessThanOrEqual(2)
  })
})

describeReal("the time that commands take", needsOfNodes, () => {
  let goals: readonly Goal[] = []

  beforeAll(async () => {
    goals = goalsOf(await measureSpeed("trixie", rounds))
    for (const { what, ratio } of goals) console.log(`${ratio.toFixed(2).padStart(6)} of the goal: ${what}`)
  })

  test("is not further from each goal than it was", () => {
    expect(goals.filter((goal) => goal.ratio > limitOf(goal))).toEqual([])
  })
})
