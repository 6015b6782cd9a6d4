// Starts and stops the guard of --confirm: a process that nobody's lost terminal, ended session or kill of criadm
// takes along, and that puts the run back when its time is over. It is started before the first change, because the
// change itself may be what cuts the connection.
import type { LaterFailure } from "../../init-systems/init-system.ts"
import type { Fault } from "../../model/fault.ts"
import { type Apparatus, initSystemOf } from "../context.ts"
import { faultOf, ranOf, succeeded } from "../forward/act-fault.ts"
import type { OpenRun } from "./runs.ts"

/** For a program that only has to start another one and end. */
const startTimeoutSeconds = 15

type GuardedRun = Pick<OpenRun, "number" | "plan" | "run">

export async function armGuard(apparatus: Apparatus, { number, plan, run }: GuardedRun): Promise<Fault | undefined> {
  if (run.confirmSeconds === undefined) return undefined
  const { machine, criadmCommand } = apparatus
  const argv = [...criadmCommand, "guard", String(number)]
  const later = initSystemOf(apparatus, plan.initSystem)?.later
  if (later === undefined) {
    // It starts itself once more in a session of its own, without this terminal, and returns at once.
    const ran = await machine.act({ argv: [...argv, "--detach"], timeoutSeconds: startTimeoutSeconds })
    return succeeded(ran) ? undefined : { code: "guard-not-started", args: {}, turn: "program", ran: ranOf(ran) }
  }
  const after = plan.changes.flatMap((change) => (change.kind === "service" ? [change.service] : []))
  const description = `Puts run ${number} of criadm back unless it is confirmed`
  const task = { name: guardName(number), description, argv, seconds: run.confirmSeconds, after }
  const failure = await later.arrange(machine, task)
  return failure === undefined ? undefined : guardFault(failure)
}

/**
 * Tried twice, as what can pass by itself. A guard that cannot be stopped finds a run that is ended, and ends too, so
 * this is not worth a fault.
 */
export async function disarmGuard(apparatus: Apparatus, { number, plan, run }: GuardedRun): Promise<void> {
  if (run.confirmSeconds === undefined) return
  const later = initSystemOf(apparatus, plan.initSystem)?.later
  const failure = await later?.forget(apparatus.machine, guardName(number))
  if (failure !== undefined) await later?.forget(apparatus.machine, guardName(number))
}

function guardName(number: number): string {
  return `criadm-guard-${number}`
}

function guardFault(failure: LaterFailure): Fault {
  const fault: Fault = { code: "guard-not-started", args: {}, turn: "program" }
  if (failure.by === "program") return { ...fault, ran: ranOf(failure.ran) }
  const because = faultOf(failure.acted)
  return because === undefined ? fault : { ...fault, because }
}
