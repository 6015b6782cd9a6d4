// criadm answers: an answers file for this node, each key with what it means and why it has that value. What the wizard
// saves at its end, without the wizard; as it stands, apply does what it would suggest.
import { exitCode } from "../../model/exit-code.ts"
import type { Reason } from "../../model/message.ts"
import { redactText } from "../../model/secrets/redact.ts"
import { reasonText } from "../../pages/sentences.ts"
import { writeAnswers } from "../../settings/answers-file.ts"
import { givenAnswers } from "../given.ts"
import { jsonDocument, reasonToJson } from "../json.ts"
import { sayLine } from "../print.ts"
import { printable } from "../text.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { detectNode } from "./open-node.ts"

/** What is printed may be kept anywhere: a line with a password in it is shown as a comment, without. */
function withoutCredentials(text: string): string {
  return text
    .split("\n")
    .map((line) => (redactText(line) === line ? line : `# ${redactText(line)}`))
    .join("\n")
}

export const answers: RunCommand = async (face, invocation) => {
  const given = await givenAnswers(face, invocation)
  if (!given.ok) return stop(face, invocation, [given.fault])
  const opened = await detectNode(face, invocation, given.value.values)
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  const { values, chosenBy } = opened.value.criadm.resolve(opened.value.node, given.value)
  const whyOf = (id: keyof typeof values): Reason | undefined => {
    const chosen = chosenBy[id]
    return chosen?.who === "node" || chosen?.who === "suggestion" ? chosen.why : undefined
  }
  if (wantsJson(invocation)) {
    const ids = Object.keys(values) as (keyof typeof values)[]
    const reasons = ids.flatMap((id) => {
      const why = whyOf(id)
      return why === undefined ? [] : [[id, reasonToJson(face, why)]]
    })
    face.print(jsonDocument("Answers", { values, why: Object.fromEntries(reasons) }))
    return exitCode.done
  }
  const text = writeAnswers(values, ({ id }) => {
    const why = whyOf(id)
    const { help } = face.catalogue.settings[id]
    return (why === undefined ? [help] : [help, reasonText(why, face.catalogue)])
      .map((line) => printable(line))
      .join("\n")
  })
  const { out } = invocation.flags
  if (typeof out !== "string") {
    face.print(withoutCredentials(text.trimEnd()))
    return exitCode.done
  }
  const written = await face.writeText(out, text)
  if (!written.ok) return stop(face, invocation, [written.fault])
  face.warn(sayLine(face.catalogue, { code: "answers-saved", args: { file: out } }))
  return exitCode.done
}
