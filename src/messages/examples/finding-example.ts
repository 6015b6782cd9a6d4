import type { Severity } from "../../model/finding.ts"

/** Evidence as it could be found on some node, so that the sentences of a code can be shown without one. */
export interface FindingExample<Arguments> {
  /** How grave it usually is; some codes depend on the Kubernetes minor. */
  readonly usually: Severity
  readonly args: Arguments
}

export type FindingExamples<Table> = { readonly [Code in keyof Table]: FindingExample<Table[Code]> }
