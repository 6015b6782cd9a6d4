// What the person gave: flags first, then the answers file. Who gave each answer is kept. Standard input is read once: for the
// answers, or for credentials of registries.
import { resolve } from "node:path"
import type { Answers, ChosenBy, ResolvedAnswers } from "../model/answers.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { standardInput } from "../model/setting.ts"
import { oneRowEach } from "../settings/definitions/registry.ts"
import { settings } from "../settings/known.ts"
import type { Face } from "./face.ts"
import type { Invocation } from "./parse.ts"

export async function givenAnswers(face: Face, invocation: Invocation): Promise<Result<ResolvedAnswers>> {
  const values: Record<string, unknown> = {}
  const chosenBy: Record<string, ChosenBy> = {}
  const file = invocation.flags.answers
  if (typeof file === "string") {
    const text = await face.readText(file, invocation.command.name === "apply" ? "own" : "any")
    if (!text.ok) return text
    const { readAnswers } = await import("../settings/answers-file.ts")
    const answers = readAnswers(file, text.value)
    if (!answers.ok) return answers
    Object.assign(values, answers.value.values)
    Object.assign(chosenBy, answers.value.chosenBy)
  }
  for (const setting of settings) {
    const given = invocation.flags[setting.id]
    if (given === undefined) continue
    const parsed = setting.parse(setting.isPath === true && typeof given === "string" ? resolve(given) : given)
    if (!parsed.ok) return parsed
    values[setting.id] = parsed.value
    chosenBy[setting.id] = { who: "flag" }
  }
  const rows = oneRowEach(values as Answers)
  return rows.ok ? ok({ values: values as Answers, chosenBy }) : rows
}

/** Credentials of registries that come by standard input. Undefined: none of the answers given in this run has its credentials from there. */
export async function credentialsGiven(
  face: Face,
  { argument, flags }: Invocation,
  { registry = [] }: Answers,
): Promise<Result<string | undefined>> {
  if (registry.every(({ credentialsFile }) => credentialsFile !== standardInput)) return ok(undefined)
  const other = flags.answers === standardInput ? "--answers -" : argument === standardInput ? "PLAN -" : undefined
  if (other !== undefined) return failed({ code: "standard-input-twice", args: { other } })
  return face.readText(standardInput, "secret")
}
