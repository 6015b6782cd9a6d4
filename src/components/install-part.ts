// How a runtime that is not on the node can be installed.
import type { OsFacts } from "../model/facts/node-facts.ts"
import type { ReleaseFits } from "../model/release-fit.ts"

/**
 * Packages that make it together; the first one is the runtime itself, whose version says the release. "NAME?": where it
 * is offered.
 */
export type PackageSet = readonly string[]

export interface InstallPart {
  /**
   * The packages of this operating system that make it, in the order in which they are preferred: the distribution's
   * own, then its maker's, which are there where somebody has set up that repository. Undefined: not known.
   */
  packages(os: OsFacts): readonly PackageSet[] | undefined
  /** What a person types to set up its maker's repository, where the distribution's own do not have it. */
  repositoryCommand?(os: OsFacts): string | undefined
  readonly fits: ReleaseFits
  /** Where it keeps images and containers, which nobody but a person removes. */
  readonly dataDirectories: readonly string[]
  /** Where else its releases come from, for a person. */
  readonly elsewhere: string
}
