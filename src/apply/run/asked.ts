// What the node was last asked to be: the answers of the last run that was kept and not put back since. Reads only.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Answers, ChosenBy, ResolvedAnswers } from "../../model/answers.ts"
import type { AskedFacts } from "../../model/facts/node-facts.ts"
import { type RecordedRun, readRuns, undoneRuns } from "./runs.ts"

/** Answers about the run itself, of which a node keeps nothing. */
const ofTheRun: ReadonlySet<string> = new Set([
  "restart",
  "settle",
  "reset-config",
  "install",
  "runtime-release",
  "sandbox-image-archive",
  "release-mirror",
  "checksums",
])

/** Undefined: there is no such run, or its record cannot be read. */
export function lastAsked(machine: ReadingMachine): AskedFacts | undefined {
  const runs = readRuns(machine)
  const undone = undoneRuns(runs)
  const last = runs.findLast(
    ({ number, plan, run, state }) =>
      state.state === "ended" &&
      state.outcome === "applied" &&
      run.undoes === undefined &&
      !undone.has(number) &&
      asksForSomething(plan.answers, run.migration !== undefined),
  )
  if (last === undefined) return undefined
  return { run: last.number, answers: givenAnswers(last.plan.answers, askedUntil(runs, undone)) }
}

/** A step of a migration that only stops, starts or rewrites something asks for nothing, nor do the units of a watch. */
function asksForSomething({ values, chosenBy }: ResolvedAnswers, isStep: boolean): boolean {
  return Object.keys(chosenBy).length > 0 || (!isStep && Object.keys(values).length > 0)
}

/** Whether what a run took over from run `number` was asked for in a run that has not been put back since. */
function askedUntil(runs: readonly RecordedRun[], undone: ReadonlyMap<number, number>) {
  const isStillAsked = (id: keyof Answers, number: number): boolean => {
    if (undone.has(number)) return false
    const before = runs.find((run) => run.number === number)?.plan.answers.chosenBy[id]
    const earlier = runTakenFrom(before)
    // Runs are numbered upwards; a record that says otherwise ends here.
    return earlier === undefined || earlier >= number || isStillAsked(id, earlier)
  }
  return isStillAsked
}

/** The run whose answer it is; undefined: it was given in that run itself. */
function runTakenFrom(chosenBy: ChosenBy | undefined): number | undefined {
  return chosenBy?.who === "node" && chosenBy.why.code === "asked-by-run" ? chosenBy.why.args.run : undefined
}

/** What a person gave, then or in an earlier run that still stands; and the runtime, whoever chose it. */
function givenAnswers(
  { values, chosenBy }: ResolvedAnswers,
  isStillAsked: (id: keyof Answers, run: number) => boolean,
): Answers {
  const kept = (Object.keys(values) as (keyof Answers)[]).filter((id) => {
    if (id === "runtime") return true
    const from = runTakenFrom(chosenBy[id])
    return !ofTheRun.has(id) && (from === undefined ? isGiven(chosenBy[id]) : isStillAsked(id, from))
  })
  return Object.fromEntries(kept.map((id) => [id, values[id]])) as Answers
}

function isGiven(chosenBy: ChosenBy | undefined): boolean {
  return chosenBy !== undefined && chosenBy.who !== "suggestion" && chosenBy.who !== "node"
}
