// A migration as a person and as a script see it: its steps with their commands, which are done, which comes next.
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import type { Fault } from "../../model/fault.ts"
import { type Migration, type MigrationEnd, type MigrationState, nextStep } from "../../model/migration/migration.ts"
import type { Step } from "../../model/migration/step.ts"
import type { Plan } from "../../model/plan.ts"
import { reasonText } from "../../pages/sentences.ts"
import { timestamp } from "../changes-json.ts"
import type { Face } from "../face.ts"
import { faultToJson, jsonDocument, reasonToJson } from "../json.ts"
import { sayLine } from "../print.ts"
import { printable } from "../text.ts"
import { exitCodeOf, exitCodeOfFault } from "./outcome.ts"
import { renderPlan } from "./plan.ts"

/** The whole list; with a state, what of it is done; with previews, what of it would change files. */
export function renderMigration(
  face: Face,
  migration: Migration,
  state: MigrationState | undefined,
  previews: Readonly<Record<string, Plan>> = {},
): string {
  const { catalogue, paint } = face
  const { name, to, node, steps, notes } = migration
  const args = { migration: name, to, node, steps: steps.length }
  return [
    paint(sayLine(catalogue, { code: "migration-heading", args }), "strong"),
    ...steps.flatMap((step, index) => {
      const preview = previews[step.id]
      const changes = preview === undefined ? [] : [renderPlan(face, preview)]
      return [rowOf(face, step, index, state), ...commandsOf(face, step), ...changes]
    }),
    ...notes.map((note) => paint(printable(reasonText(note, catalogue)), "quiet")),
  ].join("\n")
}

/** Where it stands and how to go on; "short": without the list. */
export function renderState(face: Face, state: MigrationState, form: "whole" | "short" = "whole"): string {
  const { catalogue } = face
  const { migration, ended } = state
  const { name, to, steps } = migration
  if (ended !== undefined) {
    return sayLine(catalogue, { code: "migration-was", args: { migration: name, to, end: ended } })
  }
  const next = nextStep(state)
  const number = next === undefined ? steps.length : steps.indexOf(next) + 1
  const what = next === undefined ? "" : reasonText(next.what, catalogue)
  const isBack = state.direction === "back"
  const command = isBack ? "criadm migrate --back" : `criadm migrate ${name}`
  return [
    ...(form === "whole" ? [renderMigration(face, migration, state)] : []),
    ...(isBack ? [sayLine(catalogue, { code: "migration-goes-back", args: {} })] : []),
    sayLine(catalogue, { code: "migration-stands", args: { number, steps: steps.length, what } }),
    sayLine(catalogue, { code: "migration-how-on", args: { command } }),
    ...(isBack ? [] : [sayLine(catalogue, { code: "migration-how-back", args: {} })]),
  ].join("\n")
}

/** A step as its turn comes; on the way back what the cluster has to undo. */
export function renderStep(face: Face, step: Step, { migration, direction }: MigrationState): string {
  const { catalogue, paint } = face
  const number = migration.steps.findIndex(({ id }) => id === step.id) + 1
  const what = reasonText(step.what, catalogue)
  const args = { number, steps: migration.steps.length, what }
  const commands = direction === "forward" ? commandsOf(face, step) : commandsBack(face, step)
  return [paint(sayLine(catalogue, { code: "migration-step", args }), "strong"), ...commands].join("\n")
}

function rowOf(face: Face, step: Step, index: number, state: MigrationState | undefined): string {
  const isDone = state?.done.includes(step.id) === true
  const isNext = state !== undefined && nextStep(state)?.id === step.id
  const isOfCluster = step.act.do === "ask" || step.act.do === "tell"
  const word = isDone ? "done" : isNext ? "next" : isOfCluster ? "cluster" : "open"
  const what = reasonText(step.what, face.catalogue)
  return printable(sayLine(face.catalogue, { code: "migration-row", args: { number: index + 1, what, state: word } }))
}

function commandsOf(face: Face, { id, act }: Step): readonly string[] {
  if (act.do !== "ask" && act.do !== "tell") return []
  const told =
    act.do === "ask" ? [`    ${sayLine(face.catalogue, { code: "migration-say-done", args: { step: id } })}`] : []
  return [...shell(face, act.commands, act.do === "tell" && act.isHere === true), ...told]
}

function commandsBack(face: Face, { undo }: Step): readonly string[] {
  const commands = undo.acts.flatMap((act) => (act.do === "tell" ? act.commands : []))
  return commands.length === 0 ? [] : shell(face, commands)
}

function shell(face: Face, commands: readonly string[], isHere = false): readonly string[] {
  const where = `    ${sayLine(face.catalogue, { code: isHere ? "migration-here" : "migration-elsewhere", args: {} })}`
  return [where, ...commands.map((command) => `      ${printable(command)}`)]
}

/** Of what the node is after it, as for apply: 5 where the step is done and the node does not show it. */
export function exitCodeOfMigration(end: MigrationEnd): ExitCode {
  switch (end.kind) {
    case "done":
    case "back":
      return exitCode.done
    case "waits":
      return end.declined ? exitCode.declined : exitCode.refused
    case "refused":
      return exitCodeOfFault(end.fault)
    case "stopped":
      return exitCodeOf(end.outcome)
    case "unproven":
      return exitCode.needsPerson
  }
}

/** Nothing begun: the migration itself. Undefined: there is none. */
export function migrationToJson(face: Face, what: Migration | MigrationState | undefined, end?: MigrationEnd): string {
  const state = what === undefined || "kind" in what ? undefined : what
  const migration = state?.migration ?? (what as Migration | undefined)
  if (migration === undefined) return jsonDocument("Migration", { migration: null })
  const { name, to, node, steps, notes } = migration
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
  })
}

/** Why it did not come to its end, where no run of a step says so. */
export function faultOf(end: MigrationEnd): Fault | undefined {
  if (end.kind === "refused" || end.kind === "unproven") return end.fault
  if (end.kind !== "waits" || end.declined || end.step.act.do !== "ask") return undefined
  return { code: "migration-waits", args: { step: end.step.id, commands: end.step.act.commands } }
}

function faultIn(face: Face, end: MigrationEnd): Readonly<Record<string, unknown>> {
  const fault = end.kind === "stopped" ? end.outcome.fault : faultOf(end)
  return fault === undefined ? {} : { fault: faultToJson(face, fault) }
}
