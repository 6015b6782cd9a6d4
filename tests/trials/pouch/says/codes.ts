// What the faults, findings and reasons of PouchContainer need for their sentences.
import type { FaultKinds } from "../../../model/fault.ts"

export interface PouchFaults {
  "pouch-no-file": { readonly path: string }
}

export interface PouchFindings {
  "pouch-cri-off": { readonly file: string }
}

export interface PouchReasons {
  "pouch-set": { readonly driver: string }
}

export const faultKinds: FaultKinds<PouchFaults> = {
  "pouch-no-file": "refused",
}

declare module "../../../model/arguments/fault.ts" {
  interface FaultArguments extends PouchFaults {}
}
declare module "../../../model/arguments/finding.ts" {
  interface FindingArguments extends PouchFindings {}
}
declare module "../../../model/arguments/reason.ts" {
  interface ReasonArguments extends PouchReasons {}
}
