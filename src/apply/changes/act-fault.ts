// Turns what the machine says of a failed act into a fault.
import type { Acted } from "../../machine/writing.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"

export function faultOf(acted: Acted): Fault | undefined {
  if (acted.ok) return undefined
  const { act, path, errno, message } = acted.failure
  return { code: "act-failed", args: { act, path, errno, message } }
}

/** The first of several acts that fails; later ones are not tried. */
export function inOrder(acts: Iterable<Acted>): Result<true> {
  for (const acted of acts) {
    const fault = faultOf(acted)
    if (fault !== undefined) return failed(fault)
  }
  return ok(true)
}
