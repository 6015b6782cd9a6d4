// criadm detect: what this node is, each fact with its source.
import { exitCode } from "../../model/exit-code.ts"
import { factLines } from "../../pages/facts.ts"
import { jsonText } from "../json.ts"
import { printed } from "../print.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { detectNode } from "./open-node.ts"

export const detect: RunCommand = async (face, invocation) => {
  const opened = await detectNode(face, invocation, undefined, wantsJson(invocation) ? "all" : "facts")
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  const { criadm, node } = opened.value
  if (wantsJson(invocation)) {
    face.print(jsonText(criadm.shareable(node)))
    return exitCode.done
  }
  face.print(printed(face, factLines(criadm.rows(node), face.catalogue, !face.isQuiet)))
  return exitCode.done
}
