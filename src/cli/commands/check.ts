// criadm check: findings of this node, worst first, each with what to do. Exit 6 when one is a failure.
import { exitCode } from "../../model/exit-code.ts"
import { findingToJson, jsonDocument } from "../json.ts"
import { renderFinding } from "../render/finding.ts"
import { sayLine } from "../render/say.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { detectNode } from "./open-node.ts"

export const check: RunCommand = async (face, invocation) => {
  const opened = await detectNode(face, invocation)
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  const { criadm, node } = opened.value
  const findings = criadm.findings(node)
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length
  const failures = count("failure")
  if (wantsJson(invocation)) {
    face.print(jsonDocument("Findings", { findings: findings.map((finding) => findingToJson(face, finding)) }))
  } else if (findings.length === 0)
    face.print(face.paint.ok(sayLine(face.catalogue, { code: "no-findings", args: {} })))
  else {
    for (const finding of findings) face.print(`${renderFinding(face, finding)}\n`)
    const args = { failures, warnings: count("warning"), notes: count("note") }
    face.print(sayLine(face.catalogue, { code: "findings-count", args }))
  }
  return failures > 0 ? exitCode.notAsAsked : exitCode.done
}
