import type { Change } from "./change.ts"
import type { Essential } from "./essential.ts"
import type { Judgement } from "./plan.ts"
import type { Verified } from "./run.ts"

/** What happens while a stage works, for faces that show it live. */
export type Progress =
  /** While the node is looked at: what is known so far, not judged yet. */
  | { readonly event: "detected"; readonly essentials: readonly Essential[] }
  | { readonly event: "judging"; readonly judgement: Judgement }
  | {
      readonly event: "change-began"
      readonly index: number
      readonly change: Change
      readonly direction: "forward" | "back"
    }
  | {
      readonly event: "change-done"
      readonly index: number
      readonly change: Change
      readonly direction: "forward" | "back"
      readonly milliseconds: number
    }
  | { readonly event: "waiting"; readonly component: string; readonly endpoint: string; readonly secondsLeft: number }
  /** A line the service logged while we wait for it. */
  | { readonly event: "log"; readonly component: string; readonly line: string }
  | { readonly event: "verified"; readonly verified: Verified }
  | { readonly event: "rolling-back" }
  /** `totalBytes` undefined: whoever sends it does not say. */
  | {
      readonly event: "downloading"
      readonly name: string
      readonly bytes: number
      readonly totalBytes: number | undefined
    }
