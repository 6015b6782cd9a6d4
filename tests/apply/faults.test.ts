// Every act of every plan fails once, and from some act on everything fails, with each errno; and an act that did
// what it should may still say that it failed.
import { describe, expect, test } from "bun:test"
import { apply } from "../../src/apply/apply.ts"
import { history } from "../../src/apply/history.ts"
import { rollBackRun } from "../../src/apply/roll-back-run.ts"
import { recoverUnfinished } from "../../src/apply/under-lock.ts"
import type { Acted, WritingMachine } from "../../src/machine/writing.ts"
import type { Outcome } from "../../src/model/run.ts"
import { count, newTally, printTally, selfOf, whichSelf } from "./survival.ts"
import { runOptions, type TestNode } from "./test-node.ts"
import { type TestCase, testCases } from "./test-plans.ts"

/** Thousands of runs on two busy cores. */
const campaignMilliseconds = 120_000

const errnos = ["ENOSPC", "EIO", "EROFS", "EACCES", "EINTR", "ETIMEDOUT"]

/** How the node looks when the plan is done without any fault, and how many acts that takes. */
async function undisturbed(one: TestCase) {
  const { node, plan } = one.make()
  const old = selfOf(node)
  await apply(node.start(), plan, runOptions(one.options))
  return { old, young: selfOf(node), acts: node.machine.acts.length }
}

/** What an outcome promises about the node. */
function promised(outcome: Outcome): "old" | "new" | "unknown" {
  if (outcome.kind === "applied") return "new"
  return outcome.kind === "rollback-failed" ? "unknown" : "old"
}

async function settle(node: TestNode, outcome: Outcome): Promise<void> {
  if (outcome.kind === "rollback-failed") await recoverUnfinished(node.start(), runOptions())
}

describe("a fault at any act of an apply", () => {
  test(
    "leaves the old node or the new one, as the outcome says, when the act fails once",
    async () => {
      const tally = newTally()
      for (const one of testCases) {
        const { old, young, acts } = await undisturbed(one)
        tally.points += acts
        for (let at = 1; at <= acts; at += 1) {
          for (const errno of errnos) {
            const { node, plan } = one.make()
            const apparatus = node.start()
            node.machine.failAt(at, errno)

            const outcome = await apply(apparatus, plan, runOptions(one.options))

            const what = `${one.name}: ${errno} at act ${at}, ${node.machine.acts[at - 1]}: ${outcome.kind}`
            const self = whichSelf(node, old, young)
            // A single fault is always survived at once: going back tries twice.
            expect({ what, kind: outcome.kind }).not.toEqual({ what, kind: "rollback-failed" })
            expect({ what, self }).toEqual({ what, self: promised(outcome) === "new" ? "new" : "old" })
            count(tally, self, what)
          }
        }
      }
      printTally("faults, once", testCases.length, errnos.length, tally)
      expect(tally.lost).toEqual([])
    },
    campaignMilliseconds,
  )

  test(
    "leaves the old node or the new one after the next run when everything fails from then on",
    async () => {
      const tally = newTally()
      for (const one of testCases) {
        const { old, young, acts } = await undisturbed(one)
        tally.points += acts
        for (let at = 1; at <= acts; at += 1) {
          for (const errno of errnos) {
            const { node, plan } = one.make()
            const apparatus = node.start()
            node.machine.failAt(at, errno, Number.POSITIVE_INFINITY)

            const outcome = await apply(apparatus, plan, runOptions(one.options))
            await settle(node, outcome)
            await recoverUnfinished(node.start(), runOptions())

            const what = `${one.name}: ${errno} from act ${at} on: ${outcome.kind}`
            const self = whichSelf(node, old, young)
            if (promised(outcome) !== "unknown")
              expect({ what, self }).toEqual({ what, self: promised(outcome) as "old" })
            count(tally, self, what)
          }
        }
      }
      printTally("faults, lasting", testCases.length, errnos.length, tally)
      expect(tally.lost).toEqual([])
    },
    campaignMilliseconds,
  )

  test(
    "leaves the old node or the new one when an act is done and says that it failed",
    async () => {
      const tally = newTally()
      for (const one of testCases) {
        const { old, young, acts } = await undisturbed(one)
        tally.points += acts
        for (let at = 1; at <= acts; at += 1) {
          const { node, plan } = one.make()
          const apparatus = node.start()
          const machine = sayingFailed(apparatus.machine, at)

          const outcome = await apply({ ...apparatus, machine }, plan, runOptions(one.options))
          await settle(node, outcome)

          const what = `${one.name}: act ${at} says EIO after it was done: ${outcome.kind}`
          const self = whichSelf(node, old, young)
          if (promised(outcome) !== "unknown")
            expect({ what, self }).toEqual({ what, self: promised(outcome) as "old" })
          count(tally, self, what)
        }
      }
      printTally("faults, after the act", testCases.length, 1, tally)
      expect(tally.lost).toEqual([])
    },
    campaignMilliseconds,
  )
})

describe("a fault at any act of a rollback", () => {
  test(
    "leaves the node as it was before the rollback, or put back",
    async () => {
      const tally = newTally()
      const cases = testCases.filter((one) => one.ends === "applied")
      for (const one of cases) {
        const { old, young } = await undisturbed(one)
        const acts = await actsOfRollback(one)
        tally.points += acts
        for (let at = 1; at <= acts; at += 1) {
          for (const errno of errnos) {
            const { node, plan } = one.make()
            await apply(node.start(), plan, runOptions(one.options))
            const apparatus = node.start()
            node.machine.failAt(at, errno)

            const outcome = await rollBackRun(apparatus, undefined, runOptions())

            const what = `${one.name}: rollback, ${errno} at act ${at}: ${outcome.kind}`
            const self = whichSelf(node, old, young)
            expect({ what, self }).toEqual({ what, self: outcome.kind === "applied" ? "old" : "new" })
            count(tally, self, what)
            // A run that waits for its confirmation is not undone by a run of its own, it ends by going back.
            if (one.options !== undefined) continue
            const listed = history(node.machine)
            expect(listed.ok && listed.value[0]?.undoneBy).toBe(outcome.kind === "applied" ? 2 : undefined)
          }
        }
      }
      printTally("faults of a rollback", cases.length, errnos.length, tally)
      expect(tally.lost).toEqual([])
    },
    campaignMilliseconds,
  )
})

async function actsOfRollback(one: TestCase): Promise<number> {
  const { node, plan } = one.make()
  await apply(node.start(), plan, runOptions(one.options))
  await rollBackRun(node.start(), undefined, runOptions())
  return node.machine.acts.length
}

/** The act has its effect, and then the sync of the directory fails, say. */
function sayingFailed(machine: WritingMachine, at: number): WritingMachine {
  const acts = ["replaceFile", "removeFile", "makeDirectory", "removeEmptyDirectory", "appendLine"] as const
  const others = ["writeLiveValue", "createExclusively"] as const
  let begun = 0
  const overrides = [...acts, ...others].map((name) => {
    const real = machine[name] as (...args: unknown[]) => Acted
    const wrapped = (...args: unknown[]): Acted => {
      begun += 1
      const acted = real.apply(machine, args)
      if (begun !== at || !acted.ok) return acted
      return {
        ok: false,
        failure: { act: name, path: String(args[0]), errno: "EIO", message: "EIO: input/output error" },
      }
    }
    return [name, wrapped] as const
  })
  return { ...machine, ...Object.fromEntries(overrides) }
}
