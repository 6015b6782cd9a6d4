import type { CodedFinding } from "./message.ts"
import type { Place } from "./place.ts"

export type Severity = "failure" | "warning" | "note"

/** A judgement on facts. The sentences are in messages/, under its code. */
export type Finding = CodedFinding & {
  readonly severity: Severity
  /** Id of the component it is about; "node" for the node itself. */
  readonly component: string
  readonly place?: Place
}
