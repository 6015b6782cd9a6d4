// One call of `criadm migrate`: begins a migration, or finds the one that is under way, sets its direction and takes its
// steps. One at a time; a run that was left unfinished is put in order before anything is looked at.
import type { Fault, Result } from "../../model/fault.ts"
import { failed, ok } from "../../model/fault.ts"
import type { Migration, MigrationEnd, MigrationState } from "../../model/migration/migration.ts"
import { archive } from "../changes/carried-images.ts"
import type { ApplyContext } from "../context.ts"
import { notRoot } from "../forward/preconditions.ts"
import { releaseLock, takeLock } from "../run/lock.ts"
import { migrationLock, openStateDirectory } from "../run/state-directory.ts"
import { recoverUnfinished } from "../run/under-lock.ts"
import { beginMigration, lastMigration } from "./record.ts"
import { type StepOptions, takeSteps, turn } from "./take-steps.ts"

export type WhatToMigrate = { readonly begin: Migration } | { readonly turn: MigrationState["direction"] }

export async function migrate(context: ApplyContext, what: WhatToMigrate, options: StepOptions): Promise<MigrationEnd> {
  const { machine } = context
  const unfit = notRoot(machine, "criadm migrate")
  if (unfit !== undefined) return refused(unfit)
  const opened = openStateDirectory(machine)
  const taken = opened.ok ? await takeLock(context, options.lockTimeoutSeconds, migrationLock) : opened
  if (!taken.ok) return refused(taken.fault)
  try {
    // Whichever way it goes on: what a kill left of an image on its way.
    if (machine.inspect(archive) !== undefined) machine.removeFile(archive)
    const recovered = await recoverUnfinished(context, options)
    const isInOrder = recovered?.kind !== "rollback-failed" && recovered?.kind !== "refused"
    if (!isInOrder && recovered.fault !== undefined) return refused(recovered.fault)
    const state = stateToTake(context, what)
    return state.ok ? await takeSteps(context, state.value, options) : refused(state.fault)
  } finally {
    releaseLock(machine, migrationLock)
  }
}

function stateToTake(context: ApplyContext, what: WhatToMigrate): Result<MigrationState> {
  const { machine } = context
  const last = lastMigration(machine)
  if (!last.ok) return last
  const state = last.value
  if ("begin" in what) {
    const { name, to } = what.begin
    if (state === undefined || state.ended !== undefined) return beginMigration(machine, what.begin)
    if (state.migration.name === name && state.migration.to === to) return facing(context, state, "forward")
    return failed({ code: "another-migration", args: { migration: state.migration.name, asked: `${name} --to ${to}` } })
  }
  const isGone = state === undefined || state.ended === "back" || (what.turn === "forward" && state.ended === "done")
  return isGone ? failed({ code: "no-migration", args: {} }) : facing(context, state, what.turn)
}

/** Also a migration that is done can be taken back. */
function facing(
  context: ApplyContext,
  state: MigrationState,
  direction: MigrationState["direction"],
): Result<MigrationState> {
  return state.direction === direction && state.ended === undefined ? ok(state) : turn(context, state, direction)
}

function refused(fault: Fault): MigrationEnd {
  return { kind: "refused", fault }
}
