import type { FileVersion } from "./change.ts"
import type { Fault } from "./fault.ts"
import type { Reason } from "./message.ts"
import type { Expectation, SandboxExpectation } from "./plan.ts"

/** Where criadm keeps its own; nobody but the owner may read below it. */
export const stateDirectory = "/var/lib/criadm"

/** "refused": nothing was touched, and the fault says why (locked, the node changed, pods running, not fit). */
export type OutcomeKind = "applied" | "nothing-to-do" | "refused" | "rolled-back" | "rollback-failed" | "interrupted"

/** How an apply or a rollback ended. */
export interface Outcome {
  readonly kind: OutcomeKind
  /** The run's number in /var/lib/criadm/runs; absent when nothing was begun. */
  readonly run?: number
  readonly fault?: Fault
  /** One line per expectation that was asked. */
  readonly verified: readonly Verified[]
  /** Applied with --confirm: when it is put back unless confirmed, in milliseconds since the epoch. */
  readonly confirmBefore?: number
  /** The same as a span, in seconds. */
  readonly confirmSeconds?: number
  /** An earlier run that was not finished and was put in order first. */
  readonly recovered?: { readonly run: number; readonly direction: "forward" | "back" }
  /** Files that somebody else has changed since the run, which putting it back would overwrite, or has left alone. */
  readonly edited?: readonly EditedFile[]
  /** Files placed from archives that somebody has changed since; undoing has left them. */
  readonly left?: readonly string[]
}

/** The three versions of a file that was changed by hand after a run wrote it. Null: there is no such file. */
export interface EditedFile {
  readonly path: string
  readonly realPath: string
  /** Before the run. */
  readonly before: FileVersion | null
  /** As the run left it. */
  readonly ours: FileVersion | null
  /** Absent: it cannot be read, or is no text. */
  readonly now?: FileVersion | null
}

/** An expectation with what the running node answered. */
export interface Verified {
  readonly expectation: Expectation | SandboxExpectation
  readonly holds: boolean
  /** What the node said instead, or how it was proven: "RuntimeConfig answered SYSTEMD". */
  readonly observed: Reason
}

/** One line of the ledger, appended and synced before (`begin`) and after (`done`) each act. */
export type LedgerRecord =
  | {
      readonly record: "run"
      readonly number: number
      /** Milliseconds since the epoch. */
      readonly at: number
      /** Release of criadm that made the run. */
      readonly criadm: string
      /** SHA-256 of plan.json, lower-case hex. Absent in runs of old releases. */
      readonly plan?: string
      readonly undoes?: number
      /** The step of a migration that this run is; `isBack`: of its undoing. */
      readonly migration?: { readonly number: number; readonly step: string; readonly isBack?: true }
      /** /proc/sys/kernel/random/boot_id: after another boot, services may have been started on files of this run. */
      readonly boot?: string
      /** Given with --confirm. */
      readonly confirmSeconds?: number
      /** Endpoints that answered before the first change; they must answer again after a rollback. */
      readonly answered?: readonly string[]
    }
  | { readonly record: "begin"; readonly index: number; readonly direction: "forward" | "back" }
  | { readonly record: "done"; readonly index: number; readonly direction: "forward" | "back" }
  /** Verified and waiting for `criadm confirm`. */
  | {
      readonly record: "unconfirmed"
      /** Milliseconds since the epoch, as the time of day was when this was written. */
      readonly before: number
      /** What the wait is counted by, apply/countdown.ts; absent in what an older criadm wrote. In milliseconds. */
      readonly countdown?: { readonly boot: string; readonly beganSinceBoot: number; readonly milliseconds: number }
    }
  | { readonly record: "end"; readonly at: number; readonly outcome: OutcomeKind }

/** A run as `criadm history` lists it. */
export interface RunSummary {
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly outcome: OutcomeKind | "unfinished" | "unconfirmed" | "damaged"
  /** Damaged: the file of its record that is not what was written. */
  readonly damaged?: string
  readonly files: readonly string[]
  readonly services: readonly string[]
  /** What else it changed, as an operator would name it: packages, images, modules, live values. */
  readonly others?: readonly string[]
  readonly undoneBy?: number
  /** The run that this run put back. */
  readonly undoes?: number
  /** Unconfirmed: when it is put back unless confirmed, in milliseconds since the epoch. */
  readonly confirmBefore?: number
}
