// criadm is killed after, and within, every act of every plan; the next run puts the node in order, and is killed at
// every one of its acts too. Some of the kills are power cuts: the node boots before the next run.
import { describe, expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { recoverUnfinished } from "../../src/apply/run/under-lock.ts"
import { unfinishedRun } from "../../src/apply/run/unfinished.ts"
import { Killed } from "../machine/memory-machine.ts"
import { runtimeCases } from "./support/runtime-plans.ts"
import { count, newTally, printTally, selfOf, whichSelf } from "./support/survival.ts"
import { runOptions, type TestNode } from "./support/test-node.ts"
import { type TestCase, testCases } from "./support/test-plans.ts"

/** Thousands of runs on two busy cores. */
const campaignMilliseconds = 120_000

const cases: readonly TestCase[] = [...testCases, ...runtimeCases]

const ways = ["after", "within"] as const

/** Whether the process was killed before it came to its end. */
async function dies(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return false
  } catch (error) {
    if (error instanceof Killed) return true
    throw error
  }
}

async function selves(one: TestCase) {
  const { node, plan } = one.make()
  const old = selfOf(node)
  await apply(node.start(), plan, runOptions(one.options))
  return { old, young: selfOf(node), acts: node.machine.acts.length }
}

/** A node on which an apply was killed at an act; undefined when the apply had ended by then. */
async function killedNode(one: TestCase, at: number, how: "after" | "within"): Promise<TestNode | undefined> {
  const { node, plan } = one.make()
  const context = node.start()
  node.machine.stopAt(at, how)
  return (await dies(() => apply(context, plan, runOptions(one.options)))) ? node : undefined
}

describe("a kill at any act of an apply", () => {
  for (const boots of [false, true]) {
    test(
      `${boots ? "with a power cut" : "alone"} leaves the old node or the new one after the next run`,
      async () => {
        const tally = newTally()
        for (const one of cases) {
          const { old, young, acts } = await selves(one)
          tally.points += acts
          for (let at = 1; at <= acts; at += 1) {
            for (const how of ways) {
              const node = await killedNode(one, at, how)
              if (node === undefined) continue
              if (boots) node.boot()

              await recoverUnfinished(node.start(), runOptions())

              const what = `${one.name}: killed ${how} act ${at}${boots ? ", then booted" : ""}`
              count(tally, whichSelf(node, old, young), what)
              expect(unfinishedRun(node.start().machine)?.outcome).not.toBe("unfinished")
            }
          }
        }
        printTally(boots ? "kills, then a boot" : "kills", cases.length, ways.length, tally)
        expect(tally.lost).toEqual([])
      },
      campaignMilliseconds,
    )
  }

  test(
    "and at any act of the recovery leaves the old node or the new one after the run after that",
    async () => {
      const tally = newTally()
      for (const one of cases) {
        const { old, young, acts } = await selves(one)
        for (let at = 1; at <= acts; at += 1) {
          for (let recoveryAt = 1; ; recoveryAt += 1) {
            const node = await killedNode(one, at, "within")
            if (node === undefined) break
            const context = node.start()
            node.machine.stopAt(recoveryAt, recoveryAt % 2 === 0 ? "after" : "within")
            if (!(await dies(() => recoverUnfinished(context, runOptions())))) break
            tally.points += 1
            if (recoveryAt % 3 === 0) node.boot()

            await recoverUnfinished(node.start(), runOptions())

            const what = `${one.name}: killed within act ${at}, recovery at ${recoveryAt}`
            count(tally, whichSelf(node, old, young), what)
          }
        }
      }
      printTally("kills, and of the recovery", cases.length, 1, tally)
      expect(tally.lost).toEqual([])
    },
    campaignMilliseconds,
  )
})

describe("a kill at any act of a rollback", () => {
  test(
    "leaves the node as it was, or put back, after the next run",
    async () => {
      const tally = newTally()
      const applied = cases.filter((one) => one.ends === "applied")
      for (const one of applied) {
        const { old, young } = await selves(one)
        for (const how of ways) {
          for (let at = 1; ; at += 1) {
            const { node, plan } = one.make()
            await apply(node.start(), plan, runOptions(one.options))
            const context = node.start()
            node.machine.stopAt(at, how)
            if (!(await dies(() => rollBackRun(context, undefined, runOptions())))) break
            tally.points += 1

            await recoverUnfinished(node.start(), runOptions())

            count(tally, whichSelf(node, old, young), `${one.name}: rollback killed ${how} act ${at}`)
          }
        }
      }
      printTally("kills of a rollback", applied.length, 1, tally)
      expect(tally.lost).toEqual([])
    },
    campaignMilliseconds,
  )
})
