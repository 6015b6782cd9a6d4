// A migration of a node that has joined a cluster: a list of steps as plain data, so that it can be shown whole, kept
// on the disk, and gone on with by another process after a kill or a reboot.
import type { Fault } from "../fault.ts"
import type { Finding } from "../finding.ts"
import type { Reason } from "../message.ts"
import type { Outcome } from "../run.ts"
import type { AskAct, Step } from "./step.ts"

/** What can be migrated: the argument of `criadm migrate`. */
export const migrationNames = ["cgroup-driver", "runtime", "schema", "release"] as const
export type MigrationName = (typeof migrationNames)[number]

/** Steps of the cluster's that a person says are done, on whichever nodes they are needed: one command for many nodes. */
export const stepsOfCluster: readonly string[] = ["cluster-config", "control-plane", "drain"]

export interface Migration {
  readonly kind: "Migration"
  readonly version: 1
  readonly name: MigrationName
  readonly to: string
  /** As the cluster knows it. */
  readonly node: string
  readonly steps: readonly Step[]
  /** What a person should know before it begins. */
  readonly notes: readonly Reason[]
  /** What is judged otherwise on the node that it leads to: nothing that keeps it from beginning. Absent: not asked. */
  readonly findings?: readonly Finding[]
}

/** One that the node asks for. */
export interface MigrationOffer {
  readonly name: MigrationName
  /** The word of --to. */
  readonly to: string
}

/** How far a migration has come. `undoing`: it is on its way back. */
export interface MigrationState {
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly migration: Migration
  /** Steps that are done, by id. */
  readonly done: readonly string[]
  readonly direction: "forward" | "back"
  readonly ended?: "done" | "back"
}

/** Forward: the first step that is not done. Back: the last one that is. Undefined: none is left. */
export function nextStep({ migration, done, direction }: MigrationState): Step | undefined {
  return direction === "forward"
    ? migration.steps.find(({ id }) => !done.includes(id))
    : migration.steps.findLast(({ id }) => done.includes(id))
}

/** How a call of `criadm migrate` ended. */
export type MigrationEnd =
  | { readonly kind: "done" | "back" }
  /** A person has to do something first, and to say so, --done STEP, or to run the same command again. */
  | { readonly kind: "waits"; readonly step: Step; readonly act: AskAct; readonly declined: boolean }
  /** A person has put off an act of criadm's own. */
  | { readonly kind: "paused"; readonly step: Step }
  /** Nothing was touched by the step in hand. */
  | { readonly kind: "refused"; readonly fault: Fault; readonly step?: Step }
  /** The step's run went wrong, and its outcome says what the node is now. */
  | { readonly kind: "stopped"; readonly outcome: Outcome; readonly step: Step }
  /** The step is done and the node does not show it. */
  | { readonly kind: "unproven"; readonly fault: Fault; readonly step: Step }
