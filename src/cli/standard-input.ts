// Credentials of registries that come by standard input, which is read once: by whoever asks for them, or for the answers.
import type { Answers } from "../model/answers.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { standardInput } from "../model/setting.ts"
import type { Face } from "./face.ts"
import type { Invocation } from "./parse.ts"

/** Undefined: none of the answers given in this run has its credentials from there. */
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
