// The program without a face: detect, decide, apply, verify, rollback bound to one machine. What the command line
// and the wizard can do is exactly this interface.

import { unfinishedRun } from "../apply/back/recover.ts"
import { rollBackRun } from "../apply/back/roll-back-run.ts"
import { uninstall } from "../apply/back/uninstall.ts"
import type { Apparatus } from "../apply/context.ts"
import { apply } from "../apply/forward/apply.ts"
import { atRealPlaces, freePathBeside } from "../apply/forward/places.ts"
import { findExposed, findMovedFile } from "../apply/forward/preconditions.ts"
import { migrate } from "../apply/migration/migrate.ts"
import { planOfAct } from "../apply/migration/plan-of-act.ts"
import { lastMigration } from "../apply/migration/record.ts"
import type { RunnableAct, StepOptions } from "../apply/migration/take-steps.ts"
import { freshOf, type LookedAt } from "../apply/prove/fresh.ts"
import { provePods } from "../apply/prove/pods.ts"
import { verifySandbox } from "../apply/prove/sandbox.ts"
import { verify } from "../apply/prove/verify.ts"
import { lastAsked } from "../apply/run/asked.ts"
import { confirmRun } from "../apply/run/confirm.ts"
import { guardRun } from "../apply/run/guard.ts"
import { history } from "../apply/run/history.ts"
import { processesOf } from "../apply/run/processes.ts"
import { recoverUnfinished } from "../apply/run/under-lock.ts"
import type { Component } from "../components/component.ts"
import { components as known } from "../components/known.ts"
import { askCri, imageStatus, listSandboxes, removeImage, sandboxStatus, stopAndRemoveSandbox } from "../cri/client.ts"
import { essentialsOf } from "../decide/essentials.ts"
import { explainNode } from "../decide/explain.ts"
import { failuresLeft } from "../decide/failures-left.ts"
import { findingsOf } from "../decide/findings.ts"
import { whyNotForNode } from "../decide/install/bundle-fit.ts"
import { chooseInstallation } from "../decide/install/choose-installation.ts"
import { installOffer } from "../decide/install/install-offer.ts"
import { kubeletsRuntime } from "../decide/kubelets-runtime.ts"
import { makePlan, type PlanOptions } from "../decide/plan.ts"
import { situationOf } from "../decide/situation.ts"
import { offeringToStartOver, stuckOn } from "../decide/stuck.ts"
import { bundlesNear } from "../detect/bundles.ts"
import { lookAtImageArchive } from "../detect/image-archive.ts"
import { archivesInBundle, knownArchives } from "../detect/known-archives.ts"
import { isMountedReadOnly } from "../detect/mounts.ts"
import { detectNode } from "../detect/node.ts"
import { withoutCredentials } from "../detect/redact.ts"
import { factRows } from "../detect/rows.ts"
import { initSystems } from "../init-systems/known.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import { migrationOf, type Wish } from "../migrate/known.ts"
import type { Answers, ResolvedAnswers } from "../model/answers.ts"
import type { Essential } from "../model/essential.ts"
import type { Explanation } from "../model/explanation.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { FactRow } from "../model/facts/fact-row.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import type { Finding } from "../model/finding.ts"
import type { Migration, MigrationEnd, MigrationName, MigrationState } from "../model/migration/migration.ts"
import type { InstallOffer } from "../model/packages.ts"
import { isSamePlan, type Plan, type Planned } from "../model/plan.ts"
import type { Progress } from "../model/progress.ts"
import type { Outcome, RunSummary, Verified } from "../model/run.ts"
import { type ExplainedSetting, explainedSettings, type InstallSource } from "../model/setting.ts"
import { bundleOnNode, heldIn, imageArchiveOf } from "../packages/archives/bundle-on-node.ts"
import type { OpenBundle } from "../packages/archives/open-bundle.ts"
import { prepareArchives } from "../packages/archives/prepare-archives.ts"
import { lookUpInstallation, prepareInstallation, summaryOf } from "../packages/installation.ts"
import { forgetCache } from "../packages/prepare.ts"
import { resolve } from "../settings/resolve.ts"
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
  /** How long what was restarted must stay up to count; absent: by what it is. */
  readonly settleSeconds?: number
  readonly allowRunningPods: boolean
  readonly lockTimeoutSeconds: number
  readonly onProgress: OnProgress
  /** Aborted by Ctrl-C: the step in hand is finished, then the run goes back. */
  readonly interrupted: AbortSignal
}

