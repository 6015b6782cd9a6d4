// A setting is defined once: flags, answers file, wizard, --help and the README table all come from it.

import type { Answers } from "../model/answers.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { DistributionId } from "../model/facts/owner.ts"
import type { Result } from "../model/fault.ts"
import type { Reason } from "../model/message.ts"
import type { SettingId } from "../model/setting.ts"
import type { RegistryLook } from "./repositories.ts"

/** The few words about each installed component that suggestions follow from; filled by the caller. */
export interface Situation {
  readonly node: NodeFacts
  readonly runtimes: readonly {
    readonly id: string
    readonly name: string
    readonly endpoint?: string
    readonly servesCri: boolean | undefined
    readonly isListening: boolean | undefined
    readonly cgroupDriver: "systemd" | "cgroupfs" | undefined
    readonly sandboxImage: string | undefined
    /** Pause images on the node, where the one in use is there too; undefined: not known. */
    readonly pauseImages?: readonly string[]
  }[]
  /** "1.37.2", of the kubelet or else of kubeadm. */
  readonly kubernetesVersion: string | undefined
  readonly hasKubeletConfiguration: boolean
  readonly ipForward: boolean | undefined
  readonly hasCrictl: boolean
  /** Id of the runtime whose endpoint the kubelet uses; undefined: no kubelet, or none of these. */
  readonly kubeletsRuntime?: string
  /** The endpoint that the kubelet uses, where it is none of a known runtime and may well be served. */
  readonly kubeletElsewhere?: string
  /** A distribution of Kubernetes that runs a runtime of its own here, and what shows it. */
  readonly distribution?: { readonly id: DistributionId; readonly path: string }
  /** Where the wizard has looked: which registries answer, that of Kubernetes itself first. */
  readonly registries?: readonly RegistryLook[]
}

export interface Suggested<T> {
  readonly value: T
  /** "node": the node has it already and it is fit. */
  readonly by: "node" | "suggestion"
  readonly why: Reason
}

export interface SettingDefinition<Id extends SettingId & keyof Answers = SettingId & keyof Answers> {
  readonly id: Id
  readonly aliases: readonly string[]
  /** How the flag takes it: `--x VALUE`, `--x`/`--no-x`, or `--x VALUE` many times. */
  readonly form: "value" | "switch" | "list"
  /** "node": can be brought about where no runtime is; "run": about the run alone. Absent: a runtime has a part in it. */
  readonly concerns?: "node" | "run"
  /** Told on the page of the rarer settings (`criadm help settings`), to which a command's help only points. */
  readonly isRare?: true
  /** A file or directory where criadm runs: a relative one on the command line is seen from the current directory. */
  readonly isPath?: true
  /** What stands for the value in --help: "DRIVER". */
  readonly placeholder?: string
  /** The values that can be listed, for --help, completion and the wizard; undefined: free text. */
  choices(situation: Situation | undefined): readonly string[] | undefined
  /** Values that the wizard offers by name where any can be typed, each with a line why. */
  offers?(situation: Situation): readonly { readonly value: NonNullable<Answers[Id]>; readonly why: Reason }[]
  /** From the text of a flag, or from the value of the answers file. */
  parse(given: unknown): Result<NonNullable<Answers[Id]>>
  /** What is suggested here, given the answers so far (settings are asked in the order of known.ts). Undefined: nothing. */
  suggest(situation: Situation, soFar: Answers): Suggested<NonNullable<Answers[Id]>> | undefined
  /** Without an answer there can be no plan. */
  readonly isNeeded?: true
  /** Whether the wizard asks: false when the answer makes no difference on this node. */
  matters(situation: Situation, soFar: Answers): boolean
}
