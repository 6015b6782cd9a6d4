// A person's part of a step. Of the cluster a person's word is taken and then looked at; what is for this node is looked at
// first, since nobody need say what the node shows.
import type { MigrationEnd, MigrationState } from "../../model/migration/migration.ts"
import type { AskAct, Condition, Step } from "../../model/migration/step.ts"
import type { ApplyContext } from "../context.ts"
import { waitUntilMet, whyNotMet } from "./conditions.ts"
import type { StepOptions } from "./take-steps.ts"

/** Undefined: it is done, and the node shows it. */
export async function askPerson(
  context: ApplyContext,
  { migration: { node } }: MigrationState,
  step: Step,
  act: AskAct,
  proof: readonly Condition[],
  options: StepOptions,
): Promise<MigrationEnd | undefined> {
  const isHere = act.isHere === true
  if (isHere && (await whyNotMet(context, proof, node)) === undefined) return undefined
  const isSaid = (!isHere && options.said.includes(step.id)) || (await options.ask?.(step)) === true
  if (!isSaid) return { kind: "waits", step, act, declined: options.ask !== undefined }
  // A service that has just been restarted takes a moment; of the cluster a person's word is looked at once.
  const timeoutSeconds = isHere ? options.timeoutSeconds : 0
  const fault = await waitUntilMet(context, proof, node, { ...options, timeoutSeconds })
  return fault === undefined ? undefined : { kind: "refused", fault, step }
}
