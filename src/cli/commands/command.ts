// What every command is: a function from face and invocation to an exit code.
import type { ExitCode } from "../../model/exit-code.ts"
import type { Fault } from "../../model/fault.ts"
import type { Face } from "../face.ts"
import { faultToJson, jsonDocument } from "../json.ts"
import type { Invocation } from "../parse.ts"
import { renderFault } from "../render/fault.ts"
import { exitCodeOfFault } from "../render/outcome.ts"

export type RunCommand = (face: Face, invocation: Invocation) => Promise<ExitCode>

export const wantsJson = (invocation: Invocation): boolean => invocation.flags.output === "json"

/** Tells faults that stopped the command before anything was touched, and gives the exit code of the first. */
export function stop(face: Face, invocation: Invocation, faults: readonly Fault[]): ExitCode {
  const [first] = faults
  if (first === undefined) throw new Error("stopped without a fault")
  if (wantsJson(invocation)) {
    face.print(jsonDocument("Faults", { faults: faults.map((fault) => faultToJson(face, fault)) }))
  }
  for (const fault of faults) face.warn(renderFault(face, fault))
  return exitCodeOfFault(first)
}
