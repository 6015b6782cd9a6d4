// What stays on the operator's own screen after the wizard has gone: how it ended and what to remember.
import { textOf } from "../../pages/lines.ts"
import { standLines } from "../../pages/migration.ts"
import { unconfirmedText } from "../../pages/outcome.ts"
import type { Context } from "../context.ts"
import { afterwards, endingTitle } from "../screens/end.ts"
import { endingOf } from "../state/ending.ts"
import type { Migrating } from "../state/migrating.ts"
import { type State, underHelp } from "../state/state.ts"

export function farewell(state: State, context: Context): readonly string[] {
  const texts = context.catalogue.screens
  const { outcome } = state
  const saved = [
    ...(state.answersFile === undefined ? [] : [texts.farewell.line(texts.end.answersFile, state.answersFile)]),
    ...(state.planFile === undefined ? [] : [texts.farewell.line(texts.end.planFile, state.planFile)]),
  ]
  if (state.migrating?.end !== undefined) return afterMigration(state.migrating, context)
  if (outcome === undefined || outcome.kind === "refused") return [texts.farewell.nothingChanged, ...saved]
  if (underHelp(state).screen.name === "keep" && outcome.run !== undefined) {
    const seconds = Math.max(0, Math.ceil(((state.keepBefore ?? state.now) - state.now) / 1000))
    return [unconfirmedText(outcome.run, seconds, context.catalogue)]
  }
  const title = endingTitle(endingOf(state, outcome), outcome, context)
  return [
    texts.farewell.outcome(title),
    ...(outcome.kind === "applied" || outcome.kind === "nothing-to-do"
      ? afterwards(state, outcome, context).flatMap(({ label, text, isCommand }) =>
          // A command on a line of its own can be taken as a whole with three clicks.
          isCommand ? [texts.farewell.label(label), text] : [texts.farewell.line(label, text)],
        )
      : saved),
  ]
}

/** How it ended, or where it stands and how it goes on. */
function afterMigration({ end, state }: Migrating, { catalogue }: Context): readonly string[] {
  const { farewell: texts, migration } = catalogue.screens
  if (end?.kind === "done" || end?.kind === "back") return [texts.outcome(migration[end.kind])]
  if (state === undefined || state.ended !== undefined) return [texts.nothingChanged]
  return standLines(state, catalogue, "short").map(textOf)
}
