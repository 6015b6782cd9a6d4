// criadm apply [PLAN]: shows the plan, asks (or is told --yes), does it, verifies, goes back by itself on a fault.

import type { ApplyOptions, Criadm } from "../../criadm/interface.ts"
import type { Change } from "../../model/change.ts"
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import { ok, type Result } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"
import type { Outcome } from "../../model/run.ts"
import { outcomeLines, type Purpose } from "../../pages/outcome.ts"
import { planLines, stepLines } from "../../pages/plan.ts"
import { progressLine } from "../../pages/progress.ts"
import { secondsOf, settleOf } from "../choice.ts"
import { exitCodeOf } from "../exit-code-of.ts"
import type { Face } from "../face.ts"
import type { Invocation } from "../parse.ts"
import { printed, signs } from "../print.ts"
import { agree, decline } from "./agree.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { type MadePlan, makePlan } from "./make-plan.ts"
import { openNode } from "./open-node.ts"
import { outcomeToJson } from "./outcome-json.ts"
import { readPlan } from "./saved-plan.ts"

export const apply: RunCommand = async (face, invocation) => {
  const options = applyOptions(face, invocation)
  if (!options.ok) return stop(face, invocation, [options.fault])
  const isTrial = invocation.flags.check === true
  const recovered = isTrial ? undefined : await recover(face, invocation, options.value)
  if (recovered !== undefined) return recovered
  const made = invocation.argument === undefined ? await makePlan(face, invocation) : await openSaved(face, invocation)
  if (!made.ok) return stop(face, invocation, made.faults)
  const ended = await applyPlan(face, invocation, made.criadm, made.plan, options.value)
  await made.criadm.forgetFetched()
  return ended
}

/** An unfinished run is put in order before anything is planned on its mixture. An exit code: that did not work. */
export async function recover(
  face: Face,
  invocation: Invocation,
  options: ApplyOptions,
): Promise<ExitCode | undefined> {
  const criadm = await openNode(face, invocation)
  if (!criadm.ok) return stop(face, invocation, [criadm.fault])
  const outcome = face.isRoot ? await criadm.value.recover(options) : undefined
  if (outcome === undefined || outcome.kind === "applied" || outcome.kind === "rolled-back") return undefined
  tellOutcome(face, invocation, outcome, "rollback")
  return exitCodeOf(outcome)
}

/** A saved plan is done exactly, if it still is what its answers come to on this node. */
async function openSaved(face: Face, invocation: Invocation): Promise<MadePlan> {
  const file = invocation.argument ?? ""
  const plan = await readPlan(face, file)
  if (!plan.ok) return { ok: false, faults: [plan.fault] }
  const criadm = await openNode(face, withStatedVersion(invocation, plan.value), plan.value.answers.values)
  if (!criadm.ok) return { ok: false, faults: [criadm.fault] }
  const here = typeof invocation.flags.root === "string" ? invocation.flags.root : "/"
  if (plan.value.root !== here) {
    const args = { file, planned: plan.value.root, here }
    return { ok: false, faults: [{ code: "plan-for-other-root", args }] }
  }
  const same = await criadm.value.planAgain(plan.value)
  if (!same.ok) await criadm.value.forgetFetched()
  return same.ok ? { ok: true, criadm: criadm.value, plan: same.value } : { ok: false, faults: [same.fault] }
}

/** What was stated when the plan was made is not asked for again. */
function withStatedVersion(invocation: Invocation, { statedVersion }: Plan): Invocation {
  if (statedVersion === undefined || invocation.flags["runtime-version"] !== undefined) return invocation
  return { ...invocation, flags: { ...invocation.flags, "runtime-version": statedVersion } }
}

export function applyOptions(face: Face, invocation: Invocation): Result<ApplyOptions> {
  const lock = secondsOf(invocation, "lock-timeout", 0)
  if (!lock.ok) return lock
  const confirm = secondsOf(invocation, "confirm", 0)
  if (!confirm.ok) return confirm
  const settle = settleOf(invocation)
  if (!settle.ok) return settle
  return ok({
    ...(confirm.value === 0 ? {} : { confirmSeconds: confirm.value }),
    ...settle.value,
    allowRunningPods: invocation.flags["allow-running-pods"] === true,
    lockTimeoutSeconds: lock.value,
    onProgress(progress) {
      if (face.isQuiet || wantsJson(invocation)) return
      // What a service logs while it starts well is nobody's business; a fault carries its last lines anyway.
      if (!face.isVerbose && (progress.event === "waiting" || progress.event === "log")) return
      const line = progressLine(progress, face.catalogue, signs)
      if (line !== undefined) face.print(printed(face, [line]))
    },
    interrupted: face.interrupted,
  })
}

/** Shows it, asks, does it and tells how it ended. */
export async function applyPlan(
  face: Face,
  invocation: Invocation,
  criadm: Criadm,
  plan: Plan,
  options: ApplyOptions,
): Promise<ExitCode> {
  if (invocation.flags.check === true) return tellWhatWouldBe(face, invocation, plan)
  if (plan.changes.length > 0) {
    if (!face.isRoot && plan.root === "/") {
      return stop(face, invocation, [{ code: "not-root", args: { command: commandOf(invocation) } }])
    }
    if (!wantsJson(invocation) && !face.isQuiet) face.print(printed(face, planLines(plan, face.catalogue)))
    const agreed = await agree(face, invocation)
    if (!agreed.ok) return stop(face, invocation, [agreed.fault])
    if (!agreed.value) return decline(face)
  }
  const outcome = await criadm.apply(plan, options)
  const isElsewhere = plan.notes.some(({ code }) => code === "failures-elsewhere")
  // "As asked" is not said beside what check fails about.
  if (outcome.kind === "nothing-to-do" && isElsewhere && !wantsJson(invocation))
    face.print(printed(face, planLines(plan, face.catalogue)))
  else tellOutcome(face, invocation, outcome, "apply", plan.changes)
  return exitCodeOf(outcome)
}

function commandOf({ command, flags }: Invocation): string {
  if (command.name !== "watch") return `criadm ${command.name}`
  return `criadm watch --${flags.remove === true ? "remove" : "install"}`
}

/** What --check prints: the plan, and an exit code as apply would have given it, had everything gone well. */
function tellWhatWouldBe(face: Face, invocation: Invocation, plan: Plan): ExitCode {
  if (wantsJson(invocation)) {
    const outcome = plan.changes.length > 0 ? "would-apply" : "nothing-to-do"
    face.print(outcomeToJson(face, { kind: outcome, verified: [] }, plan.changes))
  } else {
    const text = face.isQuiet
      ? printed(face, stepLines(plan, face.catalogue))
      : printed(face, planLines(plan, face.catalogue))
    if (text !== "") face.print(text)
  }
  return plan.notes.some(({ code }) => code === "failures-elsewhere") ? exitCode.notAsAsked : exitCode.done
}

export function tellOutcome(
  face: Face,
  invocation: Invocation,
  outcome: Outcome,
  of: Purpose,
  changes?: readonly Change[],
): void {
  if (wantsJson(invocation)) {
    face.print(outcomeToJson(face, outcome, changes))
    return
  }
  const text = printed(face, outcomeLines(outcome, of, face.catalogue))
  const isFine = outcome.kind === "applied" || outcome.kind === "nothing-to-do"
  // Quietly: what went wrong, and what is undone unless somebody says otherwise.
  const isWorthIt = !face.isQuiet || outcome.confirmSeconds !== undefined
  if (!isFine) face.warn(text)
  else if (isWorthIt) face.print(text)
}
