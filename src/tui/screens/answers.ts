// Every setting with its value and who chose it: what was asked, what was given, and what is kept as it is. Each can
// be opened and changed.
import { widthOf } from "../../messages/line-breaks.ts"
import { aligned, emptyLine, inOneRow, quiet, span, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import { chooserText, valueText, whyText } from "../lines/values.ts"
import { type Question, questionsOf } from "../state/questions.ts"
import type { Looked, State } from "../state/state.ts"
import { type Block, type Description, itemBlock, linesBlock, plainScreen } from "./description.ts"

export function answersScreen(state: State, looked: Looked, context: Context): Description {
  const { catalogue } = context
  const texts = catalogue.screens
  // From where a runtime is installed is no question where nobody asked for it: one is here. The rarer settings stand
  // here where somebody did.
  const questions = questionsOf(looked.situation, state.given, context.settings).filter(
    ({ id, setting, value }) => value !== undefined || (id !== "install" && setting.isRare !== true),
  )
  const asked = questions.filter((one) => one.isAsked)
  const given = questions.filter((one) => !one.isAsked && isGiven(one))
  const others = questions.filter((one) => !one.isAsked && !isGiven(one))
  const suggested = others.filter((one) => one.chosenBy?.who === "suggestion")
  const kept = others.filter((one) => one.chosenBy?.who !== "suggestion")
  const values = questions.map((one) => valueText(one.value, catalogue))
  const rows = aligned(
    questions.map((one, at) => {
      // Under "Suggested" and "Kept as it is" the word is not said again on every line.
      const chooser = others.includes(one) ? whyText(one.chosenBy, catalogue) : chooserText(one.chosenBy, catalogue)
      return { label: one.id, text: [span(padded(values[at] ?? "", values), "strong"), span(chooser, "quiet")] }
    }),
  )
  const group = (title: string, members: readonly Question[], isFirst: boolean): readonly Block[] =>
    members.length === 0
      ? []
      : [
          linesBlock([...(isFirst ? [] : [emptyLine]), quiet(title)]),
          ...members.map((one) => {
            const row = rows[questions.indexOf(one)]
            return itemBlock({
              id: `answer-${one.id}`,
              lines: row === undefined ? [] : [inOneRow(row)],
              intent: { intent: "open-question", setting: one.id },
            })
          }),
        ]
  return {
    ...plainScreen,
    step: "answers",
    title: texts.answers.title,
    about: texts.answers.about,
    preferred: "go-on",
    blocks: [
      ...group(texts.answers.asked, asked, true),
      ...group(texts.answers.given, given, asked.length === 0),
      ...group(texts.answers.suggested, suggested, asked.length + given.length === 0),
      ...group(texts.answers.kept, kept, asked.length + given.length + suggested.length === 0),
    ],
    actions: [{ id: "go-on", lines: [strong(texts.actions.goOn)], intent: { intent: "go-on" } }],
  }
}

/** Columns that a value may take before who chose it; a longer one, such as a list of mirrors, pushes that along. */
const widestValue = 32

function padded(value: string, all: readonly string[]): string {
  const widths = all.map(widthOf).filter((width) => width <= widestValue)
  return value + " ".repeat(Math.max(0, Math.max(0, ...widths) - widthOf(value)) + 2)
}

function isGiven({ chosenBy }: Question): boolean {
  return chosenBy?.who === "flag" || chosenBy?.who === "file" || chosenBy?.who === "person"
}
