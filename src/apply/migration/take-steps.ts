// Takes a migration further, step by step, forward or back: look whether the step may be taken, do it as an ordinary
// run, look whether the node shows it, write it down. It may be killed at any instant: the run puts itself in order, and
// the next call begins with the first step that is not written down as done.

import { failed, ok, type Result } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import { type MigrationEnd, type MigrationState, nextStep } from "../../model/migration/migration.ts"
import type { Act, Condition, Step } from "../../model/migration/step.ts"
import type { Planned } from "../../model/plan.ts"
import type { Outcome } from "../../model/run.ts"
import { rollBackRun } from "../back/roll-back-run.ts"
import type { ApplyContext, RunOptions } from "../context.ts"
import { apply } from "../forward/apply.ts"
import { isApplied, readRuns, undoneRuns } from "../run/runs.ts"
import { waitUntilMet, whyNotMet } from "./conditions.ts"
import { askPerson } from "./person.ts"
import { readyPods, tellPods } from "./pods-through.ts"
import { note, openMigration } from "./record.ts"

/** Acts that are runs, planned on the node as it is when their turn comes. */
export type RunnableAct = Exclude<Act, { do: "ask" | "tell" | "put-back" }>

export interface StepOptions extends Omit<RunOptions, "confirmSeconds" | "migration"> {
  readonly timeoutSeconds: number
  /** Steps of the cluster's that a person said are done. */
  readonly said: readonly string[]
  /** Pods may be ended that a drain would have moved elsewhere. */
  readonly stopPods: boolean
  /** Asks a person whether a step of the cluster's has been done; absent: nobody is there. */
  readonly ask?: (step: Step) => Promise<boolean>
  /** Asks a person before each act of criadm's own; absent: it is done at once. */
  readonly mayAct?: (step: Step) => Promise<boolean>
  readonly onStep: (step: Step, state: MigrationState) => void
  /** What a person should know of a step's run before it is done. */
  readonly onNotes: (notes: readonly Reason[]) => void
  planOf(act: RunnableAct, step: Step): Promise<Planned>
}

/** A step that keeps losing what it needs is told, not tried for ever. */
const mostReturns = 3

export async function takeSteps(
  context: ApplyContext,
  begun: MigrationState,
  options: StepOptions,
): Promise<MigrationEnd> {
  const { machine } = context
  const end = await takeEach(context, begun, options)
  const last = openMigration(machine)
  const state = last.ok ? last.value : undefined
  const isUntouched = state?.done.length === 0 && nextStep(state)?.id === state.migration.steps[0]?.id
  // What a person does by hand on this node may have begun.
  const isByHand = end.kind === "waits" && end.act.isHere === true
  // Refused before its first step: there is nothing to go on with, and nothing in anybody's way.
  if (isUntouched && !isByHand && runsOf(context, state.number, state.migration.steps[0]?.id ?? "").length === 0) {
    note(machine, state, { record: "end", at: machine.now(), end: "back" })
  }
  return end
}

async function takeEach(context: ApplyContext, begun: MigrationState, options: StepOptions): Promise<MigrationEnd> {
  const { machine } = context
  let state = begun
  let returns = 0
  for (let step = nextStep(state); step !== undefined; step = nextStep(state)) {
    if (options.interrupted.aborted) return { kind: "refused", fault: { code: "interrupted", args: {} }, step }
    options.onStep(step, state)
    const needs = state.direction === "forward" ? step.needs : step.undo.needs
    const unmet = await whyNotMet(context, waived(needs, options), state.migration.node)
    const lost = unmet === undefined ? undefined : stepThatGave(state, await unmetOf(context, needs, state))
    if (lost !== undefined && returns < mostReturns) {
      // A reboot has started what an earlier step stopped: that step's turn comes again, and of those after it.
      returns += 1
      const again = undoneFrom(context, state, lost)
      if (!again.ok) return { kind: "refused", fault: again.fault, step }
      state = again.value
      continue
    }
    if (unmet !== undefined) return { kind: "refused", fault: unmet, step }
    const isOurs = actsOf(step, state).some(({ do: what }) => what !== "ask" && what !== "tell")
    if (isOurs && (await options.mayAct?.(step)) === false) return { kind: "paused", step }
    const end =
      state.direction === "forward"
        ? await forward(context, state, step, options)
        : await back(context, state, step, options)
    if (end !== undefined) return end
    const noted = note(machine, state, { record: state.direction === "forward" ? "done" : "undone", step: step.id })
    if (!noted.ok) return { kind: "refused", fault: noted.fault, step }
    state = noted.value
  }
  const end = state.direction === "forward" ? "done" : "back"
  const noted = note(machine, state, { record: "end", at: machine.now(), end })
  return noted.ok ? { kind: end } : { kind: "refused", fault: noted.fault }
}

function actsOf({ act, undo }: Step, { direction }: MigrationState): readonly Act[] {
  return direction === "forward" ? [act] : undo.acts
}

