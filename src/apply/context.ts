// What apply is given: the machine, who knows services and runtimes, how a runtime is asked, and which processes live.
// Everything that touches the node comes in here, so that a test can put another node in its place.
import type { Component } from "../components/component.ts"
import type { InitSystem } from "../init-systems/init-system.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import type { Cri, CriReport } from "../model/facts/cri-report.ts"
import type { Progress } from "../model/progress.ts"
import type { InitSystemId } from "../model/service.ts"
import type { Fresh } from "./prove/fresh.ts"
import type { Processes } from "./run/processes.ts"

/** A pod sandbox as the runtime lists it. */
export interface Sandbox {
  readonly id: string
  readonly name: string
  readonly namespace: string
  readonly state: "ready" | "notready"
  /** Milliseconds since the epoch. */
  readonly createdAt?: number
  /** Why a drain of the node leaves it. */
  readonly leftByDrain?: "static-pod" | "daemon-set"
}

/** What a running runtime is asked over its CRI endpoint; src/cri/client.ts answers. */
export interface CriQuestions {
  askCri(machine: ReadingMachine, endpoint: string, timeoutMilliseconds: number): Promise<CriReport>
  listSandboxes(machine: ReadingMachine, endpoint: string): Promise<Cri<readonly Sandbox[]>>
  /** Stops and removes a sandbox with all that is in it; one that is gone counts as done. */
  endSandbox(machine: ReadingMachine, endpoint: string, id: string): Promise<Cri<undefined>>
  sandboxStatus(
    machine: ReadingMachine,
    endpoint: string,
    id: string,
  ): Promise<Cri<{ readonly isOnHost: boolean; readonly info: Readonly<Record<string, string>> }>>
  imageStatus(
    machine: ReadingMachine,
    endpoint: string,
    image: string,
  ): Promise<Cri<{ readonly present: boolean; readonly pinned: boolean; readonly id?: string }>>
  /** An image by one of its names; every name of it goes. */
  removeImage(machine: ReadingMachine, endpoint: string, image: string): Promise<Cri<undefined>>
}

export interface ApplyContext {
  readonly machine: WritingMachine
  readonly initSystems: readonly InitSystem[]
  readonly components: readonly Component[]
  readonly cri: CriQuestions
  readonly processes: Processes
  /** Release of criadm, for the ledger. */
  readonly criadmVersion: string
  /** This program by its absolute path, with what it needs in front of a command's name; the guard is started with it. */
  readonly criadmCommand: readonly string[]
}

/** How a run shall be done; the same for apply and rollback. */
export interface RunOptions {
  /** Put back by itself unless `criadm confirm` comes within so many seconds. */
  readonly confirmSeconds?: number
  /** How long what was restarted must stay up to count; absent: as the plan's answers say, else by what it is. */
  readonly settleSeconds?: number
  readonly allowRunningPods: boolean
  readonly lockTimeoutSeconds: number
  readonly onProgress: (progress: Progress) => void
  /** Aborted by Ctrl-C: the step in hand is finished, then the run goes back. */
  readonly interrupted: AbortSignal
  /** The run is a step of this migration; others have to wait while one is under way. */
  readonly migration?: { readonly number: number; readonly step: string; readonly isBack?: true }
  /** What endpoints and services said a moment ago. It proves a plan with nothing in it, and nothing of a change. */
  readonly fresh?: Fresh
}

/** Undefined where no init system of that name is known: services cannot be acted upon. */
export function initSystemOf(context: ApplyContext, id: InitSystemId): InitSystem | undefined {
  return context.initSystems.find((initSystem) => initSystem.id === id)
}
