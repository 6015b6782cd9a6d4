// The five facts about a node that matter most to whoever sets up its runtime; the words are in messages/.
import type { CgroupDriver } from "./setting.ts"

export const essentialIds = ["init-system", "cgroup-version", "runtime", "kubelet", "kubernetes"] as const
export type EssentialId = (typeof essentialIds)[number]

/** "fit": nothing is known against it. "unknown": not known, or not there without that being wrong. */
export type Verdict = "fit" | "doubtful" | "unfit" | "unknown"

export interface Essential {
  readonly id: EssentialId
  readonly verdict: Verdict
  /** What is there: "systemd", "containerd"; several where nothing tells which of them is meant. Empty: nothing known. */
  readonly names: readonly string[]
  /** "2" of the cgroup version, "2.1.9" of a runtime, "1.37" of Kubernetes. */
  readonly release?: string
  readonly cgroupDriver?: CgroupDriver
}
