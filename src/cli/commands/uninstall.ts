import { exitCodeOf } from "../exit-code-of.ts"
import { sayLine } from "../print.ts"
import { agree, decline } from "./agree.ts"
import { applyOptions, tellOutcome } from "./apply.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { openNode } from "./open-node.ts"

export const uninstall: RunCommand = async (face, invocation) => {
  const options = applyOptions(face, invocation)
  if (!options.ok) return stop(face, invocation, [options.fault])
  const criadm = await openNode(face, invocation)
  if (!criadm.ok) return stop(face, invocation, [criadm.fault])
  if (!face.isRoot) return stop(face, invocation, [{ code: "not-root", args: { command: "criadm uninstall" } }])
  const agreed = await agree(face, invocation)
  if (!agreed.ok) return stop(face, invocation, [agreed.fault])
  if (!agreed.value) return decline(face)
  const force = invocation.flags.force === true
  const { outcome, left } = await criadm.value.uninstall({ ...options.value, force })
  tellOutcome(face, invocation, outcome, "rollback")
  const isTold = outcome.kind === "applied" && left.length > 0 && !wantsJson(invocation) && !face.isQuiet
  if (isTold) face.print(sayLine(face.catalogue, { code: "data-left", args: { directories: left } }))
  return exitCodeOf(outcome)
}