/** How the steps of a migration are done. */
export type MigrateOptions = Omit<ApplyOptions, "confirmSeconds"> &
  Pick<StepOptions, "said" | "stopPods" | "ask" | "onStep" | "onNotes">

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

export interface Criadm {
  detect(onProgress?: OnProgress): Promise<NodeFacts>
  rows(node: NodeFacts): readonly FactRow[]
  /** The five facts that matter first, each with the worst that these findings say about it. */
  essentials(node: NodeFacts, findings: readonly Finding[]): readonly Essential[]
  /** The facts with credentials redacted, to be printed and judged elsewhere. */
  shareable(node: NodeFacts): NodeFacts
  findings(node: NodeFacts): readonly Finding[]
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
  /** Removes what `asItWillBe` has fetched; an unfinished run may still need it, and keeps it. */
  forgetFetched(): Promise<void>
  /** Every setting with its value and who chose it; given answers first. */
  resolve(node: NodeFacts, given: Given): ResolvedAnswers
  plan(node: NodeFacts, answers: ResolvedAnswers): Planned
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
  history(): Result<readonly RunSummary[]>
  rollback(run: number | undefined, options: ApplyOptions & { readonly force: boolean }): Promise<Outcome>
  /** Takes away the runtime that criadm installed. `left`: data directories, which stay. */
  uninstall(
    options: ApplyOptions & { readonly force: boolean },
  ): Promise<{ readonly outcome: Outcome; readonly left: readonly string[] }>
  confirm(): Promise<Result<number>>
  /**
   * The steps that lead a node that has joined to another state, with what those of them that change files would change
   * on the node as it is. Undefined: it is in that state already.
   */
  migration(
    node: NodeFacts,
    name: MigrationName,
    wish: Omit<Wish, "pods">,
  ): Promise<Result<PreviewedMigration | undefined>>
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
  readonly timeoutSeconds: number
  /** For the ledger. */
  readonly criadmVersion: string
  /** This program with what it needs in front of a command's name; the guard of --confirm is started with it. */
  readonly criadmCommand: readonly string[]
  /** Those that are looked at. Absent: all that are known. */
  readonly components?: readonly Component[]
}

const planDiffers: Fault = { code: "plan-differs", args: {} }

