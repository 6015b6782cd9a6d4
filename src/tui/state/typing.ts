// What a typed line means: the value of a setting, or the name of a file.
import type { Context } from "../context.ts"
import { describe } from "../screens/describe.ts"
import { takeAnswer } from "./intents.ts"
import { parseTyped } from "./questions.ts"
import { type State, shown, withVisit } from "./state.ts"

/** Enter in the field of the shown screen. */
export function typed(state: State, context: Context): State {
  const { screen, field } = shown(state)
  const text = field?.text ?? describe(state, context).field?.offered ?? ""
  if (screen.name === "type-answer") {
    const setting = context.settings.find((one) => one.id === screen.setting)
    if (setting === undefined) return state
    const parsed = parseTyped(setting, text)
    return parsed.ok
      ? takeAnswer(state, screen.setting, parsed.value, context)
      : withVisit(state, { problem: parsed.fault })
  }
  if (screen.name !== "save" || state.isSaving) return state
  const file = text.trim()
  if (file === "") {
    return { ...state, notice: { tone: "fault", text: context.catalogue.screens.save.empty } }
  }
  if (screen.what === "answers") {
    return state.resolved === undefined
      ? state
      : { ...state, isSaving: true, outbox: [{ effect: "save-answers", file, answers: state.resolved }] }
  }
  return state.planned?.ok === true
    ? { ...state, isSaving: true, outbox: [{ effect: "save-plan", file, plan: state.planned.plan }] }
    : state
}
