// criadm plan: the changes as a unified diff plus service actions; --out saves exactly this plan.
import { exitCode } from "../../model/exit-code.ts"
import { listPlan, renderPlan } from "../render/plan.ts"
import { sayLine } from "../render/say.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { makePlan } from "./make-plan.ts"
import { planToJson, planToSave } from "./saved-plan.ts"

export const plan: RunCommand = async (face, invocation) => {
  const made = await makePlan(face, invocation)
  if (!made.ok) return stop(face, invocation, made.faults)
  await made.criadm.forgetFetched()
  const text = wantsJson(invocation)
    ? planToJson(made.plan)
    : face.isQuiet
      ? listPlan(face, made.plan)
      : renderPlan(face, made.plan)
  if (text !== "") face.print(text)
  const { out } = invocation.flags
  if (typeof out === "string") {
    const written = await face.writeText(out, planToSave(made.plan, invocation))
    if (!written.ok) return stop(face, invocation, [written.fault])
    face.warn(sayLine(face.catalogue, { code: "plan-saved", args: { file: out } }))
  }
  const hasChanges = made.plan.changes.length > 0
  return hasChanges && invocation.flags["detailed-exitcode"] === true ? exitCode.notAsAsked : exitCode.done
}
