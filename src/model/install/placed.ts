// What criadm has placed on a node from release archives, and what of it gives way to another release.
import type { ReleaseOf, TreeFile } from "../change.ts"

export interface PlacedArchives {
  /** Id of the runtime that they make. */
  readonly component: string
  readonly archives: readonly ReleaseOf[]
  /** As they were placed; somebody may have changed them since. */
  readonly files: readonly TreeFile[]
}

/** The older files on the node, in the way of those that come. */
export interface GivingWay {
  readonly was: readonly ReleaseOf[]
  readonly files: readonly TreeFile[]
  /** Directory below which they are kept. */
  readonly kept: string
  /** Of those below /etc: a plan may have to write such a file itself. */
  readonly texts: readonly { readonly path: string; readonly text: string }[]
}
