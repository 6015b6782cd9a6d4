// What can happen to the wizard, and what choosing an item means. Plain values.
import type { AskedNode } from "../../criadm/interface.ts"
import type { ResolvedAnswers } from "../../model/answers.ts"
import type { ExitCode } from "../../model/exit-code.ts"
import type { Result } from "../../model/fault.ts"
import type { MigrationOffer, MigrationState } from "../../model/migration/migration.ts"
import type { Planned } from "../../model/plan.ts"
import type { Progress } from "../../model/progress.ts"
import type { Outcome, Verified } from "../../model/run.ts"
import type { InstallSource, SettingId } from "../../model/setting.ts"
import type { Key } from "./keys.ts"
import type { MigratingEvent } from "./migrating.ts"
import type { Looked, Saved } from "./state.ts"

/** What choosing an item means. */
export type Intent =
  | { readonly intent: "go-on" }
  /** Straight to the review, with what is suggested for everything that nobody gave. */
  | { readonly intent: "take-suggested" }
  /** The runtime's configuration from its release's own default, straight to the review. */
  | { readonly intent: "start-over" }
  | { readonly intent: "go-back" }
  | { readonly intent: "toggle"; readonly item: string }
  | { readonly intent: "look-again" }
  | { readonly intent: "leave"; readonly code: ExitCode }
  | { readonly intent: "answer"; readonly setting: SettingId; readonly value: unknown }
  | { readonly intent: "type-answer"; readonly setting: SettingId }
  | { readonly intent: "open-question"; readonly setting: SettingId }
  /** A runtime that is not here, from that source. */
  | { readonly intent: "install"; readonly runtime: string; readonly source: InstallSource }
  | { readonly intent: "change-answers" }
  | { readonly intent: "apply" }
  | { readonly intent: "apply-despite-pods" }
  | { readonly intent: "switch-keep" }
  /** Runs a pod sandbox on the node that is as asked, and removes it. */
  | { readonly intent: "prove-sandbox" }
  /** The command for the next node, to the terminal's clipboard. */
  | { readonly intent: "copy" }
  | { readonly intent: "save"; readonly what: Saved }
  /** The steps of a migration, whole, before anything is begun. */
  | { readonly intent: "migrate"; readonly offer: MigrationOffer }
  | { readonly intent: "take-steps"; readonly turn: MigrationState["direction"] }
  /** Of the step that waits: do it, or it is done. */
  | { readonly intent: "answer-step"; readonly yes: boolean }
  | { readonly intent: "keep" }
  | { readonly intent: "put-back" }
  | { readonly intent: "put-back-unfinished" }
  | { readonly intent: "keep-unfinished" }

export type Event =
  | { readonly event: "key"; readonly key: Key }
  | { readonly event: "paste"; readonly text: string }
  /** An item was chosen by its number, or by Enter. */
  | { readonly event: "intent"; readonly intent: Intent }
  /** A whole line was typed into the field of this screen. */
  | { readonly event: "typed"; readonly text: string }
  | { readonly event: "resized"; readonly columns: number; readonly rows: number }
  | { readonly event: "tick"; readonly now: number }
  /** SIGINT, SIGTERM, SIGHUP or SIGQUIT, or the end of the input. */
  | { readonly event: "interrupted" }
  | { readonly event: "progress"; readonly progress: Progress }
  | { readonly event: "looked"; readonly looked: Looked }
  /** Beside the look at the node: which registries answer it. */
  | { readonly event: "registries"; readonly registries: NonNullable<Looked["situation"]["registries"]> }
  | { readonly event: "fetched"; readonly fetched: Result<Looked> }
  | { readonly event: "planned"; readonly resolved: ResolvedAnswers; readonly planned: Planned }
  | { readonly event: "ended"; readonly outcome: Outcome; readonly now: number }
  | { readonly event: "proven"; readonly verified: readonly Verified[] }
  | { readonly event: "sandbox-proven"; readonly asked: AskedNode }
  | { readonly event: "kept"; readonly kept: Result<number> }
  | MigratingEvent
  | { readonly event: "saved"; readonly what: Saved; readonly saved: Result<string> }
