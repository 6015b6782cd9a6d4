// How an apply or a rollback ended, and the exit code that says so.
import { faultKinds } from "../../messages/owned.ts"
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import type { Fault, FaultKind } from "../../model/fault.ts"
import type { Outcome } from "../../model/run.ts"
import { faultLines } from "../../pages/fault.ts"
import type { Face } from "../face.ts"
import { printed, sayLine } from "../print.ts"
import { renderEdited } from "./edited.ts"

/** Faults that stop a run before anything was touched, so that there is no run to speak of. */
export function exitCodeOf(outcome: Outcome): ExitCode {
  switch (outcome.kind) {
    case "applied":
    case "nothing-to-do":
      return exitCode.done
    case "refused":
      return exitCode.refused
    case "rolled-back":
      return exitCode.rolledBack
    case "rollback-failed":
      return exitCode.needsPerson
    case "interrupted":
      return exitCode.interrupted
  }
}

const byKind: { readonly [Kind in FaultKind]: ExitCode } = {
  usage: exitCode.usage,
  refused: exitCode.refused,
  failed: exitCode.refused,
  "not-as-asked": exitCode.notAsAsked,
  interrupted: exitCode.interrupted,
}

/** Of a fault that stopped the command before anything was touched. */
export function exitCodeOfFault({ code }: Fault): ExitCode {
  return byKind[faultKinds[code]]
}

/** `of`: which command it is the outcome of. */
export function renderOutcome(face: Face, outcome: Outcome, of: "apply" | "rollback"): string {
  const { catalogue, paint } = face
  const run = outcome.run ?? 0
  const parts = (outcome.edited ?? []).map((file) => renderEdited(face, file))
  if (outcome.fault !== undefined) parts.push(printed(face, faultLines(outcome.fault, face.catalogue)))
  switch (outcome.kind) {
    case "applied":
      parts.push(
        paint(
          sayLine(catalogue, { code: of === "apply" ? "outcome-applied" : "outcome-put-back", args: { run } }),
          "ok",
        ),
      )
      if (outcome.left !== undefined) {
        parts.push(paint(sayLine(catalogue, { code: "plan-tree-kept", args: { files: outcome.left } }), "warn"))
      }
      parts.push(
        outcome.confirmSeconds === undefined
          ? sayLine(catalogue, { code: "how-to-undo", args: { run } })
          : paint(
              sayLine(catalogue, { code: "outcome-unconfirmed", args: { run, seconds: outcome.confirmSeconds } }),
              "warn",
            ),
      )
      break
    case "nothing-to-do":
      parts.push(paint(sayLine(catalogue, { code: "outcome-nothing", args: {} }), "ok"))
      break
    case "refused":
      parts.push(sayLine(catalogue, { code: "not-applied", args: {} }))
      break
    case "rolled-back":
      parts.push(sayLine(catalogue, { code: "outcome-rolled-back", args: {} }))
      break
    case "rollback-failed":
      parts.push(paint(sayLine(catalogue, { code: "outcome-rollback-failed", args: { run } }), "fault"))
      break
    case "interrupted":
      parts.push(sayLine(catalogue, { code: "outcome-interrupted", args: {} }))
      break
  }
  return parts.join("\n")
}
