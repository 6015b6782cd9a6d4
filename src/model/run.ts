import type { Fault } from "./fault.ts"
import type { Expectation } from "./plan.ts"

export type OutcomeKind = "applied" | "nothing-to-do" | "rolled-back" | "rollback-failed" | "interrupted"

/** How an apply or a rollback ended. */
export interface Outcome {
  readonly kind: OutcomeKind
  /** The run's number in /var/lib/criadm/runs; absent when nothing was begun. */
  readonly run?: number
  readonly fault?: Fault
  /** One line per expectation that was asked. */
  readonly verified: readonly Verified[]
}

/** An expectation with what the running node answered. */
export interface Verified {
  readonly expectation: Expectation
  readonly holds: boolean
  /** What the node said instead, or how it was proven: "RuntimeConfig answered SYSTEMD". */
  readonly observed: string
}

/** One line of the ledger, appended and synced before (`begin`) and after (`done`) each act. */
export type LedgerRecord =
  | {
      readonly record: "run"
      readonly number: number
      readonly at: number
      readonly criadm: string
      readonly undoes?: number
    }
  | { readonly record: "begin"; readonly index: number; readonly direction: "forward" | "back" }
  | { readonly record: "done"; readonly index: number; readonly direction: "forward" | "back" }
  | { readonly record: "end"; readonly at: number; readonly outcome: OutcomeKind }

/** A run as `criadm history` lists it. */
export interface RunSummary {
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly outcome: OutcomeKind | "unfinished" | "unconfirmed"
  readonly files: readonly string[]
  readonly services: readonly string[]
  readonly undoneBy?: number
}
