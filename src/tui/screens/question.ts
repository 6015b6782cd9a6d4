// One question: the values it can take with the suggested one preselected and one line why; what it is now and from
// where. Knows no setting by name.
import type { SettingId } from "../../model/setting.ts"
import { nowLine } from "../../pages/explanation.ts"
import { emptyLine, type Line, quiet, span, strong } from "../../pages/lines.ts"
import { reasonText } from "../../pages/sentences.ts"
import type { Context } from "../context.ts"
import { valueText } from "../lines/values.ts"
import { isSameValue, type Question, questionsOf } from "../state/questions.ts"
import type { Looked, State } from "../state/state.ts"
import { type Description, type Item, itemBlock, linesBlock, plainScreen } from "./description.ts"

export function questionScreen(id: SettingId, state: State, looked: Looked, context: Context): Description {
  const { catalogue } = context
  const texts = catalogue.screens.question
  const questions = questionsOf(looked.situation, state.given, context.settings)
  const asked = questions.filter((one) => one.isAsked)
  const question = questions.find((one) => one.id === id)
  const { question: title, help } = catalogue.settings[id]
  const choices = question === undefined ? [] : choicesOf(question, looked, context)
  const chosen = choices.find((choice) => choice.value !== undefined && isSameValue(choice.value, question?.value))
  const at = asked.findIndex((one) => one.id === id)
  const now = nowLines(id, looked, context)
  return {
    ...plainScreen,
    step: "answers",
    title,
    ...(at < 0 ? {} : { aside: [span(texts.position(at + 1, asked.length), "quiet")] }),
    about: [help, ...texts.about, texts.flag(`--${id}`)],
    preferred: (chosen ?? choices[0])?.item.id,
    blocks: [
      ...(now.length === 0 ? [] : [linesBlock([...now, emptyLine])]),
      ...choices.map((choice) => itemBlock(choice.item)),
    ],
  }
}

interface Choice {
  /** Undefined: another value is typed. */
  readonly value: unknown
  readonly item: Item
}

function choicesOf(question: Question, looked: Looked, context: Context): readonly Choice[] {
  const { catalogue } = context
  const texts = catalogue.screens.question
  const { setting, suggested, value, chosenBy } = question
  const listed = setting.choices(looked.situation)
  const isOpen = listed === undefined && setting.form !== "switch"
  const values: unknown[] = setting.form === "switch" ? [true, false] : [...(listed ?? [])]
  const offers = isOpen ? (setting.offers?.(looked.situation) ?? []) : []
  for (const { value: offered } of offers) values.push(offered)
  for (const extra of [value, suggested?.value]) {
    if (isOpen && extra !== undefined && !values.some((one) => isSameValue(one, extra))) values.unshift(extra)
  }
  const choices = values.map((one): Choice => {
    const isSuggested = suggested !== undefined && isSameValue(one, suggested.value)
    const offer = offers.find((each) => isSameValue(each.value, one))
    const isOwn = chosenBy !== undefined && chosenBy.who === "person" && isSameValue(one, value)
    const why = isSuggested
      ? suggested.by === "node"
        ? texts.asNow(reasonText(suggested.why, catalogue))
        : texts.suggested(reasonText(suggested.why, catalogue))
      : isOwn
        ? texts.yours
        : offer === undefined
          ? ""
          : reasonText(offer.why, catalogue)
    const name = nameOf(one, looked) ?? valueText(one, catalogue)
    return {
      value: one,
      item: {
        id: `value-${JSON.stringify(one)}`,
        lines: [strong(name), ...(why === "" ? [] : [quiet(why)])],
        intent: { intent: "answer", setting: question.id, value: one },
      },
    }
  })
  if (!isOpen) return choices
  const other = setting.form === "list" ? texts.otherList : texts.other
  return [
    ...choices,
    {
      value: undefined,
      item: { id: "other", lines: [strong(other)], intent: { intent: "type-answer", setting: question.id } },
    },
  ]
}

/** A value that is the id of a runtime here, with the runtime's name. */
function nameOf(value: unknown, looked: Looked): string | undefined {
  const runtime = looked.situation.runtimes.find((one) => one.id === value)
  if (runtime === undefined || runtime.name === runtime.id) return undefined
  return `${runtime.id} (${runtime.name})`
}

/** What the setting is on this node as of now, where detection can tell. */
function nowLines(id: SettingId, looked: Looked, { catalogue }: Context): readonly Line[] {
  return looked.explanations.filter((one) => one.setting === id).map((one) => nowLine(one, catalogue))
}
