// Example evidence for every finding about cri-dockerd.
import type { FindingExamples } from "../../../wording/texts.ts"
import type { CriDockerdFindings } from "./codes.ts"

export const examples = (): FindingExamples<CriDockerdFindings> => ({
  "cri-dockerd-without-cri-v1": { usually: "failure", args: { release: "0.2.0" } },
  "cri-dockerd-tells-no-driver": { usually: "note", args: { release: "0.3.16" } },
  "cri-dockerd-of-mke": { usually: "note", args: { service: "cri-dockerd-mke" } },
})
