// criadm explain [SETTING]: the effective value, where it comes from, and why every other mention does not count.
import { exitCode } from "../../model/exit-code.ts"
import { explainedSettings } from "../../model/setting.ts"
import { explanationLines } from "../../pages/explanation.ts"
import { refuse } from "../../settings/refuse.ts"
import { explanationToJson, jsonDocument } from "../json.ts"
import { printed } from "../print.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { detectNode } from "./open-node.ts"

export const explain: RunCommand = async (face, invocation) => {
  const asked = explainedSettings.find((setting) => setting === invocation.argument)
  if (invocation.argument !== undefined && asked === undefined) {
    return stop(face, invocation, [refuse("SETTING", invocation.argument, explainedSettings.join(", ")).fault])
  }
  const opened = await detectNode(face, invocation)
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  const { criadm, node } = opened.value
  const explanations = criadm.explain(node, asked)
  if (wantsJson(invocation)) {
    face.print(
      jsonDocument("Explanations", {
        explanations: explanations.map((one) => explanationToJson(face, one)),
      }),
    )
    return exitCode.done
  }
  face.print(explanations.map((one) => printed(face, explanationLines(one, face.catalogue))).join("\n\n"))
  return exitCode.done
}
