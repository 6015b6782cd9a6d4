// One run from its number to its end, under the lock: judge, record, do, wait, verify; on a fault, back. The story
// that apply and rollback share.
import type { ServiceChange } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"
import type { Outcome, Verified } from "../../model/run.ts"
import { goBack } from "../back/go-back.ts"
import { endpointsOf, promisedBy } from "../back/inverse.ts"
import { changedSinceExchange, forgetReplaced } from "../changes/exchange.ts"
import { leftBehind } from "../changes/tree.ts"
import { type ApplyContext, initSystemOf, type RunOptions } from "../context.ts"
import { provePods } from "../prove/pods.ts"
import { observeHealth, verify } from "../prove/verify.ts"
import { armGuard } from "../run/arm-guard.ts"
import { beginRun, prepareRunDirectory } from "../run/begin-run.ts"
import { momentOf } from "../run/countdown.ts"
import { freeReserve, makeReserve } from "../run/reserve.ts"
import type { OpenRun } from "../run/runs.ts"
import { execute } from "./execute.ts"
import { followLogs } from "./follow-log.ts"
import { judge } from "./staged-check.ts"
import { waitHealthy } from "./wait-healthy.ts"

/** How many lines of a service's log say why it did not become healthy. */
const logLines = 12

/** `undoes`: the number of the run that this plan puts back. */
export async function doRun(context: ApplyContext, plan: Plan, options: RunOptions, undoes?: number): Promise<Outcome> {
  const prepared = prepareRunDirectory(context.machine)
  if (!prepared.ok) return untouched("rolled-back", prepared.fault)
  const unfit = await judge(context, prepared.value, plan, options)
  if (unfit !== undefined) return untouched(unfit.by === "judged" ? "refused" : "rolled-back", unfit.fault)
  if (options.interrupted.aborted) return untouched("interrupted", interrupted)
  const { machine, processes, criadmVersion } = context
  const begun = beginRun(machine, prepared.value, plan, {
    at: machine.now(),
    criadm: criadmVersion,
    boot: processes.self().boot,
    answered: await answeringEndpoints(context, plan),
    ...(undoes === undefined ? {} : { undoes }),
    ...(options.migration === undefined ? {} : { migration: options.migration }),
    ...(options.confirmSeconds === undefined ? {} : { confirmSeconds: options.confirmSeconds }),
  })
  if (!begun.ok) return untouched("rolled-back", begun.fault)
  const run = begun.value
  try {
    const stopped = await goForward(context, run, options)
    if ("fault" in stopped) return await goBack(context, run, stopped, options.onProgress)
    const kept = keep(context, run, stopped.verified)
    if (kept === undefined) return await keepingFailed(context, run, stopped.verified, options)
    forgetReplaced(machine, plan.changes)
    const left = [
      ...(await leftBehind(context, plan.changes)),
      ...plan.changes.flatMap((one) =>
        one.kind === "exchange" && one.back === true ? changedSinceExchange(machine, one) : [],
      ),
    ]
    return left.length === 0 ? kept : { ...kept, left }
  } catch (bug) {
    // The node does not pay for a bug of ours: it goes back first, then the bug is reported.
    await goBack(context, run, { kind: "rolled-back", verified: [] }, options.onProgress)
    throw bug
  }
}

const interrupted: Fault = { code: "interrupted", args: {} }

function untouched(kind: Outcome["kind"], fault: Fault): Outcome {
  return { kind, fault, verified: [] }
}

async function answeringEndpoints(context: ApplyContext, plan: Plan): Promise<readonly string[]> {
  const endpoints = endpointsOf(plan).map((one) => one.endpoint)
  const { machine, cri } = context
  const reports = await Promise.all(endpoints.map((endpoint) => cri.askCri(machine, endpoint, criTimeoutMilliseconds)))
  const urls = plan.expectations.flatMap((one) => (one.kind === "kubelet-health" ? [one.url] : []))
  const healthy = await Promise.all(urls.map(async (url) => ((await observeHealth(machine, url)).holds ? [url] : [])))
  return [...reports.filter((report) => report.version.ok).map((report) => report.endpoint), ...healthy.flat()]
}

/** A runtime that is up answers in milliseconds; this one has not been restarted yet. */
const criTimeoutMilliseconds = 3000

type Stopped =
  | { readonly verified: readonly Verified[] }
  | { readonly kind: "rolled-back" | "interrupted"; readonly fault: Fault; readonly verified: readonly Verified[] }

