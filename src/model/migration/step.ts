// A step of a migration as plain data: what it needs, what is done, what the node then shows, how it is taken back.
import type { Answers } from "../answers.ts"
import type { Reason } from "../message.ts"
import type { CgroupDriver } from "../setting.ts"

/** What the running node must show before or after a step. */
export type Condition =
  | { readonly is: "service"; readonly service: string; readonly state: "active" | "inactive" }
  /** No pods but those that a drain leaves: of DaemonSets, and static ones. */
  | { readonly is: "drained"; readonly endpoint: string }
  /** No pod sandbox is ready. */
  | { readonly is: "no-pods"; readonly endpoint: string }
  | { readonly is: "driver"; readonly endpoint: string; readonly driver: CgroupDriver }
  | { readonly is: "healthy"; readonly url: string }
  /** The runtime says over CRI that it is of this release. */
  | { readonly is: "release"; readonly endpoint: string; readonly release: string }
  /** So many pod sandboxes are ready at the least, and each lies where this driver puts pods. */
  | { readonly is: "pods-under"; readonly endpoint: string; readonly driver: CgroupDriver; readonly atLeast: number }

/** A runtime by the id of its component, and where it serves CRI. */
export interface RuntimeAt {
  readonly component: string
  readonly endpoint: string
}

/**
 * A person's part: commands for a machine with kubectl, of which a person says that they have been run. `isHere`: they are
 * for this node, whose proof shows it, and nobody has to say anything.
 */
export interface AskAct {
  readonly do: "ask"
  readonly commands: readonly string[]
  readonly isHere?: true
}

/** What is done in one step: nothing by criadm, or one ordinary run. */
export type Act =
  | AskAct
  /** Told, and nobody is waited for. `isHere`: they are for this node, and not for a machine with kubectl. */
  | { readonly do: "tell"; readonly commands: readonly string[]; readonly isHere?: true }
  | {
      readonly do: "service"
      readonly component: string
      readonly service: string
      readonly action: "stop" | "start"
    }
  /** Every pod sandbox is stopped and removed while its runtime still owns it. */
  | { readonly do: "end-pods"; readonly component: string; readonly endpoint: string }
  /**
   * The plan that these answers come to at that moment. `through`: the endpoint of a runtime whose pods run on meanwhile;
   * it is told which did not.
   */
  | { readonly do: "answers"; readonly values: Answers; readonly through?: string }
  /** What one runtime has of images goes to another that has not. */
  | { readonly do: "carry-images"; readonly from: RuntimeAt; readonly to: RuntimeAt }
  /** The runtime's own files are rewritten in this schema. */
  | { readonly do: "schema"; readonly component: string; readonly schema: string }
  /** Empty cgroups that this driver made for pods are removed. */
  | { readonly do: "remove-cgroups"; readonly component: string; readonly driver: CgroupDriver }
  /** Takes back the runs of a step; on the way back only. */
  | { readonly do: "put-back"; readonly step: string }

export interface Step {
  /** Permanent: people name it in --done. */
  readonly id: string
  readonly what: Reason
  readonly needs: readonly Condition[]
  readonly act: Act
  readonly proof: readonly Condition[]
  /** `proof`: what the node shows when a person has done their part of it. */
  readonly undo: {
    readonly needs: readonly Condition[]
    readonly acts: readonly Act[]
    readonly proof?: readonly Condition[]
  }
}
