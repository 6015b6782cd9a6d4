// criadm rollback [RUN]: puts back what a run changed; without a number, the newest run not yet undone.

import { clause } from "../../model/arguments/clause.ts"
import { refuse } from "../../settings/refuse.ts"
import { exitCodeOf } from "../exit-code-of.ts"
import { agree, decline } from "./agree.ts"
import { applyOptions, tellOutcome } from "./apply.ts"
import { type RunCommand, stop } from "./command.ts"
import { openNode } from "./open-node.ts"

export const rollback: RunCommand = async (face, invocation) => {
  const { argument } = invocation
  if (argument !== undefined && !/^[1-9]\d{0,8}$/.test(argument)) {
    return stop(face, invocation, [refuse("RUN", argument, clause("accepts-run")).fault])
  }
  const options = applyOptions(face, invocation)
  if (!options.ok) return stop(face, invocation, [options.fault])
  const criadm = await openNode(face, invocation)
  if (!criadm.ok) return stop(face, invocation, [criadm.fault])
  if (!face.isRoot) {
    return stop(face, invocation, [{ code: "not-root", args: { command: "criadm rollback" } }])
  }
  if (face.ask !== undefined && invocation.flags.yes !== true) {
    const agreed = await agree(face, invocation)
    if (!agreed.ok) return stop(face, invocation, [agreed.fault])
    if (!agreed.value) return decline(face)
  }
  const run = argument === undefined ? undefined : Number(argument)
  const outcome = await criadm.value.rollback(run, { ...options.value, force: invocation.flags.force === true })
  tellOutcome(face, invocation, outcome, "rollback")
  return exitCodeOf(outcome)
}
