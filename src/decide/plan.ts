// Decides which changes would bring the node to the answers. Pure: facts and answers in, plan out, or every refusal.

import type { Component, Contribution, Summary, Wanted } from "../components/component.ts"
import { contributeOpenFiles } from "../components/daemon/open-files.ts"
import { contributeProxy } from "../components/daemon/proxy.ts"
import { isSameEndpoint } from "../components/kubelet/endpoint.ts"
import { importCommandOf } from "../components/runtime-part.ts"
import type { Answers, ResolvedAnswers } from "../model/answers.ts"
import type { Change, ServiceChange } from "../model/change.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Fault } from "../model/fault.ts"
import type { Reason } from "../model/message.ts"
import type { Expectation, Plan, Planned } from "../model/plan.ts"
import type { OpenFiles } from "../model/setting.ts"
import { whyNoRuntime } from "../settings/definitions/runtime.ts"
import { settings } from "../settings/known.ts"
import { isNewerThanTables, newestKubernetes } from "../settings/pause-images.ts"
import { importLater, importOf, withImports } from "./importing.ts"
import {
  changesWithInstallation,
  installNotes,
  judgementsWithInstallation,
  readingsWithInstallation,
} from "./install/installing.ts"
import { inOwnDomain } from "./install/own-domain.ts"
import { kubeletsRuntime } from "./kubelets-runtime.ts"
import { notesOnManaged, refuseWhatDoesNotLast } from "./lasting.ts"
import { withOldBeside } from "./old-beside.ts"
import { orderChanges } from "./order.ts"
import { judgeUnits } from "./rules/services/units.ts"
import { situationOf } from "./situation.ts"

/** What the plan depends on beside facts and answers. */
export interface PlanOptions {
  /** Seconds that the runtime may take to be healthy after its restart. */
  readonly timeoutSeconds: number
  /** Whether the init system can be told to restart a service; if not, the person is told how. */
  readonly drivesServices: boolean
  /** The kernel's values cannot be set from here: in a container, or while an image is built. */
  isFixedLiveValue?(path: string): boolean
  /** A path like this one that nothing has yet, for what is kept of a file that starts over. */
  freePath(path: string): string
  /** See Wanted. */
  readonly schema?: string
  /** Nothing shall be changed, so that everything that was promised is asked. */
  readonly isToBeAsked?: boolean
  /** How a person would do a service action, for a plan that leaves it to them. */
  commandLine(service: string, action: ServiceChange["action"]): string
}