/** Undefined: it is done, and the node shows it. */
async function forward(
  context: ApplyContext,
  state: MigrationState,
  step: Step,
  options: StepOptions,
): Promise<MigrationEnd | undefined> {
  const { act } = step
  const proof = waived(step.proof, options)
  if (act.do === "ask") return askPerson(context, state, step, act, proof, options)
  const stopped = await doAct(context, state, step, act, options)
  if (stopped !== undefined) return stopped
  const fault = await waitUntilMet(context, proof, state.migration.node, options)
  return fault === undefined ? undefined : { kind: "unproven", fault, step }
}

async function back(
  context: ApplyContext,
  state: MigrationState,
  step: Step,
  options: StepOptions,
): Promise<MigrationEnd | undefined> {
  for (const act of step.undo.acts) {
    const stopped =
      act.do === "ask"
        ? await askPerson(context, state, step, act, step.undo.proof ?? [], options)
        : await doAct(context, state, step, act, options)
    if (stopped !== undefined) return stopped
  }
  const fault = await waitUntilMet(context, step.undo.proof ?? [], state.migration.node, options)
  return fault === undefined ? undefined : { kind: "unproven", fault, step }
}

async function doAct(
  context: ApplyContext,
  state: MigrationState,
  step: Step,
  act: Act,
  options: StepOptions,
): Promise<MigrationEnd | undefined> {
  if (act.do === "ask" || act.do === "tell") return undefined
  const isBack = state.direction === "back" ? ({ isBack: true } as const) : {}
  const migration = { number: state.number, step: step.id, ...isBack }
  const how: RunOptions = { ...options, migration }
  if (act.do === "put-back") {
    for (const run of runsOf(context, state.number, act.step)) {
      const outcome = await rollBackRun(context, run, { ...how, force: false })
      if (!isGood(outcome)) return { kind: "stopped", outcome, step }
    }
    return undefined
  }
  const planned = await options.planOf(act, step)
  if (!planned.ok) {
    const [fault] = planned.refusals
    if (fault === undefined) throw new Error("refused without a fault")
    return { kind: "refused", fault, step }
  }
  options.onNotes(planned.plan.notes)
  const through = act.do === "answers" ? act.through : undefined
  const before = through === undefined ? undefined : await readyPods(context, through)
  const outcome = await apply(context, planned.plan, how)
  if (through !== undefined) options.onNotes(tellPods(before, await readyPods(context, through)))
  return isGood(outcome) ? undefined : { kind: "stopped", outcome, step }
}

function isGood({ kind }: Outcome): boolean {
  return kind === "applied" || kind === "nothing-to-do"
}

/** Runs of a step that are still in effect, newest first. */
function runsOf({ machine }: ApplyContext, number: number, step: string): readonly number[] {
  const runs = readRuns(machine)
  const undone = undoneRuns(runs)
  return runs
    .filter((run) => isApplied(run) && !undone.has(run.number) && run.run.undoes === undefined)
    .filter(({ run }) => {
      const of = run.migration
      return of?.number === number && of.step === step && of.isBack !== true
    })
    .map((run) => run.number)
    .toReversed()
}

/** With --stop-pods the pods that a drain would move are ended here. */
function waived(conditions: readonly Condition[], { stopPods }: StepOptions): readonly Condition[] {
  return stopPods ? conditions.filter(({ is }) => is !== "drained") : conditions
}

async function unmetOf(
  context: ApplyContext,
  needs: readonly Condition[],
  { migration }: MigrationState,
): Promise<readonly Condition[]> {
  const faults = await Promise.all(needs.map((need) => whyNotMet(context, [need], migration.node)))
  return needs.filter((_, index) => faults[index] !== undefined)
}

/** The first step that is done and had brought about what is missing now. */
function stepThatGave({ migration, done, direction }: MigrationState, unmet: readonly Condition[]): Step | undefined {
  if (direction === "back") return undefined
  return migration.steps.find(
    ({ id, act, proof }) =>
      done.includes(id) &&
      act.do !== "ask" &&
      proof.some((one) => unmet.some((other) => Bun.deepEquals(one, other, true))),
  )
}

/** Turns round, or opens one again that was done: what the step in hand has done so far is to be taken back too. */
export function turn(
  context: ApplyContext,
  state: MigrationState,
  direction: MigrationState["direction"],
): Result<MigrationState> {
  const inHand = state.direction === "forward" ? nextStep(state) : undefined
  const isBegun = inHand !== undefined && runsOf(context, state.number, inHand.id).length > 0
  const held = isBegun ? note(context.machine, state, { record: "done", step: inHand.id }) : ok(state)
  return held.ok ? note(context.machine, held.value, { record: "turn", direction }) : held
}

function undoneFrom({ machine }: ApplyContext, state: MigrationState, from: Step): Result<MigrationState> {
  const { steps } = state.migration
  let current = state
  for (const { id, act } of steps.slice(steps.indexOf(from))) {
    // What a person has done in the cluster stays done.
    if (!current.done.includes(id) || act.do === "ask") continue
    const noted = note(machine, current, { record: "undone", step: id })
    if (!noted.ok) return failed(noted.fault)
    current = noted.value
  }
  return ok(current)
}
