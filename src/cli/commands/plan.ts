// criadm plan: the changes as a unified diff plus service actions; --out saves exactly this plan.

import type { Criadm } from "../../criadm/interface.ts"
import { exitCode } from "../../model/exit-code.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { planLines, stepLines } from "../../pages/plan.ts"
import type { Face } from "../face.ts"
import { explanationToJson, findingToJson } from "../json.ts"
import { printed, sayLine } from "../print.ts"
import { windowsScript } from "../windows-script.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { makePlan } from "./make-plan.ts"
import { planToJson, planToSave } from "./saved-plan.ts"

export const plan: RunCommand = async (face, invocation) => {
  const { out, "out-script": script, platform } = invocation.flags
  if (script !== undefined && platform !== "windows") {
    return stop(face, invocation, [{ code: "script-for-windows-alone", args: {} }])
  }
  const made = await makePlan(face, invocation)
  if (!made.ok) return stop(face, invocation, made.faults)
  await made.criadm.forgetFetched()
  const text = wantsJson(invocation)
    ? planToJson(made.plan, made.nodes === undefined ? {} : nodesToJson(face, made.criadm, made.nodes))
    : face.isQuiet
      ? printed(face, stepLines(made.plan, face.catalogue))
      : printed(face, planLines(made.plan, face.catalogue))
  if (text !== "") face.print(text)
  if (typeof out === "string") {
    const written = await face.writeText(out, planToSave(made.plan, invocation))
    if (!written.ok) return stop(face, invocation, [written.fault])
    face.warn(sayLine(face.catalogue, { code: "plan-saved", args: { file: out } }))
  }
  if (typeof script === "string") {
    const written = await face.writeText(script, windowsScript(made.plan))
    if (!written.ok) return stop(face, invocation, [written.fault])
    face.warn(sayLine(face.catalogue, { code: "script-saved", args: { file: script } }))
  }
  const hasChanges = made.plan.changes.length > 0
  return hasChanges && invocation.flags["detailed-exitcode"] === true ? exitCode.notAsAsked : exitCode.done
}

/** What detect, check and explain say of the node without the runtime, and with it. */
function nodesToJson(
  face: Face,
  criadm: Criadm,
  { asItIs, asItWillBe }: { readonly asItIs: NodeFacts; readonly asItWillBe: NodeFacts },
): Readonly<Record<string, unknown>> {
  const told = (node: NodeFacts) => ({
    facts: criadm.shareable(node),
    findings: criadm.findings(node).map((finding) => findingToJson(face, finding)),
    explanations: criadm.explain(node).map((one) => explanationToJson(face, one)),
  })
  return { asItIs: told(asItIs), asItWillBe: told(asItWillBe) }
}
