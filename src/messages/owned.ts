// What the components say, put together: each brings its own sentences, and the compiler holds each of them to its own
// codes. What the node as a whole says stands beside this file.
import { listed } from "../components/known.ts"
import type { FaultArguments, NodeFaults } from "../model/arguments/fault.ts"
import type { FindingArguments, NodeFindings } from "../model/arguments/finding.ts"
import type { NodeReasons, ReasonArguments } from "../model/arguments/reason.ts"
import type { FaultKinds } from "../model/fault.ts"
import { nodeFaultKinds } from "../model/fault-kinds.ts"
import { lazily } from "../wording/lazily.ts"
import type { English, FindingExamples } from "../wording/texts.ts"

export type OwnedFaults = Omit<FaultArguments, keyof NodeFaults>
export type OwnedFindings = Omit<FindingArguments, keyof NodeFindings>
export type OwnedReasons = Omit<ReasonArguments, keyof NodeReasons>

const parts = listed.map(({ says }) => says)

// Which component has which code is held where it is defined; together they have all, which the compiler cannot follow.
export const ownedEnglish = joined(parts.map(({ english }) => english)) as unknown as English<
  OwnedFaults,
  OwnedFindings,
  OwnedReasons
>
export const ownedExamples = (): FindingExamples<OwnedFindings> =>
  Object.assign({}, ...parts.map(({ examples }) => examples()))

/** What kind of fault each code is, whoever has it. */
export const faultKinds = Object.assign(
  {},
  nodeFaultKinds,
  ...parts.map((part) => part.faultKinds),
) as FaultKinds<FaultArguments>

type Table = Readonly<Record<"faults" | "findings" | "reasons", object>>

/** The tables of all components as one. */
export function joined(tables: readonly Table[]): Table {
  const all = (table: "faults" | "findings" | "reasons") => Object.assign({}, ...tables.map((one) => one[table]))
  return lazily<Table>({
    faults: () => all("faults"),
    findings: () => all("findings"),
    reasons: () => all("reasons"),
  })
}
