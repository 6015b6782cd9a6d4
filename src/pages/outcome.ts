// How an apply or a rollback ended: why, what is true now, how to undo it.
import type { Catalogue } from "../messages/catalogue.ts"
import type { LineArguments } from "../model/arguments/line.ts"
import type { Coded } from "../model/message.ts"
import type { Outcome, OutcomeKind } from "../model/run.ts"
import { editedLines } from "./edited.ts"
import { faultLines } from "./fault.ts"
import { type Line, prose, span, type Tone } from "./lines.ts"
import { lineText } from "./sentences.ts"

/** Whether it was to bring something about, or to put something back. */
export type Purpose = "apply" | "rollback"

const tones: { readonly [Kind in OutcomeKind]: Tone } = {
  applied: "ok",
  "nothing-to-do": "ok",
  refused: "plain",
  "rolled-back": "plain",
  "rollback-failed": "fault",
  interrupted: "plain",
}

export function outcomeLines(outcome: Outcome, purpose: Purpose, catalogue: Catalogue): readonly Line[] {
  const { kind, run = 0, fault, edited = [], confirmSeconds: seconds } = outcome
  const undo =
    seconds === undefined
      ? prose(lineText({ code: "how-to-undo", args: { run } }, catalogue))
      : prose([span(unconfirmedText(run, seconds, catalogue), "warn")])
  return [
    ...edited.flatMap((file) => editedLines(file, catalogue)),
    ...(fault === undefined ? [] : faultLines(fault, catalogue)),
    prose([span(outcomeText(outcome, purpose, catalogue), tones[kind])]),
    ...leftLines(outcome, catalogue),
    ...(kind === "applied" ? [undo] : []),
  ]
}

export function outcomeText({ kind, run = 0 }: Outcome, purpose: Purpose, catalogue: Catalogue): string {
  const codes = {
    applied: { code: purpose === "apply" ? "outcome-applied" : "outcome-put-back", args: { run } },
    "nothing-to-do": { code: "outcome-nothing", args: {} },
    refused: { code: "not-applied", args: {} },
    "rolled-back": { code: "outcome-rolled-back", args: {} },
    "rollback-failed": { code: "outcome-rollback-failed", args: { run } },
    interrupted: { code: "outcome-interrupted", args: {} },
  } as const satisfies Readonly<Record<OutcomeKind, Coded<LineArguments>>>
  return lineText(codes[kind], catalogue)
}

/** What undoing has left, because somebody has changed it. */
export function leftLines({ kind, left }: Outcome, catalogue: Catalogue): readonly Line[] {
  if (kind !== "applied" || left === undefined) return []
  return [prose([span(lineText({ code: "plan-tree-kept", args: { files: left } }, catalogue), "warn")])]
}

/** What happens in so many seconds unless somebody keeps the run. */
export function unconfirmedText(run: number, seconds: number, catalogue: Catalogue): string {
  return lineText({ code: "outcome-unconfirmed", args: { run, seconds } }, catalogue)
}
