// What the wizard knows, as plain values: no React, no clock, no terminal. The reducer makes the next state; what shall
// be done in the world is left in `outbox` for effects.ts.

import type { FactRow, Given } from "../../criadm/interface.ts"
import type { ResolvedAnswers } from "../../model/answers.ts"
import type { Change } from "../../model/change.ts"
import type { Essential } from "../../model/essential.ts"
import type { ExitCode } from "../../model/exit-code.ts"
import type { Explanation } from "../../model/explanation.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Fault } from "../../model/fault.ts"
import type { Finding } from "../../model/finding.ts"
import type { InstallOffer } from "../../model/install/packages.ts"
import type { MigrationOffer, MigrationState } from "../../model/migration/migration.ts"
import type { Judgement, Planned } from "../../model/plan.ts"
import type { Progress } from "../../model/progress.ts"
import type { Outcome, RunSummary, Verified } from "../../model/run.ts"
import type { SettingId } from "../../model/setting.ts"
import type { Download } from "../../pages/download.ts"
import type { Line } from "../../pages/lines.ts"
import type { Situation } from "../../settings/setting-definition.ts"
import type { Effect } from "./effect.ts"
import type { Field } from "./field.ts"
import type { Migrating } from "./migrating.ts"

/** Something about this node that is said on a screen of its own before the findings. */
export type Obstacle = "unfinished" | "migration" | "not-root" | "no-runtime" | "several-runtimes" | "not-systemd"

/** What can be written to a file. */
export type Saved = "answers" | "plan"

/** Every screen, with what it is about. */
export type Screen =
  | { readonly name: "node" }
  | { readonly name: Obstacle }
  | { readonly name: "findings" }
  | { readonly name: "question"; readonly setting: SettingId }
  | { readonly name: "type-answer"; readonly setting: SettingId }
  | { readonly name: "answers" }
  | { readonly name: "review" }
  | { readonly name: "refusals" }
  | { readonly name: "choose" }
  | { readonly name: "save"; readonly what: Saved }
  | { readonly name: "run" }
  | { readonly name: "keep" }
  | { readonly name: "refused" }
  | { readonly name: "end" }
  | { readonly name: "help" }

/** A screen as it is being looked at; going back finds it as it was left. */
export interface Visit {
  readonly screen: Screen
  /** Id of the item the next Enter chooses; undefined: the one the screen prefers. */
  readonly focus: string | undefined
  /** Rows of the body above the window. */
  readonly scroll: number
  /** Ids of items whose details are shown. */
  readonly opened: readonly string[]
  readonly field: Field | undefined
  /** Why what was typed was not taken. */
  readonly problem: Fault | undefined
}

export interface Search {
  readonly field: Field
  readonly isTyping: boolean
  /** The first row of the window when the search began. */
  readonly origin: number
  /** Which of the hits is shown, from 0. */
  readonly hit: number
}

/** What one look at the node gave. */
export interface Looked {
  readonly node: NodeFacts
  readonly essentials: readonly Essential[]
  readonly rows: readonly FactRow[]
  readonly findings: readonly Finding[]
  readonly explanations: readonly Explanation[]
  readonly situation: Situation
  readonly unfinished: RunSummary | undefined
  /** Where no runtime is: those that could be installed. */
  readonly installable: readonly InstallOffer[]
  /** What keeps a plan from being made whatever is answered; empty: nothing does. */
  readonly stuck: readonly Fault[]
  /** The one that is under way on this node. */
  readonly migration: MigrationState | undefined
  /** Those that a node that has joined asks for. */
  readonly migrations: readonly MigrationOffer[]
}

export interface Step {
  readonly change: Change
  readonly index: number
  /** "back": it is undone, so that what it says is the undoing. */
  readonly direction: "forward" | "back"
  readonly state: "waiting" | "running" | "done" | "failed" | "going-back" | "back"
  readonly milliseconds?: number
  /** When it was last begun, in milliseconds since the epoch. */
  readonly beganAt?: number
}

/** An apply or a rollback while it happens. */
export interface Run {
  readonly purpose: "apply" | "put-back"
  readonly judgements: readonly { readonly judgement: Judgement; readonly state: "waiting" | "running" | "done" }[]
  readonly steps: readonly Step[]
  readonly waiting: { readonly component: string; readonly secondsLeft: number; readonly beganAt: number } | undefined
  /** The last lines that services logged, oldest first. */
  readonly log: readonly { readonly component: string; readonly line: string }[]
  readonly verified: readonly Verified[]
  readonly isGoingBack: boolean
  /** Verified after it went back: the old state. */
  readonly verifiedBack: readonly Verified[]
  readonly isInterrupted: boolean
  /** Milliseconds since the epoch. */
  readonly beganAt: number
}

