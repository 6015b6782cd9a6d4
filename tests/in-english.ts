// A part of a sentence as English says it, for tests that read what a document or a setting answers.
import { en } from "../src/messages/en/en.ts"
import type { Said } from "../src/model/arguments/clause.ts"

export function inEnglish(said: Said): string {
  return typeof said === "string" ? said : en.clauses[said.code](said.args as never)
}
