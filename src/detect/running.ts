// Asks every runtime that accepts connections what it is set to, over CRI: what is on disk may not be what runs. Side
// by side and with a time limit; of its answers only what is judged is kept, since a runtime's own dump may repeat
// registry credentials.
import type { Component } from "../components/component.ts"
import { type Asked, askOnce } from "../cri/asking.ts"
import { socketOf } from "../cri/call.ts"
import { imageStatus, listImages } from "../cri/client.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { CriReport } from "../model/facts/cri-report.ts"
import { type Fact, known } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { RunningRuntime } from "../model/facts/running-runtime.ts"
import { parseVersion } from "../model/version.ts"

/** Begins with the endpoints that runtimes usually have, while their files and programs are still looked at. */
export function beginAsking(
  machine: ReadingMachine,
  components: readonly Component[],
  asked: Asked = new Map(),
): Asked {
  if (!machine.isLive) return asked
  const mayBeAsked = components.flatMap(({ runtime }) => (runtime?.mayStartWhenAsked === true ? [] : (runtime ?? [])))
  for (const endpoint of mayBeAsked.flatMap(({ usualEndpoints }) => usualEndpoints)) {
    const socket = socketOf(endpoint)
    if (socket !== undefined && machine.inspect(socket)?.kind === "socket") askOnce(machine, asked, endpoint)
  }
  return asked
}

/** The release that a runtime of this name tells; undefined: nobody answers, or another runtime. */
export function servedVersion(report: CriReport | undefined, runtimeName: string): Fact<string> | undefined {
  if (report?.version.ok !== true || report.version.value.runtimeName !== runtimeName) return undefined
  const version = parseVersion(report.version.value.runtimeVersion)
  const path = socketOf(report.endpoint)
  return version === undefined || path === undefined ? undefined : known(version.text, { kind: "socket", path })
}

/** Asked early, on a slow node, the time may have gone to the programs that were started beside it: it is asked again. */
async function askInTime(machine: ReadingMachine, asked: Asked, endpoint: string): Promise<CriReport> {
  const early = await asked.get(endpoint)
  const isLate = [early?.version, early?.status].some((one) => one?.ok === false && one.failure.cause === "timeout")
  if (isLate) asked.delete(endpoint)
  return askOnce(machine, asked, endpoint)
}

/** Undefined: nobody could be asked. One answer per endpoint: the first component of known.ts that has it. */
export async function askRunning(
  machine: ReadingMachine,
  node: NodeFacts,
  components: readonly Component[],
  before: Asked,
): Promise<Readonly<Record<string, RunningRuntime>> | undefined> {
  if (!machine.isLive) return undefined
  const asked = await Promise.all(
    components
      .filter(({ role }) => role === "runtime")
      .map(async (component): Promise<readonly [string, RunningRuntime] | undefined> => {
        const { isInstalled, isListening, startsWhenAsked, endpoint, sandboxImage } = component.summarize(node)
        if (!isInstalled || isListening !== true || !endpoint?.startsWith("unix:")) return undefined
        if (startsWhenAsked !== undefined) return undefined
        const running = toRunning(await askInTime(machine, before, endpoint), component)
        return [component.id, await withImageStatus(machine, running, sandboxImage)]
      }),
  )
  const answers = asked.filter((one) => one !== undefined)
  return answers.length === 0 ? undefined : Object.fromEntries(answers)
}

/** `configured`: what the files say, for runtimes that do not tell what they use. */
async function withImageStatus(
  machine: ReadingMachine,
  running: RunningRuntime,
  configured: string | undefined,
): Promise<RunningRuntime> {
  const image = running.sandboxImage ?? configured
  if (!running.version.ok || image === undefined || image === "") return running
  const status = await imageStatus(machine, running.endpoint, image)
  if (!status.ok) return running
  const { present, pinned } = status.value
  const told = { ...running, sandboxImageStatus: { image, present, pinned } }
  const images = present ? await listImages(machine, running.endpoint) : undefined
  return images?.ok === true ? { ...told, pauseImages: images.value.filter(isPauseImage) } : told
}

function isPauseImage(name: string): boolean {
  return /(?:^|\/)pause:[^/]*$/.test(name)
}

function toRunning(report: CriReport, component: Component): RunningRuntime {
  const { endpoint, version, status, cgroupDriver, speaksV1alpha2 } = report
  const told = component.runtime?.report(report, undefined)
  return {
    endpoint,
    version,
    ...(speaksV1alpha2 === undefined ? {} : { speaksV1alpha2 }),
    conditions: status.ok ? { ok: true, value: status.value.conditions } : status,
    cgroupDriver,
    handlers: told?.handlers ?? {},
    handlersWithoutType: told?.handlersWithoutType ?? [],
    ...(told?.sandboxImage === undefined ? {} : { sandboxImage: told.sandboxImage }),
    ...withoutUserNamespaces(report, told?.defaultHandler),
  }
}

function withoutUserNamespaces({ status }: CriReport, defaultHandler = ""): Partial<RunningRuntime> {
  const byDefault = status.ok ? status.value.handlers.find(({ name }) => name === "") : undefined
  return byDefault?.userNamespaces === false ? { defaultWithoutUserNamespaces: defaultHandler } : {}
}
