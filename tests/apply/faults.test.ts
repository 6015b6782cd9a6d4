// Every act of every plan fails once, and from some act on everything fails, with each errno; and an act that did
// what it should may still say that it failed.
import { describe, expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { history } from "../../src/apply/run/history.ts"
import { recoverUnfinished } from "../../src/apply/run/under-lock.ts"
import type { Acted, WritingMachine } from "../../src/machine/writing.ts"
import type { Outcome } from "../../src/model/run.ts"
import { runtimeCases } from "./support/runtime-plans.ts"
import { count, newTally, printTally, selfOf, whichSelf } from "./support/survival.ts"
import { runOptions, type ServiceFault, type TestNode } from "./support/test-node.ts"
import { type TestCase, testCases } from "./support/test-plans.ts"

/** Thousands of runs on two busy cores. */
const campaignMilliseconds = 120_000

const cases: readonly TestCase[] = [...testCases, ...runtimeCases]

const errnos = ["ENOSPC", "EIO", "EROFS", "EACCES", "EINTR", "ETIMEDOUT"]
const serviceFaults: readonly ServiceFault[] = ["does not start", "dies", "time-out"]

/** What can go wrong at an act: a service that does not start, only where one is to start. */
function faultsAt(act: string | undefined): readonly string[] {
  return /^act svc (?!stop)/.test(act ?? "") ? [...errnos, ...serviceFaults] : errnos
}

/** Lets the `at`-th act go wrong, or `times` from then on. */
function plant(node: TestNode, at: number, fault: string, times = 1): void {
  const ofService = serviceFaults.find((one) => one === fault)
  if (ofService === undefined) node.machine.failAt(at, fault, times)
  else node.failServiceAt(at, ofService, times)
}

/** How the node looks when the plan is done without any fault, and which acts that takes. */
async function undisturbed(one: TestCase) {
  const { node, plan } = one.make()
  const old = selfOf(node)
  await apply(node.start(), plan, runOptions(one.options))
  return { old, young: selfOf(node), acts: node.machine.acts }
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
      for (const one of cases) {
        const { old, young, acts } = await undisturbed(one)
        tally.points += acts.length
        for (let at = 1; at <= acts.length; at += 1) {
          for (const fault of faultsAt(acts[at - 1])) {
            const { node, plan } = one.make()
            const context = node.start()
            plant(node, at, fault)

            const outcome = await apply(context, plan, runOptions(one.options))

            const what = `${one.name}: ${fault} at act ${at}, ${node.machine.acts[at - 1]}: ${outcome.kind}`
            const self = whichSelf(node, old, young)
            // A single fault is always survived at once: going back tries twice.
            expect({ what, kind: outcome.kind }).not.toEqual({ what, kind: "rollback-failed" })
            expect({ what, self }).toEqual({ what, self: promised(outcome) === "new" ? "new" : "old" })
            count(tally, self, what)
          }
        }
      }
      printTally("faults, once", cases.length, [...errnos, ...serviceFaults].length, tally)
      expect(tally.lost).toEqual([])
    },
    campaignMilliseconds,
  )

  test(
    "leaves the old node or the new one after the next run when everything fails from then on",
    async () => {
      const tally = newTally()
      for (const one of cases) {
        const { old, young, acts } = await undisturbed(one)
        tally.points += acts.length
        for (let at = 1; at <= acts.length; at += 1) {
          for (const fault of faultsAt(acts[at - 1])) {
            const { node, plan } = one.make()
            const context = node.start()
            plant(node, at, fault, Number.POSITIVE_INFINITY)

            const outcome = await apply(context, plan, runOptions(one.options))
            await settle(node, outcome)
            await recoverUnfinished(node.start(), runOptions())

            const what = `${one.name}: ${fault} from act ${at} on: ${outcome.kind}`
            const self = whichSelf(node, old, young)
            if (promised(outcome) !== "unknown")
              expect({ what, self }).toEqual({ what, self: promised(outcome) as "old" })
            count(tally, self, what)
          }
        }
      }
      printTally("faults, lasting", cases.length, [...errnos, ...serviceFaults].length, tally)
      expect(tally.lost).toEqual([])
    },
    campaignMilliseconds,
  )

  test(
    "leaves the old node or the new one when an act is done and says that it failed",
    async () => {
      const tally = newTally()
      for (const one of cases) {
        const { old, young, acts } = await undisturbed(one)
        tally.points += acts.length
        for (let at = 1; at <= acts.length; at += 1) {
          const { node, plan } = one.make()
          const context = node.start()
          const machine = sayingFailed(context.machine, at)

          const outcome = await apply({ ...context, machine }, plan, runOptions(one.options))
          await settle(node, outcome)

          const what = `${one.name}: act ${at} says EIO after it was done: ${outcome.kind}`
          const self = whichSelf(node, old, young)
          if (promised(outcome) !== "unknown")
            expect({ what, self }).toEqual({ what, self: promised(outcome) as "old" })
          count(tally, self, what)
        }
      }
      printTally("faults, after the act", cases.length, 1, tally)
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
      const applied = cases.filter((one) => one.ends === "applied")
      for (const one of applied) {
        const { old, young } = await undisturbed(one)
        const acts = await actsOfRollback(one)
        tally.points += acts.length
        for (let at = 1; at <= acts.length; at += 1) {
          for (const fault of faultsAt(acts[at - 1])) {
            const { node, plan } = one.make()
            await apply(node.start(), plan, runOptions(one.options))
            const context = node.start()
            plant(node, at, fault)

            const outcome = await rollBackRun(context, undefined, runOptions())

            const what = `${one.name}: rollback, ${fault} at act ${at}: ${outcome.kind}`
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
      printTally("faults of a rollback", applied.length, [...errnos, ...serviceFaults].length, tally)
      expect(tally.lost).toEqual([])
    },
    campaignMilliseconds,
  )
})

async function actsOfRollback(one: TestCase): Promise<readonly string[]> {
  const { node, plan } = one.make()
  await apply(node.start(), plan, runOptions(one.options))
  await rollBackRun(node.start(), undefined, runOptions())
  return node.machine.acts
}

/** The act has its effect, and then the sync of the directory fails, say. */
function sayingFailed(machine: WritingMachine, at: number): WritingMachine {
  const acts = ["replaceFile", "removeFile", "makeDirectory", "removeEmptyDirectory", "appendLine"] as const
  const others = ["makeLink", "removeLink", "writeLiveValue", "createExclusively"] as const
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
