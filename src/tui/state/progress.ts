// What a progress event makes of a run: pure. Steps of a plan are known beforehand; those of a rollback appear as they
// begin.
import type { Plan } from "../../model/plan.ts"
import type { Progress } from "../../model/progress.ts"
import type { Run, Step } from "./state.ts"

type StepProgress = Extract<Progress, { readonly event: "change-began" | "change-done" }>

/** Log lines that are kept; what came before stays in the service's own log. */
const keptLogLines = 40

const nothingYet = {
  waiting: undefined,
  log: [],
  verified: [],
  isGoingBack: false,
  verifiedBack: [],
  isInterrupted: false,
} as const

export function runOf(plan: Plan, beganAt: number): Run {
  return {
    ...nothingYet,
    purpose: "apply",
    beganAt,
    judgements: plan.judgements.map((judgement) => ({ judgement, state: "waiting" })),
    steps: plan.changes.map((change, index) => ({ change, index, direction: "forward", state: "waiting" })),
  }
}

export function runBack(beganAt: number): Run {
  return { ...nothingYet, purpose: "put-back", beganAt, judgements: [], steps: [] }
}

/** `now`: milliseconds since the epoch. */
export function withProgress(run: Run, progress: Progress, now: number): Run {
  switch (progress.event) {
    case "detected":
    case "downloading":
      return run
    case "judging":
      return {
        ...run,
        judgements: run.judgements.map((one) => {
          if (isSame(one.judgement, progress.judgement)) return { ...one, state: "running" }
          return one.state === "running" ? { ...one, state: "done" } : one
        }),
      }
    case "change-began":
      return withStep({ ...judged(run), waiting: undefined }, progress, began(run, progress.direction), {
        beganAt: now,
      })
    case "change-done": {
      const state = isBackwards(run, progress.direction) ? "back" : "done"
      return withStep(run, progress, state, { milliseconds: progress.milliseconds })
    }
    case "waiting":
      return { ...judged(run), waiting: waitingFor(run, progress, now) }
    case "log":
      return { ...run, log: [...run.log, { component: progress.component, line: progress.line }].slice(-keptLogLines) }
    case "verified": {
      const { verified } = progress
      if (run.isGoingBack) return { ...run, waiting: undefined, verifiedBack: [...run.verifiedBack, verified] }
      return { ...run, waiting: undefined, verified: [...run.verified, verified] }
    }
    case "rolling-back":
      // A rollback that was asked for says so before its first step; that is its purpose, not a turn for the worse.
      if (run.purpose === "put-back" && run.steps.length === 0) return run
      return {
        ...judged(run),
        isGoingBack: true,
        waiting: undefined,
        steps: run.steps.map((step) => (step.state === "running" ? { ...step, state: "failed" } : step)),
      }
  }
}

/** A rollback that was asked for has no forward direction: its own steps are what is done. */
function isBackwards(run: Run, direction: "forward" | "back"): boolean {
  return direction === "back" && run.purpose === "apply"
}

function began(run: Run, direction: "forward" | "back"): Step["state"] {
  return isBackwards(run, direction) ? "going-back" : "running"
}

function judged(run: Run): Run {
  const isRunning = run.judgements.some((one) => one.state === "running")
  if (!isRunning) return run
  return {
    ...run,
    judgements: run.judgements.map((one) => (one.state === "running" ? { ...one, state: "done" } : one)),
  }
}

/** As long as the same component is waited for, since the first time that was told. */
function waitingFor(
  { waiting }: Run,
  { component, secondsLeft }: Extract<Progress, { readonly event: "waiting" }>,
  now: number,
): Run["waiting"] {
  return { component, secondsLeft, beganAt: waiting?.component === component ? waiting.beganAt : now }
}

/** A plan's own step that goes back keeps its words and gets a mark; in a rollback that was asked for it says the undoing. */
function withStep(run: Run, on: StepProgress, state: Step["state"], time: Pick<Step, "milliseconds" | "beganAt">): Run {
  const { index, change } = on
  const direction = run.purpose === "apply" ? "forward" : on.direction
  const step: Step = { change, index, direction, state, ...time }
  const isKnown = run.steps.some((one) => one.index === index)
  return { ...run, steps: isKnown ? run.steps.map((one) => (one.index === index ? step : one)) : [...run.steps, step] }
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
