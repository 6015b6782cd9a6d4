// What the faults, findings and reasons of crictl need for their sentences.
import type { NoArguments } from "../../../model/arguments/none.ts"

export interface CrictlFindings {
  /** It ends with every command. "nothing": it knows no such option; "yaml": the file is none. */
  "crictl-config-refused": { key: string; value: string; takes: "text" | "number" | "switch" | "nothing" | "yaml" }
}

export interface CrictlReasons {
  /** crictl: why its file changes; why it is left alone; a note where there is no crictl. */
  "crictl-speaks-to-runtime": { endpoint: string }
  "crictl-config-kept": NoArguments
  "crictl-not-installed": NoArguments
}

declare module "../../../model/arguments/finding.ts" {
  interface FindingArguments extends CrictlFindings {}
}
declare module "../../../model/arguments/reason.ts" {
  interface ReasonArguments extends CrictlReasons {}
}
