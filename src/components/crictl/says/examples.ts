// Example evidence for every finding about crictl.
import type { FindingExamples } from "../../../wording/texts.ts"
import type { CrictlFindings } from "./codes.ts"

export const examples = (): FindingExamples<CrictlFindings> => ({
  "crictl-config-refused": { usually: "warning", args: { key: "runtime_endpoint", value: "", takes: "nothing" } },
})
