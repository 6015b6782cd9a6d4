// Which settings are asked on this node, what is suggested for each, and what it will be: pure, from the definitions
// in settings/. Knows no setting by name. A setting given by a flag or a file is not asked again.

import type { Given } from "../../criadm/interface.ts"
import type { Answers, ChosenBy } from "../../model/answers.ts"
import { elementToText, type SettingId } from "../../model/setting.ts"
import { shellWord } from "../../model/shell-word.ts"
import type { AnySetting } from "../../settings/known.ts"
import type { Situation, Suggested } from "../../settings/setting-definition.ts"
import { suggestionFor } from "../../settings/suggestion.ts"

export interface Question {
  readonly setting: AnySetting
  readonly id: SettingId
  /** The answer makes a difference here and nobody gave it with a flag or a file. */
  readonly isAsked: boolean
  readonly suggested: Suggested<unknown> | undefined
  /** What it is as of now; undefined: this run leaves it as it is. */
  readonly value: unknown
  readonly chosenBy: ChosenBy | undefined
}

export function questionsOf(situation: Situation, given: Given, settings: readonly AnySetting[]): readonly Question[] {
  let soFar: Answers = {}
  return settings.map((setting) => {
    const chosen = given.values[setting.id]
    const giver = given.chosenBy[setting.id]
    const suggested = suggestionFor(setting, situation, soFar)
    const isFixed = chosen !== undefined && giver !== undefined && giver.who !== "person"
    const isAsked = !isFixed && setting.matters(situation, soFar)
    const value = chosen ?? suggested?.value
    soFar = { ...soFar, ...(value === undefined ? {} : { [setting.id]: value }) }
    const chosenBy: ChosenBy | undefined =
      chosen !== undefined
        ? (giver ?? { who: "person" })
        : suggested === undefined
          ? undefined
          : { who: suggested.by, why: suggested.why }
    return { setting, id: setting.id, isAsked, suggested, value, chosenBy }
  })
}

/** The answers given, with one more or another one of a person. */
export function answered(given: Given, id: SettingId, value: unknown): Given {
  return {
    values: { ...given.values, [id]: value } as Answers,
    chosenBy: { ...given.chosenBy, [id]: { who: "person" } },
  }
}

/** The answers given, without this one: the suggestion holds again. */
export function unanswered(given: Given, id: SettingId): Given {
  const { [id]: _value, ...values } = given.values
  const { [id]: _chooser, ...chosenBy } = given.chosenBy
  return { values, chosenBy }
}

/** Whether two values of a setting are the same; values are strings, numbers, booleans or lists of plain records. */
export function isSameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function textsOf(list: readonly unknown[]): readonly string[] {
  return (list as NonNullable<Answers["registry-mirror" | "sysctl" | "module" | "registry" | "handler"]>).map(
    elementToText,
  )
}

/** A value as it is typed into a field and given to a flag: lists one after another. */
export function valueToText(value: unknown): string {
  if (Array.isArray(value)) {
    return textsOf(value).join(" ")
  }
  return String(value)
}

/** What a typed text says for a setting: several values of a list are parted by spaces or commas. */
export function parseTyped(setting: AnySetting, text: string) {
  const trimmed = text.trim()
  return setting.parse(
    setting.form === "list"
      ? trimmed.split(setting.id === "registry" ? /\s+/ : /[\s,]+/).filter((one) => one !== "")
      : trimmed,
  )
}

/** The flags that would give these answers on another node: what was given and what was asked, not what it had. */
export function flagsFor(questions: readonly Question[]): readonly string[] {
  return questions.flatMap(({ setting, id, value, chosenBy, isAsked }) => {
    const isOwn = chosenBy?.who === "person" || chosenBy?.who === "flag" || chosenBy?.who === "file"
    if (value === undefined || (!isOwn && !isAsked)) return []
    if (setting.form === "switch") return [value === true ? `--${id}` : `--no-${id}`]
    const values = Array.isArray(value) ? textsOf(value) : [valueToText(value)]
    return values.filter((one) => one !== "").map((one) => `--${id} ${shellWord(one)}`)
  })
}
