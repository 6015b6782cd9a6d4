// Whether there is a way on at all: what keeps a plan from being made whatever is answered, and whether starting over
// would help. Pure; what a plan needs is asked of `plan`.
import type { Answers, ResolvedAnswers } from "../model/answers.ts"
import type { Fault } from "../model/fault.ts"
import type { Planned } from "../model/plan.ts"

type MakePlan = (answers: ResolvedAnswers) => Planned

/** The refusals with the word that starting over would help, where nothing less does. */
export function offeringToStartOver(planned: Planned, answers: ResolvedAnswers, plan: MakePlan): Planned {
  const { runtime } = answers.values
  if (planned.ok || runtime === undefined || answers.values["reset-config"] === true) return planned
  if (plan(leaving(runtime)).ok) return planned
  const afresh = plan({ ...answers, values: { ...answers.values, "reset-config": true } })
  return afresh.ok
    ? { ok: false, refusals: planned.refusals.map((fault): Fault => ({ ...fault, startsOver: true })) }
    : planned
}

/** Empty: there is a plan, or answers that lead to one. `runtimes`: ids of those that could be chosen. */
export function stuckOn(answers: ResolvedAnswers, runtimes: readonly string[], plan: MakePlan): readonly Fault[] {
  const planned = plan(answers)
  if (planned.ok) return []
  const own = answers.values.runtime
  const isFixed = answers.chosenBy.runtime?.who === "flag" || answers.chosenBy.runtime?.who === "file"
  const candidates = isFixed && own !== undefined ? [own] : runtimes
  return candidates.some((runtime) => plan(leaving(runtime)).ok) ? [] : planned.refusals
}

/** Answers that ask nothing of the runtime but to be used. */
function leaving(runtime: string): ResolvedAnswers {
  const values: Answers = { runtime, "sandbox-image": "keep", kubelet: false }
  return { values, chosenBy: {} }
}
