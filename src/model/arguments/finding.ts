import type { CheckFindings } from "./check.ts"
import type { UnitFindings } from "./units.ts"

/** Every finding of the catalogue with the evidence its sentences need. Codes are permanent. */
export interface NodeFindings extends CheckFindings, UnitFindings {
  /** Kubelet and runtime are set to different cgroup drivers, and the kubelet does not ask the runtime. */
  "cgroup-drivers-differ": { runtime: string; runtimeDriver: string; kubeletDriver: string }
  /** The kubelet will follow the runtime against its own configuration, without a word. */
  "cgroup-driver-follows-runtime": { runtime: string; runtimeDriver: string; kubeletDriver: string }
  /** `argument`: what makes an image boot with it, and the file it stands in; absent: the node runs it now. */
  "kubelet-refuses-cgroup-v1": { version: string; cgroup: string; argument?: string; file?: string }
  "kubelet-endpoint-without-runtime": { endpoint: string }
  /** No runtime that criadm finds here has this endpoint; `isVacant`: nor can any other serve it. */
  "kubelet-endpoint-of-no-runtime": { endpoint: string; installed: readonly string[]; isVacant: boolean }
  /** `install`: the command that installs one here, empty: not known; `snap`: a snap that has one of its own. */
  "no-runtime": { looked: readonly string[]; install: string; snap: string }
  /** criadm's own look at a component ended in a bug. */
  "not-looked-at": { name: string; reason: string }
}

/** Those of the node as a whole, to which each component adds its own (components/NAME/says/codes.ts). */
export interface FindingArguments extends NodeFindings {}
