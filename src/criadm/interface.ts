import type { StepOptions } from "../apply/migration/take-steps.ts"
import type { Component } from "../components/component.ts"
import type { Begun } from "../detect/begin-looking.ts"
import type { Wish } from "../migrate/known.ts"
import type { Answers, ResolvedAnswers } from "../model/answers.ts"
import type { Essential } from "../model/essential.ts"
import type { Explanation } from "../model/explanation.ts"
import type { FactRow } from "../model/facts/fact-row.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Fault, Result } from "../model/fault.ts"
import type { Finding } from "../model/finding.ts"
import type { InstallOffer } from "../model/install/packages.ts"
import type {
  Migration,
  MigrationEnd,
  MigrationName,
  MigrationOffer,
  MigrationState,
} from "../model/migration/migration.ts"
import type { Plan, Planned } from "../model/plan.ts"
import type { Progress } from "../model/progress.ts"
import type { Outcome, RunSummary, Verified } from "../model/run.ts"
import type { ExplainedSetting } from "../model/setting.ts"
import type { RegistryLook } from "../settings/repositories.ts"
import type { Situation } from "../settings/setting-definition.ts"

export type { FactRow }

export type OnProgress = (progress: Progress) => void

/** Given answers with who gave each. */
export interface Given {
  readonly values: Answers
  readonly chosenBy: ResolvedAnswers["chosenBy"]
}

export interface ApplyOptions {
  /** Revert by itself unless `confirm` comes within so many seconds. */
  readonly confirmSeconds?: number
  /** How long what was restarted must stay up to count; absent: as the plan's answers say, else by what it is. */
  readonly settleSeconds?: number
  readonly allowRunningPods: boolean
  readonly lockTimeoutSeconds: number
  readonly onProgress: OnProgress
  /** Aborted by Ctrl-C: the step in hand is finished, then the run goes back. */
  readonly interrupted: AbortSignal
}

/** How the steps of a migration are done. */
export type MigrateOptions = Omit<ApplyOptions, "confirmSeconds"> &
  Pick<StepOptions, "said" | "stopPods" | "ask" | "mayAct" | "onStep" | "onNotes">

/** `given`: from where another release comes, where that is not known: --install, --checksums, --release-mirror. */
export interface MigrationWish extends Omit<Wish, "pods" | "upgrade"> {
  readonly given?: Answers
}

/** `previews`: by the id of a step. */
export interface PreviewedMigration {
  readonly migration: Migration
  readonly previews: Readonly<Record<string, Plan>>
}

/** How `verify` runs a pod sandbox. */
export type SandboxOptions = Pick<ApplyOptions, "lockTimeoutSeconds" | "interrupted">

/** What the running node answered, or why it was not asked. */
export type AskedNode =
  | { readonly ok: true; readonly verified: readonly Verified[] }
  | { readonly ok: false; readonly refusals: readonly Fault[] }

/** What a node would be found to be with another release of its runtime. */
export interface ReadyFor {
  readonly runtime: string
  readonly installed: string
  readonly release: string
  readonly findings: readonly Finding[]
}

