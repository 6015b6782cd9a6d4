// A migration as the wizard shows it: made and not begun, under way with what it waits for, ended. Pure.
import type { PreviewedMigration } from "../../criadm/interface.ts"
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import type { Fault, Result } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import type { MigrationEnd, MigrationOffer, MigrationState } from "../../model/migration/migration.ts"
import type { Step } from "../../model/migration/step.ts"
import { exitOf } from "./ending.ts"
import { goTo, type State, shown, startAt, underHelp, withoutHelp } from "./state.ts"

export interface Migrating {
  readonly offer: MigrationOffer
  /** Undefined: it is being made, or one is under way since before. A value of undefined: there is nothing to migrate. */
  readonly made: Result<PreviewedMigration | undefined> | undefined
  /** How far it has come; undefined: it has not begun. */
  readonly state: MigrationState | undefined
  readonly isWorking: boolean
  /** "act": Enter does the next step; "person": it is a person's to do. */
  readonly waits: { readonly step: Step; readonly for: "act" | "person" } | undefined
  /** What was told of the steps. */
  readonly notes: readonly Reason[]
  /** How much progress had been told when the step in hand began. */
  readonly toldBefore: number
  readonly end: MigrationEnd | undefined
}

const nothingYet = {
  made: undefined,
  state: undefined,
  isWorking: false,
  waits: undefined,
  notes: [],
  toldBefore: 0,
  end: undefined,
} as const

export type MigratingEvent =
  | { readonly event: "migration-made"; readonly made: Result<PreviewedMigration | undefined> }
  | { readonly event: "migration-went-on"; readonly state: MigrationState }
  | { readonly event: "migration-waits"; readonly step: Step; readonly for: "act" | "person" }
  | { readonly event: "migration-notes"; readonly notes: readonly Reason[] }
  | { readonly event: "migration-ended"; readonly end: MigrationEnd; readonly state: MigrationState | undefined }

/** One that is under way already is gone on with, or taken back. */
export function openMigration(state: MigrationState): Migrating {
  const { name, to } = state.migration
  return { ...nothingYet, offer: { name, to }, state }
}

/** Shown whole before anything is begun. */
export function makeMigration(state: State, offer: MigrationOffer): State {
  if (state.looked === undefined) return state
  const shownFirst = goTo({ ...state, migrating: { ...nothingYet, offer } }, { name: "migration" })
  return { ...shownFirst, outbox: [{ effect: "make-migration", node: state.looked.node, offer }] }
}

export function takeSteps(state: State, turn: MigrationState["direction"]): State {
  const { migrating } = state
  if (migrating === undefined || migrating.isWorking) return state
  const begin = migrating.made?.ok === true ? migrating.made.value?.migration : undefined
  const isNew = migrating.state === undefined && begin !== undefined
  const under = { ...migrating, isWorking: true, end: undefined, notes: [], toldBefore: state.progress.length }
  return {
    ...startAt({ ...state, migrating: under }, { name: "migration" }),
    outbox: [{ effect: "migrate", what: isNew ? { begin } : { turn } }],
  }
}

/** Whether the step that waits is done now, or said to be done. */
export function answerStep(state: State, yes: boolean): State {
  if (state.migrating?.waits === undefined) return state
  return { ...state, migrating: { ...state.migrating, waits: undefined }, outbox: [{ effect: "answer-step", yes }] }
}

/** A person leaves while steps are taken: the one in hand ends, the rest stays for `criadm migrate`. */
export function leaveMigration(state: State): State {
  const leaving = { ...state, isLeaving: true }
  return state.migrating?.waits === undefined
    ? { ...leaving, outbox: [{ effect: "interrupt" }] }
    : answerStep(leaving, false)
}

export function isMigrating(state: State): boolean {
  return underHelp(state).screen.name === "migration" && state.migrating?.isWorking === true
}

export function whenMigrating(before: State, event: MigratingEvent): State {
  const { migrating } = before
  if (migrating === undefined) return before
  switch (event.event) {
    case "migration-made":
      return shown(withoutHelp(before)).screen.name === "migration"
        ? { ...before, migrating: { ...migrating, made: event.made } }
        : before
    case "migration-went-on":
      return { ...before, migrating: { ...migrating, state: event.state, toldBefore: before.progress.length } }
    case "migration-waits": {
      const waiting = { ...before, migrating: { ...migrating, waits: { step: event.step, for: event.for } } }
      // Nobody is there any more who could answer.
      return before.isLeaving ? answerStep(waiting, false) : waiting
    }
    case "migration-notes":
      return { ...before, migrating: { ...migrating, notes: [...migrating.notes, ...event.notes] } }
    case "migration-ended": {
      const { end, state = migrating.state } = event
      const endedWith = codeOf(end)
      const ended = { ...migrating, isWorking: false, waits: undefined, state, end }
      const known: State = { ...withoutHelp(before), migrating: ended, endedWith }
      return before.isLeaving ? { ...known, outbox: [{ effect: "leave", code: endedWith }] } : known
    }
  }
}

/** Why it did not come to its end. */
export function faultOf(end: MigrationEnd): Fault | undefined {
  if (end.kind === "stopped") return end.outcome.fault
  return end.kind === "refused" || end.kind === "unproven" ? end.fault : undefined
}

function codeOf(end: MigrationEnd): ExitCode {
  switch (end.kind) {
    case "done":
    case "back":
      return exitCode.done
    case "waits":
    case "paused":
      return exitCode.declined
    case "refused":
      return end.fault.code === "interrupted" ? exitCode.interrupted : exitCode.refused
    case "stopped":
      return exitOf(end.outcome)
    case "unproven":
      return exitCode.needsPerson
  }
}
