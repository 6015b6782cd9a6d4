// The description of the screen that a state shows.
import type { Context } from "../context.ts"
import type { Looked, State } from "../state/state.ts"
import { answersScreen } from "./answers.ts"
import { chooseScreen } from "./choose.ts"
import type { Description } from "./description.ts"
import { endScreen } from "./end.ts"
import { findingsScreen } from "./findings.ts"
import { helpScreen } from "./help.ts"
import { keepScreen } from "./keep.ts"
import { migrationScreen } from "./migration.ts"
import { nodeScreen } from "./node.ts"
import { obstacleScreen } from "./obstacles.ts"
import { questionScreen } from "./question.ts"
import { refusalsScreen } from "./refusals.ts"
import { refusedScreen } from "./refused.ts"
import { reviewScreen } from "./review.ts"
import { runScreen } from "./run.ts"
import { saveScreen } from "./save.ts"
import { typeAnswerScreen } from "./type-answer.ts"

export function describe(state: State, context: Context): Description {
  const { screen } = state.visits.at(-1) ?? { screen: { name: "node" } as const }
  switch (screen.name) {
    case "node":
      return nodeScreen(state, context)
    case "unfinished":
    case "not-root":
    case "no-runtime":
    case "several-runtimes":
    case "not-systemd":
      return obstacleScreen(screen.name, state, lookedOf(state), context)
    case "migration":
      return migrationScreen(state, present(state.migrating), context)
    case "findings":
      return findingsScreen(state, lookedOf(state), context)
    case "question":
      return questionScreen(screen.setting, state, lookedOf(state), context)
    case "type-answer":
      return typeAnswerScreen(screen.setting, state, lookedOf(state), context)
    case "answers":
      return answersScreen(state, lookedOf(state), context)
    case "refusals":
      return refusalsScreen(state, context)
    case "review":
      return reviewScreen(state, context)
    case "choose":
      return chooseScreen(state, lookedOf(state), context)
    case "save":
      return saveScreen(screen.what, state, context)
    case "run":
      return runScreen(state, present(state.run), context)
    case "keep":
      return keepScreen(state, context)
    case "refused":
      return refusedScreen(state, context)
    case "end":
      return endScreen(state, present(state.outcome), context)
    case "help":
      return helpScreen(describe({ ...state, visits: state.visits.slice(0, -1) }, context), context)
  }
}

function lookedOf(state: State): Looked {
  return present(state.looked)
}

/** The reducer opens a screen only when what it shows is there. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a screen was opened before what it shows was known")
  return value
}
