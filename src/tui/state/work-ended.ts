// What follows when a piece of work has ended: the look at the node, the plan, the apply, a file that was written.
import type { AskedNode } from "../../criadm/interface.ts"
import type { ResolvedAnswers } from "../../model/answers.ts"
import { exitCode } from "../../model/exit-code.ts"
import type { Fault, Result } from "../../model/fault.ts"
import type { Planned } from "../../model/plan.ts"
import type { Outcome, Verified } from "../../model/run.ts"
import { planLines } from "../../pages/plan.ts"
import { faultText } from "../../pages/sentences.ts"
import type { Context } from "../context.ts"
import { endingOf, endings } from "./ending.ts"
import { putBack, toNextObstacle } from "./intents.ts"
import { openMigration } from "./migrating.ts"
import { fitted } from "./moving.ts"
import {
  type Looked,
  replaceBy,
  type Saved,
  type State,
  shown,
  startAt,
  underHelp,
  withoutHelp,
  withVisit,
} from "./state.ts"

export function whenLooked(state: State, looked: Looked, context: Context): State {
  const { migration } = looked
  const known = { ...state, looked, ...(migration === undefined ? {} : { migrating: openMigration(migration) }) }
  if (shown(known).screen.name !== "node") return known
  return known.goesOnWhenLooked ? toNextObstacle(known) : fitted(withVisit(known, { scroll: 0 }), context)
}

/** What is asked from then on follows from it. */
export function registriesLooked(state: State, registries: NonNullable<Looked["situation"]["registries"]>): State {
  const { looked } = state
  return looked === undefined
    ? state
    : { ...state, looked: { ...looked, situation: { ...looked.situation, registries } } }
}

export function whenFetched(before: State, fetched: Result<Looked>): State {
  const state = { ...withoutHelp(before), fetching: undefined, download: undefined }
  // The person has gone back in the meantime.
  if (shown(state).screen.name !== "no-runtime") return { ...before, fetching: undefined }
  if (!fetched.ok) return withVisit(state, { problem: fetched.fault })
  const obstaclesPassed = [...state.obstaclesPassed, "no-runtime"] as const
  return toNextObstacle({ ...state, looked: fetched.value, obstaclesPassed })
}

export function whenPlanned(before: State, resolved: ResolvedAnswers, planned: Planned, context: Context): State {
  // The person has gone back in the meantime: that plan is nobody's any more.
  if (underHelp(before).screen.name !== "review") return before
  const state = withoutHelp(before)
  const known = { ...state, resolved, planned }
  if (!planned.ok) return replaceBy(known, { name: "refusals" })
  if (planned.plan.changes.length > 0) return { ...known, planLines: planLines(planned.plan, context.catalogue) }
  const outcome: Outcome = { kind: "nothing-to-do", verified: [] }
  const ended = { ...replaceBy({ ...known, outcome, run: undefined }, { name: "end" }), endedWith: exitCode.done }
  const node = state.looked?.node
  return node?.isLive === true ? { ...ended, outbox: [{ effect: "prove", node, answers: resolved }] } : ended
}

export function proven(state: State, verified: readonly Verified[]): State {
  return state.outcome === undefined ? state : { ...state, outcome: { ...state.outcome, verified } }
}

export function sandboxProven(state: State, asked: AskedNode): State {
  const known = { ...state, isProving: false }
  if (state.outcome === undefined) return known
  return asked.ok
    ? { ...known, outcome: { ...state.outcome, verified: asked.verified } }
    : { ...known, proofRefused: asked.refusals }
}

export function whenEnded(before: State, outcome: Outcome, { confirmSeconds }: Context): State {
  const state = withoutHelp(before)
  const known: State = { ...state, outcome, endedWith: endings[endingOf(state, outcome)].code }
  const isApply = state.run?.purpose === "apply"
  const waits = isApply && outcome.kind === "applied" && outcome.run !== undefined && isConfirmed(state)
  if (waits) {
    // Not the moment that the outcome names: somebody may have set the clock since the wizard was started.
    const keepBefore = state.now + confirmSeconds * 1000
    return leaveIfAsked({ ...startAt(known, { name: "keep" }), keepBefore })
  }
  if (isApply && outcome.kind === "refused") return leaveIfAsked(replaceBy(known, { name: "refused" }))
  return leaveIfAsked(startAt(known, { name: "end" }))
}

function isConfirmed(state: State): boolean {
  return state.asksToKeep && state.looked?.node.isLive === true
}

function leaveIfAsked(state: State): State {
  if (!state.isLeaving) return state
  return { ...state, outbox: [{ effect: "leave", code: state.endedWith ?? exitCode.interrupted }] }
}

export function whenKept(before: State, kept: Result<number>, { catalogue }: Context): State {
  const state = { ...withoutHelp(before), isKeeping: false }
  if (kept.ok) {
    const outcome: Outcome = state.outcome ?? { kind: "applied", run: kept.value, verified: [] }
    return leaveIfAsked({ ...startAt({ ...state, outcome }, { name: "end" }), endedWith: exitCode.done })
  }
  if (shown(state).screen.name === "keep") {
    if (isTooLate(kept.fault)) return putBack(state, state.outcome?.run, "no-answer")
    // It can be tried again for as long as there is time; without a confirmation the guard puts it back.
    return leaveIfAsked({ ...state, notice: { tone: "fault", text: faultText(kept.fault, catalogue).what } })
  }
  const outcome: Outcome = { kind: "refused", verified: [], fault: kept.fault }
  return leaveIfAsked({ ...startAt({ ...state, outcome }, { name: "end" }), endedWith: exitCode.refused })
}

/** The time is over, or the guard has put it back already. */
function isTooLate({ code }: Fault): boolean {
  return code === "confirmed-too-late" || code === "nothing-to-confirm"
}

export function savedTo(before: State, what: Saved, saved: Result<string>, { catalogue }: Context): State {
  const state = { ...before, isSaving: false }
  if (!saved.ok) {
    return shown(state).screen.name === "save" ? withVisit(state, { problem: saved.fault }) : state
  }
  const file = saved.value
  const back = shown(state).screen.name === "save" ? { ...state, visits: state.visits.slice(0, -1) } : state
  return {
    ...back,
    ...(what === "answers" ? { answersFile: file } : { planFile: file }),
    notice: { tone: "ok", text: catalogue.screens.save.written(file) },
  }
}
