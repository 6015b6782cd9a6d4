// criadm confirm: keeps a run that was applied with --confirm.
import { exitCode } from "../../model/exit-code.ts"
import { jsonDocument } from "../json.ts"
import { sayLine } from "../print.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { openNode } from "./open-node.ts"

export const confirm: RunCommand = async (face, invocation) => {
  if (!face.isRoot) {
    return stop(face, invocation, [{ code: "not-root", args: { command: "criadm confirm" } }])
  }
  const criadm = await openNode(face, invocation)
  if (!criadm.ok) return stop(face, invocation, [criadm.fault])
  const kept = await criadm.value.confirm()
  if (!kept.ok) return stop(face, invocation, [kept.fault])
  if (wantsJson(invocation)) face.print(jsonDocument("Kept", { run: kept.value }))
  else face.print(sayLine(face.catalogue, { code: "kept", args: { run: kept.value } }))
  return exitCode.done
}
