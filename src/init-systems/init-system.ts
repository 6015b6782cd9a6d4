// What an init system must answer. One file each; known.ts lists them in the order in which they are recognised.
import type { Ran, ReadingMachine } from "../machine/reading.ts"
import type { Acted, WritingMachine } from "../machine/writing.ts"
import type { Source } from "../model/facts/fact.ts"
import type { InitSystemId, ServiceAction, ServiceFacts } from "../model/service.ts"

export type OnDefined = (command: readonly string[], environment: ServiceFacts["environment"]) => void

export interface InitSystem {
  readonly id: InitSystemId
  /**
   * Whether it runs this node: PID 1 and its boot marks decide, never the mere presence of a program. With a root
   * that is not live: whether it will run it, by what /sbin/init is. Undefined: it does not.
   */
  recognise(machine: ReadingMachine): Source | undefined
  /**
   * The service as defined by its files and, on a live node, as it runs. Undefined: no such service. `onDefined` hears
   * the command as soon as the files are read, where asking for the state takes longer.
   */
  service(machine: ReadingMachine, name: string, onDefined?: OnDefined): Promise<ServiceFacts | undefined>
  /** Names of services in whose definition the program is mentioned; absent where definitions cannot be read. */
  mentioning?(machine: ReadingMachine, program: string): readonly string[]
  /** Whether criadm drives it: where it does not, restarts are left to the person. */
  readonly isDriven: boolean
  /**
   * Does it and waits until the init system says it is done, at most `timeoutSeconds`; undefined: as long as it lets a
   * service take.
   */
  act(machine: WritingMachine, service: string, action: ServiceAction, timeoutSeconds?: number): Promise<Ran>
  /**
   * Whether it is still bringing the node up or down, and a service acted upon now would be acted upon twice; absent:
   * it orders what it is asked for among what it does itself.
   */
  isBootingOrHalting?(machine: ReadingMachine): boolean
  /** Starts it at every boot from now on, or no more; absent where it has nothing of the kind. */
  setEnabled?(machine: WritingMachine, service: string, isEnabled: boolean): Promise<Ran>
  /** Whether a service whose files are gone still runs; absent: without files there is none. */
  runsWithoutFiles?(machine: ReadingMachine, service: string): Promise<boolean>
  /** Takes note of service files that were taken away; absent: it reads them when it is asked. */
  reread?(machine: WritingMachine): Promise<Ran>
  /** The last lines the service logged, oldest first, at most `lines`; empty when there is no such log. */
  recentLog(machine: ReadingMachine, service: string, lines: number): Promise<readonly string[]>
  /** The command line a person would type, for messages and for nodes without a running init system. */
  commandLine(service: string, action: ServiceAction): string
  /** How it runs a program later, whatever becomes of the session; absent where it has nothing of the kind. */
  readonly runLater?: RunLater
}

/** A program that is run after a while, and after every boot, until it is forgotten. */
export interface RunLaterTask {
  readonly name: string
  readonly description: string
  /** With `--detach` behind it, it starts itself once more in a session of its own and returns at once. */
  readonly argv: readonly string[]
  /** It may be started earlier, and then waits by itself. */
  readonly seconds: number
  /** Services that must have been started before it at boot. */
  readonly after: readonly string[]
}

export interface RunLater {
  /** Words before a command with which the init system itself runs it and waits for its end; absent: it cannot. */
  readonly launcher?: readonly string[]
  /** Undefined: it is arranged. */
  arrange(machine: WritingMachine, task: RunLaterTask): Promise<RunLaterFailure | undefined>
  /** Nothing arranged under that name counts as done. */
  forget(machine: WritingMachine, name: string): Promise<RunLaterFailure | undefined>
}

/** What could not be done: a file, or a program. */
export type RunLaterFailure =
  | { readonly by: "act"; readonly acted: Acted }
  | { readonly by: "program"; readonly ran: Ran }
