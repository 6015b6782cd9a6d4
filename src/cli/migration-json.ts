// A migration as a script sees it: its steps, which are done, which comes next, and how far this call came.
import type { Fault } from "../model/fault.ts"
import { type Migration, type MigrationEnd, type MigrationState, nextStep } from "../model/migration/migration.ts"
import { timestamp } from "../pages/moments.ts"
import type { Face } from "./face.ts"
import { faultToJson, findingToJson, jsonDocument, reasonToJson } from "./json.ts"

/** Nothing begun: the migration itself. Undefined: there is none. */
export function migrationToJson(face: Face, what: Migration | MigrationState | undefined, end?: MigrationEnd): string {
  const state = what === undefined || "kind" in what ? undefined : what
  const migration = state?.migration ?? (what as Migration | undefined)
  if (migration === undefined) return jsonDocument("Migration", { migration: null })
  const { name, to, node, steps, notes, findings } = migration
  return jsonDocument("Migration", {
    name,
    to,
    node,
    ...(state === undefined
      ? {}
      : { number: state.number, at: timestamp(state.at), direction: state.direction, ended: state.ended ?? null }),
    next: state === undefined || state.ended !== undefined ? null : (nextStep(state)?.id ?? null),
    ...(end === undefined ? {} : { outcome: end.kind, ...faultIn(face, end) }),
    steps: steps.map(({ id, what, needs, act, proof, undo }) => ({
      id,
      what: reasonToJson(face, what),
      done: state?.done.includes(id) ?? false,
      needs,
      act,
      proof,
      undo,
    })),
    notes: notes.map((note) => reasonToJson(face, note)),
    ...(findings === undefined ? {} : { findings: findings.map((one) => findingToJson(face, one)) }),
  })
}

/** Why it did not come to its end, where no run of a step says so. */
export function faultOf(end: MigrationEnd): Fault | undefined {
  if (end.kind === "refused" || end.kind === "unproven") return end.fault
  if (end.kind !== "waits" || end.declined) return undefined
  const code = end.act.isHere === true ? "migration-waits-here" : "migration-waits"
  return { code, args: { step: end.step.id, commands: end.act.commands } }
}

function faultIn(face: Face, end: MigrationEnd): Readonly<Record<string, unknown>> {
  const fault = end.kind === "stopped" ? end.outcome.fault : faultOf(end)
  return fault === undefined ? {} : { fault: faultToJson(face, fault) }
}
