import type { Source } from "./facts/fact.ts"
import type { Reason } from "./message.ts"
import type { Place } from "./place.ts"
import type { ExplainedSetting } from "./setting.ts"

/** A place that names a setting and does not decide it, with the reason. */
export interface Mention {
  readonly place: Place
  /** The key path as written, for example "plugins.cri.systemd_cgroup". */
  readonly key: string
  readonly value: string
  readonly why: Reason
}

/** Lines of one file that name a setting, do not decide it and are counted only. */
export interface LeftOut {
  readonly file: string
  readonly lines: number
}

/** What a setting is on this node and why. */
export interface Explanation {
  readonly setting: ExplainedSetting
  /** Id of the component that answers. */
  readonly component: string
  /** What exactly, where a component has several: the runtime handler "runc". */
  readonly subject?: string
  /** The effective value as configured; undefined when nobody can say (the configuration does not load). */
  readonly value: string | undefined
  readonly source: Source
  /** Set when `source` alone would mislead, for example "the key is absent, which counts as cgroupfs". */
  readonly why?: Reason
  readonly others: readonly Mention[]
  /** Files that name it in more lines than are told: how many are left out of `others`. */
  readonly leftOut?: readonly LeftOut[]
  /** What the running runtime says over CRI, where it tells; `differs`: the files were changed and not loaded since. */
  readonly running?: { readonly value: string; readonly differs: boolean }
}
