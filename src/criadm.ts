// The program without a face: detect, decide, apply, verify, rollback bound to one machine. What the command line
// and the wizard can do is exactly this interface.
import type { Answers, ResolvedAnswers } from "./model/answers.ts"
import type { Explanation } from "./model/explanation.ts"
import type { Fault, Result } from "./model/fault.ts"
import type { Finding } from "./model/finding.ts"
import type { NodeFacts } from "./model/node-facts.ts"
import type { Plan, Planned } from "./model/plan.ts"
import type { Progress } from "./model/progress.ts"
import type { Outcome, RunSummary, Verified } from "./model/run.ts"
import type { ExplainedSetting } from "./model/setting.ts"
import type { Situation } from "./settings/setting-definition.ts"

export type OnProgress = (progress: Progress) => void

/** One row of `criadm detect`, ready to be shown. */
export interface FactRow {
  readonly group: string
  readonly label: string
  readonly text: string
  readonly source: string
  readonly state: "known" | "absent" | "unreadable" | "not-understood"
}

/** Given answers with who gave each. */
export interface Given {
  readonly values: Answers
  readonly chosenBy: ResolvedAnswers["chosenBy"]
}

export interface ApplyOptions {
  /** Revert by itself unless `confirm` comes within so many seconds. */
  readonly confirmSeconds?: number
  readonly allowRunningPods: boolean
  readonly lockTimeoutSeconds: number
  readonly onProgress: OnProgress
  /** Aborted by Ctrl-C: the step in hand is finished, then the run goes back. */
  readonly interrupted: AbortSignal
}

export interface Criadm {
  detect(onProgress?: OnProgress): Promise<NodeFacts>
  rows(node: NodeFacts): readonly FactRow[]
  findings(node: NodeFacts): readonly Finding[]
  explain(node: NodeFacts, setting?: ExplainedSetting): readonly Explanation[]
  /** What suggestions follow from; for faces that ask. */
  situation(node: NodeFacts): Situation
  /** Every setting with its value and who chose it; given answers first. */
  resolve(node: NodeFacts, given: Given): Result<ResolvedAnswers>
  plan(node: NodeFacts, answers: ResolvedAnswers): Planned
  apply(plan: Plan, options: ApplyOptions): Promise<Outcome>
  /** Asks the running node for what these answers promise, or for agreement with its own configuration. */
  verify(node: NodeFacts, answers: ResolvedAnswers | undefined, onProgress?: OnProgress): Promise<readonly Verified[]>
  history(): Result<readonly RunSummary[]>
  rollback(run: number | undefined, options: ApplyOptions & { readonly force: boolean }): Promise<Outcome>
  confirm(): Promise<Result<number>>
  /** An unfinished or unconfirmed run that the next apply would put back first. */
  unfinished(): RunSummary | undefined
}

export type { Fault }