export function makePlan(
  node: NodeFacts,
  answers: ResolvedAnswers,
  components: readonly Component[],
  options: PlanOptions,
): Planned {
  const chosen = chooseRuntime(node, answers, components)
  const isOfNode = answers.values.runtime === undefined && asksOfNodeOnly(answers)
  if (!chosen.ok && !isOfNode) return { ok: false, refusals: [chosen.fault] }
  const runtime = chosen.ok ? chosen.runtime : undefined
  const summary = chosen.ok ? chosen.summary : nothingInstalled
  const { schema } = options
  const wanted = { ...wantedOf(answers, runtime, summary, node), ...(schema === undefined ? {} : { schema }) }
  const concerned = components.filter(({ id, role }) =>
    runtime === undefined ? role === "kernel" : role !== "runtime" || id === runtime.id,
  )
  const contributions = concerned.flatMap((component) => [
    component.contribute(wanted, node),
    ...(component === runtime
      ? [contributeProxy(wanted, component, node), contributeOpenFiles(wanted, component, node)]
      : []),
  ])
  const imported = importOf(wanted, node, runtime, summary)
  const absent = (wanted.handlers ?? []).filter(({ binary }) => node.absentHandlers?.includes(binary) === true)
  const refusals = [
    ...contributions.flatMap((one) => one.refusals),
    ...imported.refusals,
    ...absent.map((args): Fault => ({ code: "handler-program-absent", args })),
  ]
  if (refusals.length > 0) return { ok: false, refusals }

  const contributed = contributions.flatMap((one) => withOldBeside(one, options.freePath))
  const all = orderChanges(changesWithInstallation(contributed, node, components))
  const services = components.flatMap((component) => component.summarize(node).service ?? [])
  const vain = refuseWhatDoesNotLast(node, all, services)
  if (vain.length > 0) return { ok: false, refusals: vain }
  const withServices = node.isLive && options.drivesServices && (answers.values.restart ?? true)
  const idle = idleServices(node, components, all)
  const cannotStart = all.flatMap((change) => (change.kind === "service" ? (idle.get(change.service) ?? []) : []))
  if (withServices && cannotStart.length > 0) return { ok: false, refusals: cannotStart }
  const isLeft = (change: Change) =>
    change.kind === "service"
      ? !withServices
      : change.kind === "live-value" && options.isFixedLiveValue?.(change.path) === true
  const left = all.filter(isLeft)
  const done = all.filter((change) => !isLeft(change))
  const isServed =
    summary.isListening === true ||
    done.some(({ kind, component }) => (kind === "service" || kind === "packages") && component === runtime?.id)
  const changes = isServed ? withImports(done, imported.changes, components) : done
  const startsLater =
    contributions.some((one) => one.startsLater === true) || (!withServices && summary.isListening === false)
  return {
    ok: true,
    plan: {
      kind: "Plan",
      version: 1,
      initSystem: knownValue(node.initSystem) ?? "none",
      root: node.root,
      answers,
      readings: readingsWithInstallation(uniqueReadings(contributions), node),
      judgements: judgementsWithInstallation(
        contributions.flatMap((one) => one.judgements),
        node,
      ),
      changes,
      expectations: expectationsOf(
        [...contributions, imported, { expectations: inOwnDomain(changes, node) }],
        node,
        options.isToBeAsked ? undefined : { left, startsLater },
      ),
      notes: [
        ...kubeletMoves(wanted, node, components),
        ...newerKubernetes(wanted),
        ...(wanted.handlers ?? []).map(({ name }): Reason => ({ code: "runtime-class", args: { handler: name } })),
        ...installNotes(node, wanted.kubernetesVersion, components),
        ...(runtime === undefined || imported.changes.length > 0 ? [] : imageAbsent(wanted, node, runtime)),
        ...(isServed ? [] : imported.changes.map((change) => importLater(runtime, change))),
        ...contributions.flatMap((one) => one.notes),
        ...notesOnManaged(changes),
        ...notesFor(left, node, options, idle),
        ...(node.isLive && startsLater && runtime !== undefined
          ? [{ code: "runtime-not-asked" as const, args: { runtime: runtime.name } }]
          : []),
      ],
      timeoutSeconds: options.timeoutSeconds,
      ...driverChangeOf(wanted, summary, changes),
    },
  }
}

const nothingInstalled: Summary = { isInstalled: false, rows: [] }

/** Somebody asked for something, and for nothing that a runtime has a part in. */
function asksOfNodeOnly({ chosenBy }: ResolvedAnswers): boolean {
  const given = settings.filter(({ id }) => ["flag", "file", "person"].includes(chosenBy[id]?.who ?? ""))
  return given.some(({ concerns }) => concerns === "node") && given.every(({ concerns }) => concerns !== undefined)
}

type Chosen =
  | { readonly ok: true; readonly runtime: Component; readonly summary: Summary }
  | { readonly ok: false; readonly fault: Fault }

function chooseRuntime(node: NodeFacts, answers: ResolvedAnswers, components: readonly Component[]): Chosen {
  const runtimes = components
    .filter((component) => component.role === "runtime")
    .map((component) => ({ component, summary: component.summarize(node) }))
  const installed = runtimes.filter(({ summary }) => summary.isInstalled)
  const id = answers.values.runtime
  if (id === undefined) {
    const looked = runtimes.map(({ component }) => component.name)
    return { ok: false, fault: whyNoRuntime(situationOf(node, components), looked) }
  }
  const found = installed.find(({ component }) => component.id === id)
  if (found === undefined) {
    const names = installed.map(({ component }) => component.id)
    return {
      ok: false,
      fault: { code: "runtime-not-installed", args: { runtime: id, installed: names } },
    }
  }
  return { ok: true, runtime: found.component, summary: found.summary }
}

