import type { ResolvedAnswers } from "./answers.ts"
import type { Change } from "./change.ts"
import type { Fault } from "./fault.ts"
import type { Reason } from "./message.ts"
import type { InitSystemId } from "./service.ts"
import type { CgroupDriver } from "./setting.ts"

/** A file the plan relied on. `hash` null: it did not exist. Apply refuses when this no longer holds. */
export interface Reading {
  readonly path: string
  readonly hash: string | null
}

/**
 * A staged copy of a configuration that the runtime's own program judges before anything is replaced.
 * `{staged}` in the command and in the texts stands for the directory where the copies lie; `files` are laid
 * below it under their paths.
 */
export interface Judgement {
  readonly component: string
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly command: readonly string[]
  /** Prints what counts now, where the copies must come to exactly the same. */
  readonly commandForNow?: readonly string[]
  readonly timeoutSeconds: number
  readonly trial?: Trial
}

/** Copies with the command that is run on them; `{staged}` as in a judgement. */
export interface Copies {
  readonly files: Judgement["files"]
  readonly command: readonly string[]
}

/**
 * What no program judges without starting: a daemon of the runtime's own program is started on copies, apart from the
 * node's, and has to serve CRI. Where it does not serve it on `neutral` either, which has nothing of the operator's in
 * it, the reason is the place and not the configuration, and nothing is proven.
 */
export interface Trial {
  readonly asked: Copies
  readonly neutral: Copies
  /** Everything these daemons make lies here; it is made for them, and goes with them. */
  readonly directory: string
  /** Where they serve CRI: a socket in `directory`. */
  readonly endpoint: string
}

/** What must be true of the node afterwards; asked from the running node, not from files. */
export type Expectation =
  | { readonly kind: "cri"; readonly component: string; readonly endpoint: string }
  | {
      readonly kind: "cgroup-driver"
      readonly component: string
      readonly endpoint: string
      readonly driver: CgroupDriver
      readonly dumpCommand?: readonly string[]
    }
  | {
      readonly kind: "sandbox-image"
      readonly component: string
      readonly endpoint: string
      readonly image: string
      /** A program that prints the effective configuration, asked where CRI does not tell. */
      readonly dumpCommand?: readonly string[]
    }
  /** The runtime has this image, by this name and with this ID; empty: with any. */
  | {
      readonly kind: "image"
      readonly component: string
      readonly endpoint: string
      readonly image: string
      readonly id: string
    }
  | { readonly kind: "service-active"; readonly component: string; readonly service: string }
  /** A running kubelet answers its healthz with 200. */
  | { readonly kind: "kubelet-health"; readonly component: string; readonly url: string }
  | { readonly kind: "live-value"; readonly component: string; readonly path: string; readonly value: string }
  /** The running kernel uses no swap. */
  | { readonly kind: "swap-off"; readonly component: string }
  /** The limits of the running daemon, which its containers inherit. */
  | {
      readonly kind: "open-files"
      readonly component: string
      readonly service: string
      readonly soft: number
      readonly hard: number
    }
  /** The running daemon has it in its environment, or says so. Empty: none. */
  | {
      readonly kind: "proxy"
      readonly component: string
      readonly service: string
      readonly proxy: string
      readonly exceptions: readonly string[]
      /** A program that prints proxy and exceptions, each on a line, with credentials masked. */
      readonly told?: readonly string[]
    }
  | { readonly kind: "module-loaded"; readonly component: string; readonly name: string }
  /** A daemon whose program criadm placed runs in the domain of that program's label, where SELinux's policy has one. */
  | { readonly kind: "selinux-domain"; readonly component: string; readonly service: string }

/**
 * What no plan promises: a pod sandbox that is really run and then removed, asked for by `criadm verify --sandbox`, and
 * what became of sandboxes that the kubelet asked for.
 */
export type SandboxExpectation =
  | {
      readonly kind: "sandbox"
      readonly component: string
      readonly endpoint: string
      /** The driver under which the sandbox's cgroup must lie. */
      readonly driver: CgroupDriver
    }
  /** A sandbox that the kubelet asked for since it and the runtime were last started became ready. */
  | { readonly kind: "pods-start"; readonly component: string; readonly endpoint: string }
  | { readonly kind: "sandbox-removed"; readonly component: string; readonly endpoint: string }

/** A change that pods already running would not survive: their cgroups belong to the driver they were started with. */
export interface DriverChange {
  readonly component: string
  readonly endpoint: string
  readonly from: CgroupDriver
  readonly to: CgroupDriver
}

/**
 * The ordered list of what would be done: directories and files, then live values, then services, runtime before
 * kubelet. It holds everything apply needs; apply asks neither the answers nor the terminal.
 */
export interface Plan {
  readonly kind: "Plan"
  readonly version: 1
  readonly initSystem: InitSystemId
  readonly root: string
  readonly answers: ResolvedAnswers
  readonly readings: readonly Reading[]
  readonly judgements: readonly Judgement[]
  readonly changes: readonly Change[]
  readonly expectations: readonly Expectation[]
  /** What a person must still do or know: "the kubelet is started by kubeadm join". */
  readonly notes: readonly Reason[]
  /** Seconds that the runtime may take to be healthy after its restart. */
  readonly timeoutSeconds: number
  /** In a saved plan: the runtime's release as --runtime-version stated it; it cannot be made again without. */
  readonly statedVersion?: string
  /** Present when the plan really changes the driver of a runtime that serves CRI. */
  readonly driverChange?: DriverChange
}

/** A plan, or why there can be none: every refusal at once, not only the first. */
export type Planned =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly refusals: readonly Fault[] }

/** Whether two plans do the same; what is only told to the person (notes) may differ. Either may have been JSON. */
export function isSamePlan(one: Plan, other: Plan): boolean {
  const doing = ({ notes: _, statedVersion: __, ...plan }: Plan): unknown => JSON.parse(JSON.stringify(plan))
  return Bun.deepEquals(doing(one), doing(other), true)
}
