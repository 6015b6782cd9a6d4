// The program without a face: detect, decide, apply, verify, rollback bound to one machine. What the command line
// and the wizard can do is interface.ts; what of it is about installing is installing.ts, about migrations migrating.ts.

import type { ApplyContext } from "../apply/context.ts"
import { findExposed } from "../apply/forward/exposed.ts"
import { atRealPlaces, freePathBeside } from "../apply/forward/places.ts"
import { freshOf, type LookedAt } from "../apply/prove/fresh.ts"
import { lastAsked } from "../apply/run/asked.ts"
import { placedArchives } from "../apply/run/placed.ts"
import { processesOf } from "../apply/run/processes.ts"
import { unfinishedRun } from "../apply/run/unfinished.ts"
import { askCri, imageStatus, listSandboxes, removeImage, sandboxStatus, stopAndRemoveSandbox } from "../cri/client.ts"
import { essentialsOf } from "../decide/essentials.ts"
import { explainNode } from "../decide/explain.ts"
import { failuresLeft } from "../decide/failures-left.ts"
import { findingsOf } from "../decide/findings.ts"
import { makePlan, type PlanOptions } from "../decide/plan.ts"
import { situationOf } from "../decide/situation.ts"
import { offeringToStartOver, stuckOn } from "../decide/stuck.ts"
import { planWatch } from "../decide/watch/plan-watch.ts"
import { beginLooking } from "../detect/begin-looking.ts"
import { lookingOnce } from "../detect/looking-once.ts"
import { isMountedReadOnly } from "../detect/mounts.ts"
import { detectNode } from "../detect/node.ts"
import { withoutCredentials } from "../detect/redact.ts"
import { factRows } from "../detect/rows.ts"
import { initSystems } from "../init-systems/known.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import type { ResolvedAnswers } from "../model/answers.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { type Fault, failed, ok } from "../model/fault.ts"
import { isSamePlan, type Planned } from "../model/plan.ts"
import type { Verified } from "../model/run.ts"
import { explainedSettings } from "../model/setting.ts"
import { parseVersion } from "../model/version.ts"
import { resolve } from "../settings/resolve.ts"
import { mayLackOne } from "./components-here.ts"
import { installingOn } from "./installing.ts"
import type { Criadm, CriadmOptions } from "./interface.ts"
import { migratingOn } from "./migrating.ts"
import { watchingOf } from "./watching.ts"

/** What changes a node is loaded when a node is to be changed. */
const loadActing = async () => (await import("./acting.ts")).acting

const planDiffers: Fault = { code: "plan-differs", args: {} }