export interface State {
  readonly size: { readonly columns: number; readonly rows: number }
  /** The last one is shown; never empty. */
  readonly visits: readonly Visit[]
  readonly search: Search | undefined
  /** Milliseconds since the epoch, as of the last event that told. */
  readonly now: number
  /** What is known so far, until `looked` has it all. */
  readonly detected: readonly Essential[]
  readonly looked: Looked | undefined
  /** The node as it is, where `looked` is the node with a runtime that would be installed. */
  readonly bare: Looked | undefined
  /** Id of the runtime that is being fetched, to be looked at before anything is installed. */
  readonly fetching: string | undefined
  /** How far it is, where that is told. */
  readonly download: Download | undefined
  /** Enter was pressed while the node was still being looked at. */
  readonly goesOnWhenLooked: boolean
  readonly obstaclesPassed: readonly Obstacle[]
  readonly given: Given
  readonly resolved: ResolvedAnswers | undefined
  readonly planned: Planned | undefined
  /** The plan in full, as the review shows it; made once, because it may be very long. */
  readonly planLines: readonly Line[]
  /** Whether the run waits for "keep" after it was verified. */
  readonly asksToKeep: boolean
  readonly allowsRunningPods: boolean
  readonly run: Run | undefined
  readonly outcome: Outcome | undefined
  /** When the countdown of the keep screen ends, in milliseconds since the epoch. */
  readonly keepBefore: number | undefined
  /** "Keep it" was chosen and is being recorded: what is typed until that has ended is meant for nothing. */
  readonly isKeeping: boolean
  /** A file is being written: a second Enter meant the same. */
  readonly isSaving: boolean
  /** A pod sandbox is run as a proof. */
  readonly isProving: boolean
  /** Why it could not be. */
  readonly proofRefused: readonly Fault[] | undefined
  /** Why the run on the end screen went back although it was applied. */
  readonly wentBack: "asked" | "no-answer" | undefined
  readonly answersFile: string | undefined
  readonly planFile: string | undefined
  /** A short word about what was just done, shown once. */
  readonly notice: { readonly tone: "ok" | "fault"; readonly text: string } | undefined
  readonly migrating: Migrating | undefined
  /** Every progress event of the run so far, for faces that can only append. */
  readonly progress: readonly Progress[]
  /** Of the last thing that ended; what leaving by q says then. */
  readonly endedWith: ExitCode | undefined
  /** A signal, or a second q or Ctrl-C, came while work was under way: leave as soon as it has ended. */
  readonly isLeaving: boolean
  readonly outbox: readonly Effect[]
}

export function visitTo(screen: Screen): Visit {
  return { screen, focus: undefined, scroll: 0, opened: [], field: undefined, problem: undefined }
}

/** The visit that is shown. */
export function shown(state: State): Visit {
  const last = state.visits.at(-1)
  if (last === undefined) throw new Error("the wizard shows no screen")
  return last
}

/** The visit that is shown, or that the help was opened on. */
export function underHelp(state: State): Visit {
  return shown(withoutHelp(state))
}

/** The state with the help closed, if it is open. */
export function withoutHelp(state: State): State {
  return shown(state).screen.name === "help" ? { ...state, visits: state.visits.slice(0, -1) } : state
}

/** The state with the shown visit changed. */
export function withVisit(state: State, change: Partial<Visit>): State {
  return { ...state, visits: [...state.visits.slice(0, -1), { ...shown(state), ...change }] }
}

/** The state with another screen on top; Esc comes back to this one. */
export function goTo(state: State, screen: Screen): State {
  return { ...state, visits: [...state.visits, visitTo(screen)], search: undefined, notice: undefined }
}

/** The state with this screen alone; there is no way back. */
export function startAt(state: State, screen: Screen): State {
  return { ...state, visits: [visitTo(screen)], search: undefined, notice: undefined }
}

/** The state with the shown screen replaced; Esc skips it. */
export function replaceBy(state: State, screen: Screen): State {
  return goTo({ ...state, visits: state.visits.slice(0, -1) }, screen)
}

export function initialState(options: {
  readonly columns: number
  readonly rows: number
  readonly given: Given
  readonly asksToKeep: boolean
  readonly allowsRunningPods: boolean
  readonly now: number
}): State {
  return {
    size: { columns: options.columns, rows: options.rows },
    visits: [visitTo({ name: "node" })],
    search: undefined,
    now: options.now,
    detected: [],
    looked: undefined,
    bare: undefined,
    fetching: undefined,
    download: undefined,
    goesOnWhenLooked: false,
    obstaclesPassed: [],
    given: options.given,
    resolved: undefined,
    planned: undefined,
    planLines: [],
    asksToKeep: options.asksToKeep,
    allowsRunningPods: options.allowsRunningPods,
    run: undefined,
    outcome: undefined,
    keepBefore: undefined,
    isKeeping: false,
    isSaving: false,
    isProving: false,
    proofRefused: undefined,
    wentBack: undefined,
    answersFile: undefined,
    planFile: undefined,
    notice: undefined,
    migrating: undefined,
    progress: [],
    endedWith: undefined,
    isLeaving: false,
    outbox: [],
  }
}
