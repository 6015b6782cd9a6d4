// Starts and stops the guard of --confirm: a process that nobody's lost terminal, ended session or kill of criadm
// takes along, and that puts the run back when its time is over. It is started before the first change, because the
// change itself may be what cuts the connection, and from a copy of criadm in the run's directory, because the file
// that criadm was started from may be moved, replaced or lost with /tmp.
import type { RunLater, RunLaterFailure } from "../../init-systems/init-system.ts"
import { ranOf, succeeded } from "../../machine/programs/program-end.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Fault } from "../../model/fault.ts"
import { faultOf } from "../changes/act-fault.ts"
import { type ApplyContext, initSystemOf } from "../context.ts"
import type { OpenRun } from "./runs.ts"
import { runPaths } from "./state-directory.ts"

/** For a program that only has to say its version and end. */
const trialTimeoutSeconds = 30

type GuardedRun = Pick<OpenRun, "number" | "plan" | "run">

export async function armGuard(context: ApplyContext, { number, plan, run }: GuardedRun): Promise<Fault | undefined> {
  if (run.confirmSeconds === undefined) return undefined
  const { machine, criadmCommand } = context
  const runLater = runLaterOf(context, plan)
  if (runLater === undefined) return withoutRunLater(plan)
  const { program } = runPaths(number)
  const kept = faultOf(machine.keepProgram(program))
  if (kept !== undefined) return { code: "guard-not-started", args: {}, because: kept }
  const command = [program, ...criadmCommand.slice(1)]
  const unfit = await tryOut(machine, runLater, command)
  if (unfit !== undefined) return unfit
  const after = plan.changes.flatMap((change) => (change.kind === "service" ? [change.service] : []))
  const description = `Puts run ${number} of criadm back unless it is confirmed`
  const argv = [...command, "guard", String(number)]
  const task = { name: guardName(number), description, argv, seconds: run.confirmSeconds, after }
  const failure = await runLater.arrange(machine, task)
  return failure === undefined ? undefined : guardFault(failure)
}

/** Why a run on this node cannot be put back by itself; undefined: it can. Asked before anything is begun. */
export function whyNoGuard(context: ApplyContext, plan: OpenRun["plan"]): Fault | undefined {
  return runLaterOf(context, plan) === undefined ? withoutRunLater(plan) : undefined
}

/**
 * Tried twice, as what can pass by itself. A guard that cannot be stopped finds a run that is ended, and ends too, so
 * this is not worth a fault.
 */
export async function disarmGuard(context: ApplyContext, { number, plan, run }: GuardedRun): Promise<void> {
  if (run.confirmSeconds === undefined) return
  const { machine } = context
  const runLater = runLaterOf(context, plan)
  const failure = await runLater?.forget(machine, guardName(number))
  if (failure !== undefined && (await runLater?.forget(machine, guardName(number))) !== undefined) return
  // Last, so that what still is arranged has something to start, and as the sign that nothing is arranged any more. Removing the file of a running program does no harm.
  machine.removeFile(runPaths(number).program)
}

/** The copy is started once as the guard will be: a file system mounted noexec, or a policy, may forbid it. */
async function tryOut(
  machine: WritingMachine,
  runLater: RunLater,
  command: readonly string[],
): Promise<Fault | undefined> {
  // Where SELinux is on, init may start what has the type of an ordinary program, and not what lies below /var/lib.
  if (machine.inspect("/sys/fs/selinux/enforce") !== undefined) {
    await machine.act({ argv: ["chcon", "-t", "bin_t", command[0] ?? ""], timeoutSeconds: trialTimeoutSeconds })
  }
  const argv = [...(runLater.launcher ?? []), ...command, "--version"]
  const ran = await machine.act({ argv, timeoutSeconds: trialTimeoutSeconds })
  return succeeded(ran) ? undefined : { code: "guard-not-started", args: {}, ran: ranOf(ran) }
}

function runLaterOf(context: ApplyContext, { initSystem }: OpenRun["plan"]): RunLater | undefined {
  return initSystemOf(context, initSystem)?.runLater
}

function withoutRunLater({ initSystem }: OpenRun["plan"]): Fault {
  return { code: "confirm-needs-init-system", args: { initSystem } }
}

function guardName(number: number): string {
  return `criadm-guard-${number}`
}

function guardFault(failure: RunLaterFailure): Fault {
  const fault: Fault = { code: "guard-not-started", args: {} }
  if (failure.by === "program") return { ...fault, ran: ranOf(failure.ran) }
  const because = faultOf(failure.acted)
  return because === undefined ? fault : { ...fault, because }
}
