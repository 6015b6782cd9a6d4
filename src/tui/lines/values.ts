// The value of a setting in words, and who chose it. Knows shapes of values, not names of settings.
import type { Catalogue } from "../../messages/catalogue.ts"
import type { ChosenBy } from "../../model/answers.ts"
import { redactText } from "../../model/secrets/redact.ts"
import { reasonText } from "../../pages/sentences.ts"
import { valueToText } from "../state/questions.ts"

export function valueText(value: unknown, catalogue: Catalogue): string {
  const { screens } = catalogue
  if (value === undefined) return screens.answers.leftAsItIs
  if (value === true) return screens.yes
  if (value === false) return screens.no
  const text = redactText(valueToText(value))
  return text === "" ? screens.none : text
}

/** Why a value stands that no person chose; empty where nobody chose any. */
export function whyText(chosenBy: ChosenBy | undefined, catalogue: Catalogue): string {
  return chosenBy?.who === "node" || chosenBy?.who === "suggestion" ? reasonText(chosenBy.why, catalogue) : ""
}

export function chooserText(chosenBy: ChosenBy | undefined, catalogue: Catalogue): string {
  const { screens } = catalogue
  switch (chosenBy?.who) {
    case undefined:
      return ""
    case "flag":
      return screens.answers.byFlag
    case "file":
      return screens.answers.byFile(chosenBy.file)
    case "person":
      return screens.answers.byPerson
    case "node":
      return screens.question.asNow(reasonText(chosenBy.why, catalogue))
    case "suggestion":
      return screens.question.suggested(reasonText(chosenBy.why, catalogue))
  }
}
