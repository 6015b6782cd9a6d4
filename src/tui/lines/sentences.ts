// Sentences of coded values, made from the catalogue. The casts are here and nowhere else: a code and its arguments
// come from the same row of the same table, which the compiler cannot follow through a union.
import type { Catalogue, FaultText, FindingText } from "../../messages/catalogue.ts"
import { withShortWords } from "../../messages/short-words.ts"
import type { Change } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { Finding } from "../../model/finding.ts"
import type { Reason } from "../../model/message.ts"
import type { Verified } from "../../model/run.ts"
import { withoutSecretsInValue } from "../../model/secrets.ts"

export function reasonText(reason: Reason, catalogue: Catalogue): string {
  return withShortWords(catalogue.reasons[reason.code](reason.args as never))
}

export function faultText(fault: Fault, catalogue: Catalogue): FaultText {
  return withShortWords(withoutSecretsInValue(catalogue.faults[fault.code](fault.args as never)))
}

export function findingText(finding: Finding, catalogue: Catalogue): FindingText {
  return withShortWords(catalogue.findings[finding.code](finding.args as never))
}

export function expectationText(expectation: Verified["expectation"], catalogue: Catalogue): string {
  const { lines } = catalogue
  switch (expectation.kind) {
    case "cri":
      return lines["expect-cri"](expectation)
    case "cgroup-driver":
      return lines["expect-cgroup-driver"](expectation)
    case "sandbox-image":
      return lines["expect-sandbox-image"](expectation)
    case "service-active":
      return lines["expect-service-active"](expectation)
    case "live-value":
      return lines["expect-live-value"](expectation)
    case "sandbox":
      return lines["expect-sandbox"](expectation)
    case "sandbox-removed":
      return lines["expect-sandbox-removed"]({})
  }
}

export function changeText(change: Change, catalogue: Catalogue): string {
  const { lines } = catalogue
  switch (change.kind) {
    case "file":
      return change.after === null ? lines["step-remove"](change) : lines["step-file"](change)
    case "directory":
      return change.remove ? lines["step-remove"](change) : lines["step-directory"](change)
    case "live-value":
      return lines["step-live-value"]({ path: change.path, value: change.after })
    case "service":
      return lines["step-service"](change)
  }
}
