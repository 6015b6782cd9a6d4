// What the reducer may ask of the world. Plain values; effects.ts carries them out.
import type { Criadm, Given } from "../../criadm/interface.ts"
import type { ResolvedAnswers } from "../../model/answers.ts"
import type { ExitCode } from "../../model/exit-code.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { MigrationOffer } from "../../model/migration/migration.ts"
import type { Plan } from "../../model/plan.ts"

export type Effect =
  | { readonly effect: "look"; readonly given: Given }
  | { readonly effect: "plan"; readonly node: NodeFacts; readonly given: Given }
  /** Fetches the runtime that the answers ask for, and looks at the node as it will be with it. */
  | { readonly effect: "fetch"; readonly node: NodeFacts; readonly given: Given }
  | {
      readonly effect: "apply"
      readonly plan: Plan
      readonly confirmSeconds: number | undefined
      readonly allowRunningPods: boolean
    }
  /** Asks the running node for what these answers promise. */
  | { readonly effect: "prove"; readonly node: NodeFacts; readonly answers: ResolvedAnswers }
  /** The same, and a pod sandbox is run and removed. */
  | { readonly effect: "prove-sandbox"; readonly answers: ResolvedAnswers }
  | { readonly effect: "make-migration"; readonly node: NodeFacts; readonly offer: MigrationOffer }
  | { readonly effect: "migrate"; readonly what: Parameters<Criadm["migrate"]>[0] }
  /** To what the migration under way has asked. */
  | { readonly effect: "answer-step"; readonly yes: boolean }
  | { readonly effect: "copy"; readonly text: string }
  | { readonly effect: "interrupt" }
  | { readonly effect: "keep"; readonly run: number | undefined }
  /** `runtime`: the one that the run was about, where this wizard knows it. */
  | { readonly effect: "put-back"; readonly run: number | undefined; readonly runtime: string | undefined }
  | { readonly effect: "save-answers"; readonly file: string; readonly answers: ResolvedAnswers }
  | { readonly effect: "save-plan"; readonly file: string; readonly plan: Plan }
  | { readonly effect: "leave"; readonly code: ExitCode }
