// The commands that scripts run a thousand times stay in proportion to what they ask. Ratios of one run, since machines
// differ. scripts/bench prints all of it.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { needsOfNodes } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"
import { installGoals, measureInstall } from "./install-speed.ts"
import { type Goal, goalsOf, measureSpeed, type Speeds } from "./speed.ts"

setDefaultTimeout(15 * 60 * 1000)

const rounds = 8
const mostBatches = 6

/** Twice the goal. Processor time stands at two to two and a half of its goal where nothing runs beside it (README.md). */
function limitOf({ what }: Goal): number {
  return what.includes("processor time") ? 3.5 : 2
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
    // Other tests run beside this one: the least times are compared, and those of a busy moment are taken again.
    const goalsIn = (speeds: Speeds) => goalsOf(speeds, "least")
    const isEnough = (speeds: Speeds) => goalsIn(speeds).every((goal) => goal.ratio <= limitOf(goal))
    goals = goalsIn(await measureSpeed("trixie", rounds, isEnough, mostBatches))
    for (const { what, ratio } of goals) console.log(`${ratio.toFixed(2).padStart(6)} of the goal: ${what}`)
  })

  test("is near what it shall be", () => {
    expect(goals.filter((goal) => goal.ratio > limitOf(goal))).toEqual([])
  })
})