function wantedOf(answers: ResolvedAnswers, runtime: Component | undefined, summary: Summary, node: NodeFacts): Wanted {
  const { values } = answers
  const driver = values["cgroup-driver"]
  const image = values["sandbox-image"]
  const kubernetes = values["kubernetes-version"]
  const forward = values["ip-forward"]
  return {
    runtime: runtime?.id ?? "",
    endpoint: summary.endpoint ?? "",
    ...(driver === undefined ? {} : { cgroupDriver: driver }),
    ...(image === undefined || image === "keep" ? {} : { sandboxImage: image }),
    // A host with a row of its own has its mirror in there.
    registryMirrors: (values["registry-mirror"] ?? []).filter(
      ({ host }) => values.registry?.some((row) => row.host === host) !== true,
    ),
    ...(values.registry === undefined ? {} : { registries: values.registry }),
    ...(values.handler === undefined ? {} : { handlers: values.handler }),
    ...(forward === undefined ? {} : { ipForward: forward }),
    kubelet: runtime !== undefined && (values.kubelet ?? false),
    resetConfig: values["reset-config"] ?? false,
    crictlConfig: values["crictl-config"] ?? false,
    runtimeTellsDriver: runtime?.runtime?.tellsDriver(node) ?? false,
    runtimeDriverChanges: driver !== undefined && driver !== summary.cgroupDriver,
    ...(kubernetes === undefined ? {} : { kubernetesVersion: kubernetes }),
    ...ofKernel(values),
    ...(values["open-files"] === undefined ? {} : { openFiles: limitsOf(values["open-files"]) }),
    ...(values.proxy === undefined ? {} : { proxy: values.proxy }),
    ...(values["no-proxy"] === undefined ? {} : { noProxy: values["no-proxy"].split(",") }),
  }
}

function limitsOf(given: string): OpenFiles {
  const [soft = 0, hard = soft] = given.split(":").map(Number)
  return { soft, hard }
}

/** As they were given: only the kernel has a part in them. */
function ofKernel({ sysctl, module, swap, "kernel-preset": preset }: Answers): Partial<Wanted> {
  return {
    ...(sysctl === undefined ? {} : { sysctl }),
    ...(module === undefined ? {} : { module }),
    ...(swap === undefined ? {} : { swap }),
    ...(preset === undefined ? {} : { "kernel-preset": preset }),
  }
}

function uniqueReadings(contributions: readonly Contribution[]) {
  const byPath = new Map(contributions.flatMap((one) => one.readings).map((reading) => [reading.path, reading]))
  return [...byPath.values()]
}

function newerKubernetes({ kubernetesVersion: kubernetes }: Wanted): readonly Reason[] {
  if (kubernetes === undefined || !isNewerThanTables(kubernetes)) return []
  return [{ code: "kubernetes-newer-than-tables", args: { kubernetes, newest: newestKubernetes } }]
}

/** Said of what will be used, whether or not this plan changes it. */
function imageAbsent(
  { sandboxImage, endpoint }: Wanted,
  node: NodeFacts,
  { id, runtime }: Component,
): readonly Reason[] {
  const { sandboxImageStatus: status, pauseImages } = node.running?.[id] ?? {}
  const isAbsent =
    status?.image === sandboxImage ? status?.present === false : pauseImages?.includes(sandboxImage ?? "") === false
  if (sandboxImage === undefined || !isAbsent) return []
  const importCommand = importCommandOf(runtime, endpoint)
  return [{ code: "wanted-image-absent", args: { image: sandboxImage, importCommand } }]
}

