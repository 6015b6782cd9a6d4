// criadm verify: asks the running node. With answers: for what they promise; without: for agreement with its files.
// With --sandbox a real pod sandbox is run and removed, too.
import type { SandboxOptions } from "../../criadm/interface.ts"
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import type { Verified } from "../../model/run.ts"
import { verifiedLines } from "../../pages/verified.ts"
import { secondsOf } from "../choice.ts"
import type { Face } from "../face.ts"
import { givenAnswers } from "../given.ts"
import { jsonDocument, verifiedToJson } from "../json.ts"
import { verifiedLine, verifiedToMetrics } from "../monitoring.ts"
import type { Invocation } from "../parse.ts"
import { printed, sayLine, signs } from "../print.ts"
import { type RunCommand, stop, toFile, wantsJson } from "./command.ts"
import { detectNode } from "./open-node.ts"

export const verify: RunCommand = toFile(async (face, invocation) => {
  const given = await givenAnswers(face, invocation)
  if (!given.ok) return stop(face, invocation, [given.fault])
  const sandbox = sandboxOptions(face, invocation)
  if (!sandbox.ok) return stop(face, invocation, [sandbox.fault])
  const opened = await detectNode(face, invocation, given.value.values, "verification")
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  const { criadm, node } = opened.value
  const verified = await criadm.verify(node, criadm.resolve(node, given.value), undefined, sandbox.value)
  if (!verified.ok) return stop(face, invocation, verified.refusals)
  const failing = verified.verified.filter((one) => !one.holds)
  const { output } = invocation.flags
  if (output === "npd") face.print(verifiedLine(verified.verified))
  else if (output === "prometheus") face.print(verifiedToMetrics(verified.verified))
  else if (wantsJson(invocation)) {
    const holds = failing.length === 0
    face.print(jsonDocument("Verified", { holds, verified: verifiedToJson(face, verified.verified) }))
  } else {
    // Quietly: what does not hold, and nothing where all of it does.
    const told = face.isQuiet ? failing : verified.verified
    if (told.length > 0) face.print(printed(face, verifiedLines(told, face.catalogue, signs)))
    if (failing.length > 0) {
      face.print(
        face.paint(sayLine(face.catalogue, { code: "verified-fails", args: { count: failing.length } }), "fault"),
      )
    } else if (!face.isQuiet)
      face.print(face.paint(sayLine(face.catalogue, { code: "verified-holds", args: {} }), "ok"))
  }
  return exitCodeFor(face, failing)
})

/** Undefined: no sandbox is asked for. */
function sandboxOptions(face: Face, invocation: Invocation): Result<SandboxOptions | undefined> {
  if (invocation.flags.sandbox !== true) return ok(undefined)
  if (!face.isRoot) return failed({ code: "not-root", args: { command: "criadm verify --sandbox" } })
  const lock = secondsOf(invocation, "lock-timeout", 0)
  return lock.ok ? ok({ lockTimeoutSeconds: lock.value, interrupted: face.interrupted }) : lock
}

function exitCodeFor(face: Face, failing: readonly Verified[]): ExitCode {
  // Something of ours is left on the node.
  if (failing.some((one) => one.expectation.kind === "sandbox-removed")) return exitCode.needsPerson
  if (face.interrupted.aborted) return exitCode.interrupted
  return failing.length === 0 ? exitCode.done : exitCode.notAsAsked
}
