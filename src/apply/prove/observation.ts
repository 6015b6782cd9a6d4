// What verification sees: the runtime's own words, and whether they are what a plan promised.
import type { RuntimeReport } from "../../components/runtime-part.ts"
import type { CriReport } from "../../model/facts/cri-report.ts"
import type { Reason } from "../../model/message.ts"

/** What was seen, and whether it is what was promised. */
export interface Observation {
  readonly holds: boolean
  readonly observed: Reason
}

/** What a runtime says of itself: over CRI, and read by its component. */
export interface Asked {
  readonly cri: CriReport
  readonly report: RuntimeReport
}
