// What the node was last asked to be: the answers of the last run that was kept and not put back since. Reads only.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Answers, ChosenBy, ResolvedAnswers } from "../../model/answers.ts"
import type { AskedFacts } from "../../model/facts/node-facts.ts"
import { readRuns, undoneRuns } from "./runs.ts"

/** Answers about the run itself, of which a node keeps nothing. */
const ofTheRun: ReadonlySet<string> = new Set([
  "restart",
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
      // A step of a migration that only stops, starts or rewrites something asks for nothing.
      (run.migration === undefined || Object.keys(plan.answers.chosenBy).length > 0),
  )
  return last === undefined ? undefined : { run: last.number, answers: givenAnswers(last.plan.answers) }
}

/** What a person gave, then or in an earlier run; and the runtime, whoever chose it. */
function givenAnswers({ values, chosenBy }: ResolvedAnswers): Answers {
  const kept = Object.entries(values).filter(
    ([id]) => id === "runtime" || (!ofTheRun.has(id) && isGiven(chosenBy[id as keyof Answers])),
  )
  return Object.fromEntries(kept) as Answers
}

function isGiven(chosenBy: ChosenBy | undefined): boolean {
  if (chosenBy === undefined || chosenBy.who === "suggestion") return false
  return chosenBy.who !== "node" || chosenBy.why.code === "asked-by-run"
}
