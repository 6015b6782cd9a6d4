// Example evidence for every finding about PouchContainer.
import type { FindingExamples } from "../../../wording/texts.ts"
import type { PouchFindings } from "./codes.ts"

export const examples = (): FindingExamples<PouchFindings> => ({
  "pouch-cri-off": { usually: "failure", args: { file: "/etc/pouch/config.json" } },
})
