// Every setting with its value and who chose it: what was asked, what was given, and what is kept as it is. Each can
// be opened and changed.
import type { Context } from "../context.ts"
import { aligned, emptyLine, inOneRow, quiet, span, strong } from "../lines.ts"
import { type Question, questionsOf } from "../questions.ts"
import type { Looked, State } from "../state.ts"
import { chooserText, valueText } from "../values.ts"
import { type Block, type Description, itemBlock, linesBlock, plainScreen } from "./description.ts"

export function answersScreen(state: State, looked: Looked, context: Context): Description {
  const { catalogue } = context
  const texts = catalogue.screens
  const questions = questionsOf(looked.situation, state.given, context.settings)
  const asked = questions.filter((one) => one.isAsked)
  const given = questions.filter((one) => !one.isAsked && isGiven(one))
  const kept = questions.filter((one) => !one.isAsked && !isGiven(one))
  const rows = aligned(
    questions.map((one) => ({
      label: one.id,
      text: [
        span(valueText(one.value, catalogue), "strong"),
        span(`  ${chooserText(one.chosenBy, catalogue)}`, "quiet"),
      ],
    })),
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
      ...group(texts.answers.kept, kept, asked.length + given.length === 0),
    ],
    actions: [{ id: "go-on", lines: [strong(texts.actions.goOn)], intent: { intent: "go-on" } }],
  }
}

function isGiven({ chosenBy }: Question): boolean {
  return chosenBy?.who === "flag" || chosenBy?.who === "file" || chosenBy?.who === "person"
}
