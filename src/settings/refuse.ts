// The one fault a setting gives for a value it does not take.
import type { Said } from "../model/arguments/clause.ts"
import { type Fault, failed } from "../model/fault.ts"

export function refuse(setting: string, given: unknown, accepted: Said): { readonly ok: false; readonly fault: Fault } {
  return failed({
    code: "bad-answer",
    args: { setting, given: typeof given === "string" ? given : asText(given), accepted },
  })
}

/** JSON, whatever the value: TOML has integers and numbers (inf, nan) that JSON has not. */
export function asText(value: unknown): string {
  const isBeyondJson = (one: unknown) => typeof one === "bigint" || (typeof one === "number" && !Number.isFinite(one))
  return JSON.stringify(value, (_, one) => (isBeyondJson(one) ? String(one) : one)) ?? ""
}
