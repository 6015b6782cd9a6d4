// Codes of findings as a person types them: known, or a fault with the name that was probably meant.
import { type FindingCode, findingCodes } from "../messages/examples/all.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { closest } from "../settings/closest.ts"

export function parseCode(given: string): Result<FindingCode> {
  const code = findingCodes().find((one) => one === given)
  if (code !== undefined) return ok(code)
  // A person often knows the end of a code: "cri-disabled" for "containerd-cri-disabled".
  const ending = findingCodes().find((one) => one.endsWith(`-${given}`))
  const hint = ending ?? closest(given, findingCodes()) ?? ""
  return failed({ code: "unknown-finding", args: { given, hint } })
}

/** All of a repeatable flag, or the fault of the first that is none. */
export function parseCodes(given: unknown): Result<readonly FindingCode[]> {
  const codes: FindingCode[] = []
  for (const one of Array.isArray(given) ? given : []) {
    const code = parseCode(String(one))
    if (!code.ok) return code
    codes.push(code.value)
  }
  return ok(codes)
}
