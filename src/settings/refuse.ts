// The one fault a setting gives for a value it does not take.
import { type Fault, failed } from "../model/fault.ts"

export function refuse(
  setting: string,
  given: unknown,
  accepted: string,
): { readonly ok: false; readonly fault: Fault } {
  const text = typeof given === "string" ? given : JSON.stringify(given)
  return failed({ code: "bad-answer", args: { setting, given: text ?? "", accepted } })
}
