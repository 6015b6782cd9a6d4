// The document of apply and rollback: how it ended, whether the node is another one now, and what was changed.
import type { Change } from "../../model/change.ts"
import type { Outcome, OutcomeKind } from "../../model/run.ts"
import { timestamp } from "../../pages/moments.ts"
import { changesToJson } from "../changes-json.ts"
import type { Face } from "../face.ts"
import { faultToJson, jsonDocument, verifiedToJson } from "../json.ts"

interface Told extends Omit<Outcome, "kind"> {
  /** "would-apply": nothing was done, because nothing was to be done but tell. */
  readonly kind: OutcomeKind | "would-apply"
}

/** `changes`: of a plan; undefined: what an earlier run changed is put back. */
export function outcomeToJson(face: Face, told: Told, changes: readonly Change[] | undefined): string {
  const { kind, run, fault, verified, confirmBefore, confirmSeconds, recovered, edited, left } = told
  const isDone = kind === "applied" || kind === "would-apply"
  const made = isDone ? (changes ?? []) : []
  const body = {
    outcome: kind,
    // A node that could not be put back is neither what it was nor what was asked.
    changed:
      kind === "rollback-failed" || made.length > 0 || (isDone && changes === undefined) || recovered !== undefined,
    ...(changes === undefined ? {} : { changes: changesToJson(face, made) }),
    ...(run === undefined ? {} : { run }),
    ...(fault === undefined ? {} : { fault: faultToJson(face, fault) }),
    verified: verifiedToJson(face, verified),
    ...(confirmBefore === undefined ? {} : { confirmBefore: timestamp(confirmBefore) }),
    ...(confirmSeconds === undefined ? {} : { confirmSeconds }),
    ...(recovered === undefined ? {} : { recovered }),
    ...(edited === undefined ? {} : { edited }),
    ...(left === undefined ? {} : { left }),
  }
  return jsonDocument("Outcome", body)
}