export interface Criadm {
  detect(onProgress?: OnProgress, isUnjudged?: boolean): Promise<NodeFacts>
  /** Whether a component that was not loaded may have a part in this node. */
  mayLackOne(node: NodeFacts): boolean
  rows(node: NodeFacts): readonly FactRow[]
  /** The five facts that matter first, each with the worst that these findings say about it. */
  essentials(node: NodeFacts, findings: readonly Finding[]): readonly Essential[]
  /** The facts with credentials redacted, to be printed and judged elsewhere. */
  shareable(node: NodeFacts): NodeFacts
  findings(node: NodeFacts): readonly Finding[]
  /**
   * Of a live node: what its runtime would have found besides with this release. Undefined: the node is a tree, or has
   * no runtime, or has that release.
   */
  findingsWithRelease(node: NodeFacts, release: string): Promise<ReadyFor | undefined>
  explain(node: NodeFacts, setting?: ExplainedSetting): readonly Explanation[]
  /** What suggestions follow from; for faces that ask. */
  situation(node: NodeFacts): Situation
  /**
   * The node as it will be where the given answers ask for a runtime that is not there: what would be installed is
   * fetched into criadm's cache and laid over the node, which is not changed. Else the node as it is. An image archive
   * that is to be imported is read.
   */
  asItWillBe(node: NodeFacts, given: Given, onProgress?: OnProgress): Promise<Result<NodeFacts>>
  /** On a node without a runtime: which ones could be installed, from where, in which release. */
  installable(node: NodeFacts, given: Given): Promise<readonly InstallOffer[]>
  /** Which registries answer this node, that of Kubernetes first: over the network, for a few seconds. */
  registries(given: Given): Promise<readonly RegistryLook[]>
  /** Removes what `asItWillBe` has fetched; an unfinished run may still need it, and keeps it. */
  forgetFetched(): Promise<void>
  /** Every setting with its value and who chose it; given answers first. */
  resolve(node: NodeFacts, given: Given): ResolvedAnswers
  plan(node: NodeFacts, answers: ResolvedAnswers): Planned
  /** The plan of the units that look every day whether the node is as asked, or of their removal. */
  watch(what: "install" | "remove"): Promise<Planned>
  /** What keeps a plan from being made whatever is answered; empty: nothing does. */
  stuck(node: NodeFacts, given: Given): readonly Fault[]
  /** A saved plan as its answers give it now; a fault where that is another one. */
  planAgain(saved: Plan): Promise<Result<Plan>>
  /** Puts an unfinished run in order, before the node is looked at. Undefined: there was none, nothing was written. */
  recover(options: ApplyOptions): Promise<Outcome | undefined>
  apply(plan: Plan, options: ApplyOptions): Promise<Outcome>
  /** Asks the running node for what these answers promise; with `sandbox` also by a real pod sandbox. */
  verify(
    node: NodeFacts,
    answers: ResolvedAnswers,
    onProgress?: OnProgress,
    sandbox?: SandboxOptions,
  ): Promise<AskedNode>
  history(): Promise<Result<readonly RunSummary[]>>
  rollback(run: number | undefined, options: ApplyOptions & { readonly force: boolean }): Promise<Outcome>
  /** Takes away the runtime that criadm installed. `left`: data directories, which stay. */
  uninstall(
    options: ApplyOptions & { readonly force: boolean },
  ): Promise<{ readonly outcome: Outcome; readonly left: readonly string[] }>
  confirm(): Promise<Result<number>>
  /** Which migrations a node that has joined asks for; empty: none, or it has not joined. */
  migrationsOffered(node: NodeFacts, findings: readonly Finding[]): readonly MigrationOffer[]
  /**
   * The steps that lead a node that has joined to another state, with what those of them that change files would change
   * on the node as it is. Undefined: it is in that state already.
   */
  migration(node: NodeFacts, name: MigrationName, wish: MigrationWish): Promise<Result<PreviewedMigration | undefined>>
  /** The newest migration of this node, however far it came. Undefined: there has been none. */
  lastMigration(): Result<MigrationState | undefined>
  /** Begins a migration, or goes on with the one that is under way; `back`: takes it back, also when it is done. */
  migrate(
    what: { readonly begin: Migration } | { readonly turn: MigrationState["direction"] },
    options: MigrateOptions,
  ): Promise<MigrationEnd>
  /** Waits until a run applied with --confirm is over its time, and puts it back. Undefined: nothing to put back. */
  guard(run: number): Promise<Outcome | undefined>
  /** An unfinished or unconfirmed run that the next apply would put back first. */
  unfinished(): RunSummary | undefined
}

/** What the program knows beside the machine. */
export interface CriadmOptions {
  /** --runtime-version: what the person said the runtime's release is. */
  readonly statedVersion: string | undefined
  /**
   * What is asked for, as far as it is known before the node is looked at. A runtime among it is the one that
   * `statedVersion` is about; without, it is the suggested one.
   */
  readonly answers?: Answers | undefined
  /** Credentials of registries that came by standard input; in memory only. */
  readonly credentials?: string | undefined
  /** Of the first look at the node, which follows at once. */
  readonly begun?: Begun | undefined
  readonly timeoutSeconds: number
  /** For the ledger. */
  readonly criadmVersion: string
  /** This program with what it needs in front of a command's name; the guard of --confirm is started with it. */
  readonly criadmCommand: readonly string[]
  /** Those that are looked at. */
  readonly components: readonly Component[]
}
