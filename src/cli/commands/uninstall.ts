// criadm uninstall: takes away the runtime that criadm installed on this node; its data directories are named and stay.
import { exitCode } from "../../model/exit-code.ts"
import { exitCodeOf } from "../exit-code-of.ts"
import { sayLine } from "../print.ts"
import { agree, applyOptions, tellOutcome } from "./apply.ts"
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
  if (!agreed.value) {
    face.print(sayLine(face.catalogue, { code: "not-applied", args: {} }))
    return exitCode.declined
  }
  const force = invocation.flags.force === true
  const { outcome, left } = await criadm.value.uninstall({ ...options.value, force })
  tellOutcome(face, invocation, outcome, "rollback")
  const isTold = outcome.kind === "applied" && left.length > 0 && !wantsJson(invocation) && !face.isQuiet
  if (isTold) face.print(sayLine(face.catalogue, { code: "data-left", args: { directories: left } }))
  return exitCodeOf(outcome)
}
