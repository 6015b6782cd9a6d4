// A service is restarted, reloaded, started or stopped.
import type { InitSystem } from "../../init-systems/init-system.ts"
import { ranOf, succeeded } from "../../machine/programs/program-end.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { ServiceChange } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { ServiceAction } from "../../model/service.ts"
import { initSystemOf } from "../context.ts"
import type { ChangeKind, SecondsLeft } from "./change-kind.ts"

/** How many lines of a service's log say why it did not start. */
const logLines = 8

export const service: ChangeKind<ServiceChange> = {
  async perform(context, change, { initSystem: id, secondsLeft }) {
    const initSystem = initSystemOf(context, id)
    if (initSystem === undefined) return { code: "no-init-system", args: { service: change.service } }
    return actOnService(context.machine, initSystem, change, secondsLeft)
  },
  inverse(change) {
    const { back, ...done } = change
    return back === undefined ? { ...change, back: true } : done
  },
  stepBack: () => "services",
  subject: (change) => change.service,
  byHand(change, { context, initSystem }) {
    const command = initSystemOf(context, initSystem)?.commandLine(change.service, commandToUndo(change))
    return command === undefined ? [] : [command]
  },
}

function commandToUndo({ wasActive, action }: ServiceChange): ServiceAction {
  if (!wasActive) return "stop"
  return action === "stop" ? "start" : "restart"
}

async function actOnService(
  machine: WritingMachine,
  initSystem: InitSystem,
  change: ServiceChange,
  secondsLeft: SecondsLeft | undefined,
): Promise<Fault | undefined> {
  const { service } = change
  const action = await actionNow(machine, initSystem, change)
  if (action === undefined) return undefined
  const timeoutSeconds = secondsLeft === undefined ? undefined : Math.max(1, secondsLeft())
  const ran = await initSystem.act(machine, service, action, timeoutSeconds)
  if (succeeded(ran)) return undefined
  const log = await initSystem.recentLog(machine, service, logLines)
  return { code: "service-action-failed", args: { service, action }, ran: ranOf(ran, log) }
}

/**
 * A service that ran and does not any more cannot be reloaded, so it is restarted. Going back, a service that ran is
 * brought onto the files put back: reloaded where a reload was what we did, else restarted. One that did not run is
 * stopped if we started it; undefined: it is left alone.
 */
async function actionNow(
  machine: WritingMachine,
  initSystem: InitSystem,
  { service, action, wasActive, back }: ServiceChange,
): Promise<ServiceAction | undefined> {
  if (back === undefined && action !== "reload") return action
  const found = await initSystem.service(machine, service)
  // Its files are gone with the run that brought them. Packages stop what they remove; a unit that was written runs on.
  if (found === undefined && back !== undefined && !wasActive) {
    return (await initSystem.runsWithoutFiles?.(machine, service)) === true ? "stop" : undefined
  }
  const state = found?.state
  if (wasActive) return action === "reload" && state === "active" ? "reload" : action === "stop" ? "start" : "restart"
  if (back === undefined) return action
  return action === "start" || state === "active" ? "stop" : undefined
}
