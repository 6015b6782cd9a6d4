// Every setting with its value and who chose it: flag, answers file, the last kept run, what the node has, suggestion.
import type { Answers, ChosenBy, ResolvedAnswers } from "../model/answers.ts"
import { settings } from "./known.ts"
import type { Situation } from "./setting-definition.ts"
import { suggestionFor } from "./suggestion.ts"

export function resolve(situation: Situation, given: ResolvedAnswers): ResolvedAnswers {
  const values: Record<string, unknown> = {}
  const chosenBy: Record<string, ChosenBy> = {}
  for (const setting of settings) {
    const chosen = given.values[setting.id]
    if (chosen !== undefined) {
      values[setting.id] = chosen
      chosenBy[setting.id] = given.chosenBy[setting.id] ?? { who: "person" }
      continue
    }
    const suggested = suggestionFor(setting, situation, values as Answers)
    if (suggested === undefined) continue
    values[setting.id] = suggested.value
    chosenBy[setting.id] = { who: suggested.by, why: suggested.why }
  }
  return { values: values as Answers, chosenBy }
}
