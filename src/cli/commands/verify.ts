// criadm verify: asks the running node. With answers: for what they promise; without: for agreement with its files.
import { exitCode } from "../../model/exit-code.ts"
import { givenAnswers } from "../given.ts"
import { jsonDocument, reasonToJson } from "../json.ts"
import { sayLine } from "../render/say.ts"
import { renderVerified } from "../render/verified.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { detectNode } from "./open-node.ts"

export const verify: RunCommand = async (face, invocation) => {
  const given = await givenAnswers(face, invocation)
  if (!given.ok) return stop(face, invocation, [given.fault])
  const opened = await detectNode(face, invocation)
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  const { criadm, node } = opened.value
  const verified = await criadm.verify(node, criadm.resolve(node, given.value))
  if (!verified.ok) return stop(face, invocation, verified.refusals)
  const failing = verified.verified.filter((one) => !one.holds)
  if (wantsJson(invocation)) {
    const rows = verified.verified.map((one) => ({ ...one, observed: reasonToJson(face, one.observed) }))
    face.print(jsonDocument("Verified", { holds: failing.length === 0, verified: rows }))
  } else {
    for (const one of verified.verified) face.print(renderVerified(face, one))
    face.print(
      failing.length === 0
        ? face.paint.ok(sayLine(face.catalogue, { code: "verified-holds", args: {} }))
        : face.paint.fault(sayLine(face.catalogue, { code: "verified-fails", args: { count: failing.length } })),
    )
  }
  return failing.length === 0 ? exitCode.done : exitCode.notAsAsked
}