/** `running`: the machine criadm itself runs on, where the processes are that may hold the node's lock. */
export function criadmOn(machine: WritingMachine, running: ReadingMachine, options: CriadmOptions): Criadm {
  const components = options.components ?? known
  const apparatus: Apparatus = {
    machine,
    initSystems,
    components,
    cri: { askCri, listSandboxes, sandboxStatus, endSandbox: stopAndRemoveSandbox, imageStatus, removeImage },
    processes: processesOf(running, process.pid),
    criadmVersion: options.criadmVersion,
    criadmCommand: options.criadmCommand,
  }
  const planFor = (
    node: NodeFacts,
    answers: ResolvedAnswers,
    how: Pick<PlanOptions, "isToBeAsked" | "schema"> & { readonly timeoutSeconds?: number } = {},
  ): Planned => {
    const initSystem = initSystems.find((one) => one.id === knownValue(node.initSystem))
    const planned = makePlan(node, answers, components, {
      timeoutSeconds: options.timeoutSeconds,
      ...how,
      drivesServices: initSystem?.isDriven ?? false,
      isFixedLiveValue: (path) => machine.isLive && isMountedReadOnly(machine, path),
      freePath: (path) => freePathBeside(machine, path),
      commandLine: (service, action) => initSystem?.commandLine(service, action) ?? `${action} ${service}`,
    })
    if (!planned.ok) return planned
    const placed = atRealPlaces(machine, planned.plan)
    if (!placed.ok) return { ok: false, refusals: [placed.fault] }
    const { value: plan } = placed
    const exposed = findExposed(machine, plan)
    return exposed === undefined ? { ok: true, plan } : { ok: false, refusals: [exposed] }
  }
  const withKubernetes = (node: NodeFacts, given: Given): Answers => {
    const { "kubernetes-version": kubernetes } = resolve(situationOf(node, components), given).values
    return { ...given.values, ...(kubernetes === undefined ? {} : { "kubernetes-version": kubernetes }) }
  }
  /** Undefined: none was named, or there is a runtime already. */
  const bundleFor = async (node: NodeFacts, { values }: Given) => {
    const { install } = values
    if (install === undefined || !install.startsWith("/")) return undefined
    if (!node.isLive || node.uid !== 0 || situationOf(node, components).runtimes.length > 0) return undefined
    const opened = await bundleOnNode(machine, install)
    if (!opened.ok) return opened
    const unfit = whyNotForNode(install, opened.value.manifest, node)
    if (unfit === undefined) return opened
    await forgetCache(machine)
    return failed(unfit)
  }
  const laidOver = async (
    asItIs: NodeFacts,
    given: Given,
    bundle: OpenBundle | undefined,
    onProgress: OnProgress | undefined,
  ): Promise<Result<NodeFacts>> => {
    const archive = given.values["sandbox-image-archive"] ?? (bundle === undefined ? undefined : imageArchiveOf(bundle))
    const read = archive === undefined ? undefined : await lookAtImageArchive(machine, asItIs, components, archive)
    if (read?.ok === false) return read
    const brought = read === undefined ? {} : { imageArchive: read.value }
    const node = { ...asItIs, ...brought }
    const table = knownArchives(machine, given.values.checksums, components)
    if (!table.ok) return table
    const archives = bundle === undefined ? table : archivesInBundle(bundle.path, bundle.manifest, table.value)
    if (!archives.ok) return archives
    const choice = chooseInstallation(node, withKubernetes(node, given), components, archives.value)
    if (!choice.ok) return choice
    if (choice.value === undefined) return ok(node)
    const chosen = choice.value
    const prepared =
      chosen.kind === "packages"
        ? await prepareInstallation(machine, chosen)
        : await prepareArchives(machine, chosen, {
            source: bundle?.path ?? "upstream",
            mirror: given.values["release-mirror"],
            onProgress: onProgress ?? (() => undefined),
            ...(bundle === undefined ? {} : { held: heldIn(bundle) }),
          })
    if (!prepared.ok) return prepared
    const { toBeInstalled, machine: layeredMachine } = prepared.value
    const answers = { ...node.asked?.answers, ...given.values }
    const willBe = await detectNode(layeredMachine, { initSystems, components, answers })
    return ok({ ...willBe, ...brought, ...(node.asked === undefined ? {} : { asked: node.asked }), toBeInstalled })
  }
  const withFailuresLeft = (node: NodeFacts, planned: Planned): Planned => {
    if (!planned.ok) return planned
    const { fault, note } = failuresLeft(node, components, planned.plan)
    if (fault !== undefined) return { ok: false, refusals: [fault] }
    return note === undefined ? planned : { ok: true, plan: { ...planned.plan, notes: [...planned.plan.notes, note] } }
  }
  const planForAct = (node: NodeFacts, act: Extract<RunnableAct, { do: "answers" | "schema" }>): Planned => {
    if (act.do === "schema") {
      return planFor(node, { values: { runtime: act.component }, chosenBy: {} }, { schema: act.schema })
    }
    const values: Answers = { "sandbox-image": "keep", ...lastAsked(machine)?.answers, ...act.values }
    return planFor(node, {
      values,
      chosenBy: Object.fromEntries(Object.keys(values).map((id) => [id, { who: "flag" }])),
    })
  }
  const planOffering = (node: NodeFacts, answers: ResolvedAnswers): Planned => {
    const planned = offeringToStartOver(planFor(node, answers), answers, (others) => planFor(node, others))
    return withFailuresLeft(node, planned)
  }
  const suggestedRuntime = (node: NodeFacts) =>
    resolve(situationOf(node, components), { values: {}, chosenBy: {} }).values.runtime
  let looked: LookedAt | undefined
  return {
    async detect(onProgress) {
      const onDetected = (soFar: NodeFacts) =>
        onProgress?.({ event: "detected", essentials: essentialsOf(soFar, components, suggestedRuntime(soFar), []) })
      const { statedVersion } = options
      const runtime = options.answers?.runtime
      const last = lastAsked(machine)
      const asked = last === undefined ? {} : { asked: last }
      const answers = { ...last?.answers, ...options.answers }
      const detecting = { initSystems, components, answers }
      if (statedVersion === undefined) {
        let answered: LookedAt["asked"] = new Map()
        const onAsked = (told: LookedAt["asked"]) => {
          answered = told
        }
        const node = { ...(await detectNode(machine, { ...detecting, onDetected, onAsked })), ...asked }
        looked = { node, asked: answered, at: machine.sinceBoot() }
        return node
      }
      const look = async (statedFor: string | undefined): Promise<NodeFacts> => {
        const stated = { statedVersion, ...(statedFor === undefined ? {} : { statedFor }) }
        return { ...(await detectNode(machine, { ...detecting, onDetected, ...stated })), ...asked }
      }
      const node = await look(runtime)
      if (runtime !== undefined || situationOf(node, components).runtimes.length < 2) return node
      // Each of several has a release of its own. Which one would be chosen must not depend on the stated one.
      return look(suggestedRuntime({ ...(await detectNode(machine, detecting)), ...asked }))
    },
    async asItWillBe(node, given, onProgress) {
      const opened = await bundleFor(node, given)
      if (opened?.ok === false) return opened
      const willBe = await laidOver(node, given, opened?.value, onProgress)
      if (!willBe.ok && opened !== undefined) await forgetCache(machine)
      return willBe
    },
    async installable(node, given) {
      if (situationOf(node, components).runtimes.length > 0) return []
      const answers = withKubernetes(node, given)
      const about = { kubernetes: answers["kubernetes-version"] ?? "", observedAt: node.observedAt }
      const offers: InstallOffer[] = []
      const [program = ""] = options.criadmCommand
      for (const { path, manifest } of machine.isLive ? bundlesNear(machine, program) : []) {
        const component = components.find(({ id }) => id === manifest.runtime)
        const isAskedFor = answers.runtime === undefined || answers.runtime === component?.id
        if (component?.install?.archives === undefined || !isAskedFor) continue
        if (whyNotForNode(path, manifest, node) !== undefined) continue
        const command = `criadm apply --install ${path}`
        const source = path as InstallSource
        offers.push(installOffer(component, source, ok({ release: manifest.release, manager: path, command }), about))
      }
      const archives = knownArchives(machine, given.values.checksums, components)
      const sources = ["distribution", ...(archives.ok ? (["upstream"] as const) : [])] as const
      for (const component of components.filter(({ install }) => install !== undefined)) {
        if (answers.runtime !== undefined && answers.runtime !== component.id) continue
        for (const source of sources) {
          if (source === "upstream" && component.install?.archives === undefined) continue
          const asked = { ...answers, install: source, runtime: component.id } as const
          const choice = chooseInstallation(node, asked, components, archives.ok ? archives.value : undefined)
          if (!choice.ok && choice.fault.code === "install-not-known") continue
          if (!choice.ok) offers.push(installOffer(component, source, choice, about))
          else if (choice.value?.kind === "packages") {
            const found = await lookUpInstallation(machine, choice.value)
            offers.push(installOffer(component, source, found.ok ? ok(summaryOf(found.value)) : found, about))
          } else if (choice.value !== undefined) {
            const command = `criadm apply --install upstream --runtime ${component.id}`
            const { release } = choice.value
            offers.push(installOffer(component, source, ok({ release, manager: source, command }), about))
          }
        }
      }
      return offers
    },
    async forgetFetched() {
      const open = machine.isLive && machine.uid === 0 ? unfinishedRun(machine)?.outcome : "unfinished"
      if (open === undefined || open === "unconfirmed") await forgetCache(machine)
    },
    rows: (node) => factRows(node, components),
    essentials: (node, findings) => essentialsOf(node, components, suggestedRuntime(node), findings),
    shareable: (node) => withoutCredentials(node, components),
    findings: (node) => findingsOf(node, components),
    explain: (node, setting) => explainNode(node, components, setting === undefined ? explainedSettings : [setting]),
    situation: (node) => situationOf(node, components),
    resolve: (node, given) => resolve(situationOf(node, components), given),
    plan: planOffering,
    stuck: (node, given) => {
      const situation = situationOf(node, components)
      const runtimes = situation.runtimes.map(({ id }) => id)
      return stuckOn(resolve(situation, given), runtimes, (answers) => planOffering(node, answers))
    },
    async planAgain(saved) {
      const moved = findMovedFile(machine, saved)
      if (moved !== undefined) return failed(moved)
      const detected = await this.asItWillBe(await this.detect(), saved.answers)
      if (!detected.ok) return detected
      const node = detected.value
      const planned = withFailuresLeft(node, planFor(node, saved.answers, { timeoutSeconds: saved.timeoutSeconds }))
      if (!planned.ok) return failed(planned.refusals[0] ?? planDiffers)
      return isSamePlan(saved, planned.plan) ? ok(planned.plan) : failed(planDiffers)
    },
    recover: (how) => recoverUnfinished(apparatus, how),
    apply: (plan, how) => apply(apparatus, plan, how),
    async verify(node, answers, onProgress, sandbox) {
      if (!machine.isLive) {
        return { ok: false, refusals: [{ code: "verify-needs-live-node", args: {} }] }
      }
      const planned = planFor(node, answers, { isToBeAsked: true })
      if (!planned.ok) return planned
      const onVerified = (one: Verified) => onProgress?.({ event: "verified", verified: one })
      const fresh = await freshOf(looked, node, machine.sinceBoot(), components)
      const verified = await verify(apparatus, planned.plan.expectations, onVerified, fresh)
      // What may not be asked is not known, and no failed setting.
      const closed = verified.flatMap(({ observed }) =>
        observed.code === "observed-no-answer" && observed.args.cause === "no-permission" ? [observed.args] : [],
      )[0]
      if (closed !== undefined) {
        const { endpoint } = closed
        return { ok: false, refusals: [{ code: "verify-needs-root", args: { endpoint } }] }
      }
      const pods = await provePods(apparatus, planned.plan)
      if (pods !== undefined) onVerified(pods)
      const asked = pods === undefined ? verified : [...verified, pods]
      if (sandbox === undefined) return { ok: true, verified: asked }
      const ran = await verifySandbox(apparatus, planned.plan, { ...sandbox, onVerified })
      return ran.ok ? { ok: true, verified: [...asked, ...ran.value] } : { ok: false, refusals: [ran.fault] }
    },
    history: () => history(machine),
    rollback: (run, how) => rollBackRun(apparatus, run, how),
    async uninstall(how) {
      const { outcome, component } = await uninstall(apparatus, how)
      const part = components.find(({ id }) => id === component)?.install
      const left = (part?.dataDirectories ?? []).filter((path) => machine.inspect(path) !== undefined)
      return { outcome, left }
    },
    confirm: () => confirmRun(apparatus),
    async migration(node, name, wish) {
      const endpoint = kubeletsRuntime(node, components)?.endpoint
      const listed = endpoint === undefined ? undefined : await apparatus.cri.listSandboxes(machine, endpoint)
      const pods = listed?.ok === true ? listed.value.filter(({ state }) => state === "ready") : []
      const made = migrationOf(name, node, components, { ...wish, pods })
      if (!made.ok || made.value === undefined) return made.ok ? ok(undefined) : made
      const initSystem = initSystems.find((one) => one.id === knownValue(node.initSystem))
      const acted = made.value.steps.find(({ act }) => act.do === "service")?.act
      if (acted?.do === "service" && initSystem?.isDriven !== true) {
        return failed({ code: "no-init-system", args: { service: acted.service } })
      }
      const previews: Record<string, Plan> = {}
      for (const { id, act } of made.value.steps) {
        if (act.do !== "answers" && act.do !== "schema") continue
        // Refused now rather than when half of the steps are done.
        const planned = planForAct(node, act)
        if (!planned.ok) return failed(planned.refusals[0] ?? planDiffers)
        previews[id] = planned.plan
      }
      const isNeeded = made.value.steps.length > 1 || Object.values(previews).some(({ changes }) => changes.length > 0)
      return ok(isNeeded ? { migration: made.value, previews } : undefined)
    },
    lastMigration: () => lastMigration(machine),
    migrate: (what, how) =>
      migrate(apparatus, what, {
        ...how,
        timeoutSeconds: options.timeoutSeconds,
        planOf: async (act, step) => {
          const node = await detectNode(machine, { initSystems, components })
          if (act.do === "answers" || act.do === "schema") return planForAct(node, act)
          return planOfAct(apparatus, act, node, { why: step.what, timeoutSeconds: options.timeoutSeconds })
        },
      }),
    guard: (run) => guardRun(apparatus, run, { onProgress: () => undefined }),
    unfinished: () => unfinishedRun(machine),
  }
}
