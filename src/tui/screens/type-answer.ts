// A value that is typed, and why the last one was not taken.
import type { SettingId } from "../../model/setting.ts"
import { faultLines } from "../../pages/fault.ts"
import { emptyLine, quiet } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import { questionsOf, valueToText } from "../state/questions.ts"
import { type Looked, type State, shown } from "../state/state.ts"
import { type Description, linesBlock, plainScreen } from "./description.ts"

export function typeAnswerScreen(id: SettingId, state: State, looked: Looked, context: Context): Description {
  const { catalogue } = context
  const texts = catalogue.screens.typeAnswer
  const { question, help } = catalogue.settings[id]
  const { problem } = shown(state)
  const setting = context.settings.find((one) => one.id === id)
  return {
    ...plainScreen,
    step: "answers",
    title: question,
    about: [help, ...texts.about],
    preferred: undefined,
    field: { label: `${id}: `, offered: offeredAnswer(id, state, looked, context) },
    blocks: [
      linesBlock([
        quiet(help),
        ...(setting?.form === "list" ? [quiet(texts.list)] : []),
        ...(problem === undefined ? [] : [emptyLine, ...faultLines(problem, catalogue)]),
      ]),
    ],
  }
}

/** What stands in the field at first: the value as it would be now. */
function offeredAnswer(id: SettingId, state: State, looked: Looked, { settings }: Context): string {
  const value = questionsOf(looked.situation, state.given, settings).find((one) => one.id === id)?.value
  return value === undefined ? "" : valueToText(value)
}