async function goForward(context: ApplyContext, run: OpenRun, options: RunOptions): Promise<Stopped> {
  const plan = { ...run.plan, expectations: promisedBy(run.plan, run.run.answered ?? []) }
  const { machine } = context
  const services = plan.changes.filter((change) => change.kind === "service")
  const noRoom = makeReserve(machine, run)
  if (noRoom !== undefined) return { kind: "rolled-back", fault: noRoom, verified: [] }
  const unguarded = await armGuard(context, run)
  if (unguarded !== undefined) return { kind: "rolled-back", fault: unguarded, verified: [] }
  const initSystem = initSystemOf(context, plan.initSystem)
  const log = initSystem === undefined ? undefined : await followLogs(machine, initSystem, services)
  const wait = waitOf(context, plan)
  const fault = await execute(context, run, options, wait.secondsLeft)
  await log?.follow(options.onProgress)
  if (fault !== undefined) {
    return { kind: fault.code === "interrupted" ? "interrupted" : "rolled-back", fault, verified: [] }
  }
  if (services.length > 0) {
    const settling = { ...options, ...settleOf(plan, options) }
    const waited = await waitHealthy(context, { ...plan, services, timeoutSeconds: wait.secondsLeft() }, log, settling)
    if (waited.is === "interrupted") return { kind: "interrupted", fault: interrupted, verified: [] }
    if (waited.is === "not-healthy") {
      const named = waited.failedService ?? services[0]!.service
      return {
        kind: "rolled-back",
        fault: await notHealthy(context, plan, services, named),
        verified: waited.missing,
      }
    }
  }
  const verified = await verify(context, plan.expectations, (one) =>
    options.onProgress({ event: "verified", verified: one }),
  )
  const broken = verified
    .filter((one) => !one.holds)
    .map(({ expectation: { kind, component } }) => `${component}: ${kind}`)
  // Told, and not a reason to go back: pods may be waiting for something that nobody here has touched.
  const pods = broken.length === 0 && services.length > 0 ? await provePods(context, plan) : undefined
  if (pods !== undefined) options.onProgress({ event: "verified", verified: pods })
  if (broken.length === 0) return { verified: pods === undefined ? verified : [...verified, pods] }
  return { kind: "rolled-back", fault: { code: "not-as-promised", args: { what: broken } }, verified }
}

/** Asked for on the command line, else in the answers. */
function settleOf({ answers }: Plan, options: RunOptions): Pick<RunOptions, "settleSeconds"> {
  const settleSeconds = options.settleSeconds ?? answers.values.settle
  return settleSeconds === undefined ? {} : { settleSeconds }
}

/** The time for services to be acted upon and to become healthy, all of them together, from the first of them on. */
function waitOf({ machine }: ApplyContext, { timeoutSeconds }: Plan) {
  let deadline: number | undefined
  return {
    secondsLeft(): number {
      deadline ??= machine.sinceBoot() + timeoutSeconds * 1000
      return Math.max(0, (deadline - machine.sinceBoot()) / 1000)
    },
  }
}

async function notHealthy(
  context: ApplyContext,
  { initSystem: id, timeoutSeconds }: Plan,
  services: readonly ServiceChange[],
  service: string,
): Promise<Fault> {
  const initSystem = initSystemOf(context, id)
  const action = services.find((change) => change.service === service)?.action ?? "restart"
  const lastLines = (await initSystem?.recentLog(context.machine, service, logLines)) ?? []
  const command = initSystem?.commandLine(service, action).split(" ") ?? []
  return {
    code: "not-healthy",
    args: { service, seconds: timeoutSeconds },
    ran: { command, exit: "0", lastLines },
  }
}

/** Undefined: it could not be recorded, so the run counts as unfinished. */
function keep(context: ApplyContext, open: OpenRun, verified: readonly Verified[]): Outcome | undefined {
  const { number, run, ledger } = open
  const { now, boot, sinceBoot } = momentOf(context)
  const { confirmSeconds } = run
  if (confirmSeconds === undefined) {
    freeReserve(context.machine, open)
    const unrecorded = ledger.append({ record: "end", at: now, outcome: "applied" })
    return unrecorded === undefined ? { kind: "applied", run: number, verified } : undefined
  }
  const milliseconds = confirmSeconds * 1000
  const before = now + milliseconds
  const countdown = { boot, beganSinceBoot: sinceBoot, milliseconds }
  const unrecorded = ledger.append({ record: "unconfirmed", before, countdown })
  return unrecorded === undefined
    ? { kind: "applied", run: number, verified, confirmBefore: before, confirmSeconds }
    : undefined
}

/** What is not on record as applied would be put back by the next run, at a time nobody expects; so it is now. */
function keepingFailed(
  context: ApplyContext,
  run: OpenRun,
  verified: readonly Verified[],
  { onProgress }: RunOptions,
): Promise<Outcome> {
  const fault: Fault = { code: "not-recorded", args: { run: run.number } }
  return goBack(context, run, { kind: "rolled-back", fault, verified }, onProgress)
}
