// What every command is: a function from face and invocation to an exit code.

import { en } from "../../messages/en/en.ts"
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import type { Fault } from "../../model/fault.ts"
import { faultLines } from "../../pages/fault.ts"
import { faultText } from "../../pages/sentences.ts"
import { exitCodeOfFault } from "../exit-code-of.ts"
import type { Face } from "../face.ts"
import { faultToJson, jsonDocument } from "../json.ts"
import { shortened } from "../monitoring.ts"
import type { Invocation } from "../parse.ts"
import { printed } from "../print.ts"

export type RunCommand = (face: Face, invocation: Invocation) => Promise<ExitCode>

/**
 * What the command prints goes to the file of --out where that is given, whole and readable by all. A command that was
 * stopped leaves the file as it is, so that whoever reads it sees its age.
 */
export function toFile(command: RunCommand): RunCommand {
  return async (face, invocation) => {
    const { out } = invocation.flags
    if (typeof out !== "string") return await command(face, invocation)
    const printed: string[] = []
    const code = await command({ ...face, print: (text) => void printed.push(text) }, invocation)
    if (code !== exitCode.done && code !== exitCode.notAsAsked) {
      for (const text of printed) face.print(text)
      return code
    }
    const written = await face.writeText(out, printed.map((text) => `${text}\n`).join(""), "all")
    return written.ok ? code : stop(face, invocation, [written.fault])
  }
}

export const wantsJson = (invocation: Invocation): boolean => invocation.flags.output === "json"

/** Tells faults that stopped the command before anything was touched, and gives the exit code of the first. */
export function stop(face: Face, invocation: Invocation, faults: readonly Fault[]): ExitCode {
  const [first] = faults
  if (first === undefined) throw new Error("stopped without a fault")
  if (wantsJson(invocation)) {
    face.print(jsonDocument("Faults", { faults: faults.map((fault) => faultToJson(face, fault)) }))
  }
  if (invocation.flags.output === "npd") face.print(shortened(faultText(first, en).what))
  for (const fault of faults) face.warn(printed(face, faultLines(fault, face.catalogue)))
  return exitCodeOfFault(first)
}
