// What every command is: a function from face and invocation to an exit code.

import { en } from "../../messages/en/en.ts"
import type { ExitCode } from "../../model/exit-code.ts"
import { type Fault, ok, type Result } from "../../model/fault.ts"
import type { Face } from "../face.ts"
import { faultToJson, jsonDocument } from "../json.ts"
import { shortened } from "../monitoring.ts"
import type { Invocation } from "../parse.ts"
import { renderFault } from "../render/fault.ts"
import { exitCodeOfFault } from "../render/outcome.ts"
import { sayFault } from "../render/say.ts"

export type RunCommand = (face: Face, invocation: Invocation) => Promise<ExitCode>

/** Prints, or with --out writes, what a program reads rather than a person. */
export async function tellMonitoring(face: Face, invocation: Invocation, text: string): Promise<Result<void>> {
  const { out } = invocation.flags
  if (typeof out === "string") return await face.writeText(out, text, "all")
  face.print(text.replace(/\n$/, ""))
  return ok(undefined)
}

export const wantsJson = (invocation: Invocation): boolean => invocation.flags.output === "json"

/** Tells faults that stopped the command before anything was touched, and gives the exit code of the first. */
export function stop(face: Face, invocation: Invocation, faults: readonly Fault[]): ExitCode {
  const [first] = faults
  if (first === undefined) throw new Error("stopped without a fault")
  if (wantsJson(invocation)) {
    face.print(jsonDocument("Faults", { faults: faults.map((fault) => faultToJson(face, fault)) }))
  }
  if (invocation.flags.output === "npd") face.print(shortened(sayFault(en, first).what))
  for (const fault of faults) face.warn(renderFault(face, fault))
  return exitCodeOfFault(first)
}