/** `running`: the machine criadm itself runs on, where the processes are that may hold the node's lock. */
export function criadmOn(machine: WritingMachine, running: ReadingMachine, options: CriadmOptions): Criadm {
  const { components } = options
  const context: ApplyContext = {
    machine,
    initSystems,
    components,
    cri: { askCri, listSandboxes, sandboxStatus, endSandbox: stopAndRemoveSandbox, imageStatus, removeImage },
    processes: processesOf(running, process.pid),
    criadmVersion: options.criadmVersion,
    criadmCommand: options.criadmCommand,
  }
  const atSafePlaces = (planned: Planned): Planned => {
    if (!planned.ok) return planned
    const placed = atRealPlaces(machine, planned.plan)
    if (!placed.ok) return { ok: false, refusals: [placed.fault] }
    const { value: plan } = placed
    const exposed = findExposed(machine, plan)
    return exposed === undefined ? { ok: true, plan } : { ok: false, refusals: [exposed] }
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
    return atSafePlaces(planned)
  }
  const withFailuresLeft = (node: NodeFacts, planned: Planned): Planned => {
    if (!planned.ok) return planned
    const { fault, note } = failuresLeft(node, components, planned.plan)
    if (fault !== undefined) return { ok: false, refusals: [fault] }
    return note === undefined ? planned : { ok: true, plan: { ...planned.plan, notes: [...planned.plan.notes, note] } }
  }
  const planOffering = (node: NodeFacts, answers: ResolvedAnswers): Planned => {
    const planned = offeringToStartOver(planFor(node, answers), answers, (others) => planFor(node, others))
    return withFailuresLeft(node, planned)
  }
  const suggestedRuntime = (node: NodeFacts) =>
    resolve(situationOf(node, components), { values: {}, chosenBy: {} }).values.runtime
  const { credentials } = options
  const installing = installingOn(machine, components, { program: options.criadmCommand[0] ?? "", credentials })
  let looked: LookedAt | undefined
  let { begun } = options
  const readingOnce = () => begun?.machine ?? lookingOnce(machine)
  /** What was begun is of one moment: the next look begins anew. */
  const takeBegun = () => {
    const taken = begun
    begun = undefined
    return taken
  }
  /** What was seen before a change is no proof of anything after it. */
  const changing = <T>(change: () => T): T => {
    looked = undefined
    return change()
  }
  return {
    registries: async ({ values }) => (await import("./look-at-registries.ts")).lookAtRegistries(values),
    async detect(onProgress, isUnjudged = false) {
      const onDetected = (soFar: NodeFacts) =>
        onProgress?.({ event: "detected", essentials: essentialsOf(soFar, components, suggestedRuntime(soFar), []) })
      const { statedVersion } = options
      const runtime = options.answers?.runtime
      const reading = readingOnce()
      const last = lastAsked(reading)
      const placed = placedArchives(reading)
      const asked = {
        ...(last === undefined ? {} : { asked: last }),
        ...(placed === undefined ? {} : { placed: { component: placed.component, archives: placed.archives } }),
      }
      const answers = { ...last?.answers, ...options.answers }
      const detecting = { initSystems, components, answers, credentials, isUnjudged }
      if (statedVersion === undefined) {
        let answered: LookedAt["asked"] = new Map()
        const onAsked = (told: LookedAt["asked"]) => {
          answered = told
        }
        const now = takeBegun() ?? beginLooking(machine, initSystems)
        const node = { ...(await detectNode(machine, { ...detecting, onDetected, onAsked }, now)), ...asked }
        looked = { node, machine: now.machine, asked: answered, at: machine.sinceBoot() }
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
    mayLackOne: (node) => mayLackOne(node, components, { ...node.asked?.answers, ...options.answers }.runtime),
    ...installing,
    ...migratingOn({
      context,
      readingOnce,
      timeoutSeconds: options.timeoutSeconds,
      planDiffers,
      planFor,
      asItWillBe: installing.asItWillBe,
      changing,
    }),
    rows: (node) => factRows(node, components),
    essentials: (node, findings) => essentialsOf(node, components, suggestedRuntime(node), findings),
    shareable: (node) => withoutCredentials(node, components),
    findings: (node) => findingsOf(node, components),
    async findingsWithRelease(node, release) {
      const runtime = components.find(({ id }) => id === suggestedRuntime(node))
      const installed = parseVersion(runtime?.summarize(node).version ?? "")?.text
      const to = parseVersion(release)?.text
      if (!node.isLive || runtime === undefined || installed === undefined || to === undefined) return undefined
      if (installed === to) return undefined
      const { withRelease } = await import("./upgrade.ts")
      const { findings } = await withRelease(machine, components, runtime, { from: installed, to })
      return { runtime: runtime.name, installed, release: to, findings }
    },
    explain: (node, setting) => explainNode(node, components, setting === undefined ? explainedSettings : [setting]),
    situation: (node) => situationOf(node, components),
    resolve: (node, given) => resolve(situationOf(node, components), given),
    plan: planOffering,
    async watch(what) {
      const { criadmCommand, timeoutSeconds } = options
      return atSafePlaces(planWatch(what, await watchingOf(machine, initSystems, criadmCommand), { timeoutSeconds }))
    },
    stuck: (node, given) => {
      const situation = situationOf(node, components)
      const runtimes = situation.runtimes.map(({ id }) => id)
      return stuckOn(resolve(situation, given), runtimes, (answers) => planOffering(node, answers))
    },
    async planAgain(saved) {
      const moved = (await loadActing()).findMovedSince(machine, saved)
      if (moved !== undefined) return failed(moved)
      const detected = await this.asItWillBe(await this.detect(), saved.answers)
      if (!detected.ok) return detected
      const node = detected.value
      const planned = withFailuresLeft(node, planFor(node, saved.answers, { timeoutSeconds: saved.timeoutSeconds }))
      if (!planned.ok) return failed(planned.refusals[0] ?? planDiffers)
      return isSamePlan(saved, planned.plan) ? ok(planned.plan) : failed(planDiffers)
    },
    recover: (how) => changing(async () => (await loadActing()).recoverUnfinished(context, how)),
    async apply(plan, how) {
      const { apply, isToBeKeptAfter, keepAnswers } = await loadActing()
      const before = looked
      const fresh = before && (await freshOf(before, before.node, machine.sinceBoot(), components))
      const outcome = await changing(() => apply(context, plan, { ...how, ...(fresh && { fresh }) }))
      if (before !== undefined && isToBeKeptAfter(outcome)) await keepAnswers(machine, before.machine)
      return outcome
    },
    async verify(node, answers, onProgress, sandbox) {
      if (!machine.isLive) {
        return { ok: false, refusals: [{ code: "verify-needs-live-node", args: {} }] }
      }
      const planned = planFor(node, answers, { isToBeAsked: true })
      if (!planned.ok) return planned
      const onVerified = (one: Verified) => onProgress?.({ event: "verified", verified: one })
      const { verify, provePods, verifySandbox } = await loadActing()
      const fresh = await freshOf(looked, node, machine.sinceBoot(), components)
      const verified = await verify(context, planned.plan.expectations, onVerified, fresh)
      // What may not be asked is not known, and no failed setting.
      const closed = verified.flatMap(({ observed }) =>
        observed.code === "observed-no-answer" && observed.args.cause === "no-permission" ? [observed.args] : [],
      )[0]
      if (closed !== undefined) {
        const { endpoint } = closed
        return { ok: false, refusals: [{ code: "verify-needs-root", args: { endpoint } }] }
      }
      const pods = await provePods(context, planned.plan)
      if (pods !== undefined) onVerified(pods)
      const asked = pods === undefined ? verified : [...verified, pods]
      if (sandbox === undefined) return { ok: true, verified: asked }
      const ran = await verifySandbox(context, planned.plan, { ...sandbox, onVerified })
      return ran.ok ? { ok: true, verified: [...asked, ...ran.value] } : { ok: false, refusals: [ran.fault] }
    },
    history: async () => (await loadActing()).history(machine),
    rollback: (run, how) => changing(async () => (await loadActing()).rollBackRun(context, run, how)),
    async uninstall(how) {
      const { outcome, component } = await changing(async () => (await loadActing()).uninstall(context, how))
      const part = components.find(({ id }) => id === component)?.install
      const left = (part?.dataDirectories ?? []).filter((path) => machine.inspect(path) !== undefined)
      return { outcome, left }
    },
    confirm: () => changing(async () => (await loadActing()).confirmRun(context)),
    guard: (run) => changing(async () => (await loadActing()).guardRun(context, run, { onProgress: () => undefined })),
    unfinished: () => unfinishedRun(readingOnce()),
  }
}
