// The exit code that says how something ended.
import { faultKinds } from "../messages/owned.ts"
import { type ExitCode, exitCode } from "../model/exit-code.ts"
import type { Fault, FaultKind } from "../model/fault.ts"
import type { MigrationEnd } from "../model/migration/migration.ts"
import type { Outcome, OutcomeKind } from "../model/run.ts"

const byOutcome: { readonly [Kind in OutcomeKind]: ExitCode } = {
  applied: exitCode.done,
  "nothing-to-do": exitCode.done,
  refused: exitCode.refused,
  "rolled-back": exitCode.rolledBack,
  "rollback-failed": exitCode.needsPerson,
  interrupted: exitCode.interrupted,
}

export function exitCodeOf({ kind }: Outcome): ExitCode {
  return byOutcome[kind]
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

/** Of what the node is after it, as for apply: 5 where the step is done and the node does not show it. */
export function exitCodeOfMigration(end: MigrationEnd): ExitCode {
  switch (end.kind) {
    case "done":
    case "back":
      return exitCode.done
    case "waits":
      return end.declined ? exitCode.declined : exitCode.refused
    case "paused":
      return exitCode.declined
    case "refused":
      return exitCodeOfFault(end.fault)
    case "stopped":
      return exitCodeOf(end.outcome)
    case "unproven":
      return exitCode.needsPerson
  }
}