/** The pods that run, their images and volumes stay with the runtime that the kubelet leaves. */
function kubeletMoves(wanted: Wanted, node: NodeFacts, components: readonly Component[]): readonly Reason[] {
  const used = kubeletsRuntime(node, components)
  const isConfigured = components.some(({ role, summarize }) => role === "kubelet" && summarize(node).hasConfiguration)
  if (!wanted.kubelet || !isConfigured || used === undefined || used.runtime === wanted.runtime) return []
  if (wanted.endpoint === "" || isSameEndpoint(used.endpoint, wanted.endpoint)) return []
  const from = components.find(({ id }) => id === used.runtime)?.name ?? ""
  const args = { from, old: used.endpoint, new: wanted.endpoint, isVacant: used.isVacant }
  return [{ code: "kubelet-moves", args }]
}

/** Pods that run were started under the old driver: apply looks for them before it changes it. */
function driverChangeOf(
  wanted: Wanted,
  { cgroupDriver: from }: Summary,
  changes: readonly Change[],
): Pick<Plan, "driverChange"> {
  const { cgroupDriver: to, runtime: component, endpoint } = wanted
  const isTouched = changes.some((change) => change.kind === "service" && change.component === component)
  if (to === undefined || from === to || !isTouched) return {}
  // Handlers that differ have no one driver; those that change have the other one.
  return { driverChange: { component, endpoint, from: from ?? (to === "systemd" ? "cgroupfs" : "systemd"), to } }
}

/**
 * With --root nothing runs that could be asked; without a restart only what needs none can be true already, and a
 * runtime that does not run, and that nobody starts now, answers nothing.
 */
function expectationsOf(
  contributions: readonly Pick<Contribution, "expectations">[],
  node: NodeFacts,
  later: { readonly left: readonly Change[]; readonly startsLater: boolean } | undefined,
): readonly Expectation[] {
  if (!node.isLive) return []
  const all = contributions.flatMap((one) => one.expectations)
  if (later === undefined) return all
  const waiting = new Set(later.left.flatMap((change) => (change.kind === "service" ? [change.component] : [])))
  const fixed = new Set(later.left.flatMap((change) => (change.kind === "live-value" ? [change.path] : [])))
  return all.filter((one) => {
    if (one.kind === "live-value") return !fixed.has(one.path)
    return !waiting.has(one.component) && !(later.startsLater && "endpoint" in one)
  })
}

/** Why it is not done decides what the person is told: nothing runs here, it cannot be done here, or it was not wanted. */
function notesFor(
  left: readonly Change[],
  node: NodeFacts,
  options: PlanOptions,
  idle: ReadonlyMap<string, Fault>,
): readonly Reason[] {
  return left.flatMap((change): readonly Reason[] => {
    if (change.kind === "live-value") return [{ code: "live-value-at-boot", args: { path: change.path } }]
    if (change.kind !== "service") return []
    const { service, action } = change
    const command = options.commandLine(service, action)
    if (idle.has(service)) return [{ code: "service-does-not-start", args: { service } }]
    if (!node.isLive) return [{ code: "service-starts-with-change", args: { service, command } }]
    const code = options.drivesServices ? "service-not-restarted" : "service-left-to-person"
    return [{ code, args: { command } }]
  })
}

/** By the name of a service that is masked, or that the init system refuses: why it can only fail to start. */
function idleServices(
  node: NodeFacts,
  components: readonly Component[],
  changes: readonly Change[],
): ReadonlyMap<string, Fault> {
  if (!changes.some(({ kind }) => kind === "service")) return new Map()
  const faults = judgeUnits(node, components).flatMap((one): (readonly [string, Fault])[] => {
    if (one.code !== "service-masked" && one.code !== "service-refused") return []
    const { service } = one.args
    const command = one.code === "service-masked" ? one.args.command : ""
    return [[service, { code: "service-does-not-start", args: { service, command } }]]
  })
  return new Map(faults)
}
