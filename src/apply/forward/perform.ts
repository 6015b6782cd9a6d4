// Does one change, forward or back: a change going back is the inverse change. Does not ask whether it should be done
// and records nothing.

import type { InitSystem } from "../../init-systems/init-system.ts"
import { ranOf, succeeded } from "../../machine/programs/program-end.ts"
import type { Acted, WritingMachine } from "../../machine/writing.ts"
import type { Change, FileChange, LiveValueChange, ServiceChange, SwapChange } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { InitSystemId, ServiceAction } from "../../model/service.ts"
import { isLoaded, readLiveValue } from "../back/where-it-stands.ts"
import { faultOf } from "../changes/act-fault.ts"
import { carryImages } from "../changes/carry-images.ts"
import { endPods } from "../changes/end-pods.ts"
import { changeImage } from "../changes/image.ts"
import { changePackages } from "../changes/packages.ts"
import { changeTree } from "../changes/tree.ts"
import type { Apparatus } from "../context.ts"
import { initSystemOf } from "../context.ts"

/** How many lines of a service's log say why it did not start. */
const logLines = 8

/** How long acts on services may still take; asked when one begins. */
export type SecondsLeft = () => number

/** `secondsLeft` absent: as long as the init system takes, as on the way back. */
export async function perform(
  apparatus: Apparatus,
  id: InitSystemId,
  change: Change,
  secondsLeft?: SecondsLeft,
): Promise<Fault | undefined> {
  const { machine } = apparatus
  switch (change.kind) {
    case "file":
      return faultOf(placeFile(machine, change))
    case "directory":
      return faultOf(
        change.remove === undefined
          ? machine.makeDirectory(change.path, change.mode)
          : machine.removeEmptyDirectory(change.path),
      )
    case "live-value":
      return setLiveValue(machine, change)
    case "image":
      return changeImage(apparatus, change, secondsLeft)
    case "swap":
      return switchSwap(machine, change)
    case "module":
      return change.remove === true ? takeOut(machine, change.name) : loadModule(machine, change.name)
    case "packages":
      return changePackages(apparatus, id, change)
    case "pods":
      return endPods(apparatus, change)
    case "carried-images":
      return carryImages(apparatus, change)
    case "tree":
      return changeTree(apparatus, id, change, secondsLeft !== undefined)
    case "service": {
      const initSystem = initSystemOf(apparatus, id)
      const fault: Fault = { code: "no-init-system", args: { service: change.service } }
      return initSystem === undefined ? fault : actOnService(machine, initSystem, change, secondsLeft)
    }
  }
}

function placeFile(machine: WritingMachine, { realPath, after, attributesFrom }: FileChange): Acted {
  if (after === null) return machine.removeFile(realPath)
  const { text, mode, uid, gid } = after
  const rest = attributesFrom === undefined ? {} : { attributesFrom }
  return machine.replaceFile(realPath, { bytes: new TextEncoder().encode(text), mode, uid, gid, ...rest })
}

/** Every page comes back into memory first. */
const swapTimeoutSeconds = 600

async function switchSwap(machine: WritingMachine, { device, back }: SwapChange): Promise<Fault | undefined> {
  const program = back === undefined ? "swapoff" : "swapon"
  const path = device.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
  const ran = await machine.act({ argv: [program, path], timeoutSeconds: swapTimeoutSeconds })
  return succeeded(ran) ? undefined : { code: "swap-not-switched", args: { device, program }, ran: ranOf(ran) }
}

/** Reading and linking a module takes milliseconds; a slow disk may take seconds. */
const moduleTimeoutSeconds = 30

async function loadModule(machine: WritingMachine, name: string): Promise<Fault | undefined> {
  const ran = await machine.act({ argv: ["modprobe", name], timeoutSeconds: moduleTimeoutSeconds })
  if (succeeded(ran) && isLoaded(machine, name)) return undefined
  return { code: "module-not-loaded", args: { module: name }, ran: ranOf(ran) }
}

/** What uses it by then keeps it; it does no harm, and a boot no longer loads it. */
async function takeOut(machine: WritingMachine, name: string): Promise<undefined> {
  await machine.act({ argv: ["modprobe", "-r", name], timeoutSeconds: moduleTimeoutSeconds })
  return undefined
}

/** The kernel may take a value and not keep it (read-only in a container, clamped), so it is read back. */
function setLiveValue(machine: WritingMachine, { path, after, withModule }: LiveValueChange): Fault | undefined {
  if (withModule !== undefined && after === "") return undefined
  const fault = faultOf(machine.writeLiveValue(path, after))
  if (fault !== undefined) return fault
  const value = readLiveValue(machine, path) ?? ""
  return value === after ? undefined : { code: "live-value-not-taken", args: { path, value, after } }
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
  // Its packages are gone with the run that brought them.
  if (found === undefined && back !== undefined && !wasActive) return undefined
  const state = found?.state
  if (wasActive) return action === "reload" && state === "active" ? "reload" : action === "stop" ? "start" : "restart"
  if (back === undefined) return action
  return action === "start" || state === "active" ? "stop" : undefined
}
