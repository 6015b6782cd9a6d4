import type { FaultArguments } from "./arguments/fault.ts"
import type { FindingArguments } from "./arguments/finding.ts"
import type { ReasonArguments } from "./arguments/reason.ts"

/** A code with its arguments; the sentence is made last, in messages/. */
export type Coded<Table> = {
  readonly [Code in keyof Table & string]: { readonly code: Code; readonly args: Table[Code] }
}[keyof Table & string]

/** A short clause: why a line does not count, why a value is suggested, why a change is made. */
export type Reason = Coded<ReasonArguments>
export type CodedFault = Coded<FaultArguments>
export type CodedFinding = Coded<FindingArguments>
