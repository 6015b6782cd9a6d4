import type { Place } from "../place.ts"

/** Hybrid is v1 with a v2 tree beside it; Kubernetes treats it as v1. */
export type CgroupVersion = "2" | "1" | "hybrid"

export interface CgroupFacts {
  readonly version: CgroupVersion
  /** Controllers the kernel offers in this hierarchy. */
  readonly available: readonly string[]
  /** Why it is not known which controllers there are; absent: `available` is all there are, and may be none. */
  readonly unread?: string
  /** With --root: what makes a boot give this version; which controllers there will be is not known then. */
  readonly atBoot?: { readonly argument: string; readonly place: Place }
  /** Version 2: controllers handed to the children of the root (cgroup.subtree_control). Version 1: the mounted ones. */
  readonly delegated: readonly string[]
}
