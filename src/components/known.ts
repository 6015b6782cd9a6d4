// Every component criadm knows, in the order in which services are acted upon: runtimes, what stands beside them,
// the kubelet, what asks the runtime, the kernel's settings. A new one is its folder and a line here. What this list
// leads to is loaded with every start of the program, so it holds what is said of a component and no more; loaded.ts has
// the components themselves.
import type { Fact } from "../model/facts/fact.ts"
import type { Component, ComponentWords, Look } from "./component.ts"
import { containerd } from "./containerd/listed.ts"
import { criDockerd } from "./cri-dockerd/listed.ts"
import { crictl } from "./crictl/listed.ts"
import { crio } from "./crio/listed.ts"
import { docker } from "./docker/listed.ts"
import { kernel } from "./kernel/listed.ts"
import { kubelet } from "./kubelet/listed.ts"
import { mcr } from "./mcr/listed.ts"

export interface BeginningLook extends Pick<Look, "machine" | "service" | "isUnjudged"> {
  /** As `Look.servedVersion`, whichever the endpoint. */
  servedVersion(endpoint: string, runtimeName: string): Promise<Fact<string> | undefined>
  /** The running node is verified next. */
  readonly isToBeVerified: boolean
}

/** Where a component shows: programs by their names, services of the init system, files and directories. */
export interface Traces {
  readonly programs: readonly string[]
  readonly services: readonly string[]
  readonly paths: readonly string[]
}

export interface ListedComponent extends ComponentWords {
  /** Of one that most nodes do not have: where none of these is there, neither is the component. */
  readonly traces?: Traces
  load(): Promise<Component>
  /** Of one whose programs are to be started before it is loaded: what does that. */
  begin?(): Promise<(look: BeginningLook) => Promise<void>>
}

export const listed: readonly ListedComponent[] = [containerd, crio, docker, mcr, criDockerd, kubelet, crictl, kernel]
