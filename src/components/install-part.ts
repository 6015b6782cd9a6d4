// How a runtime that is not on the node can be installed.
import type { OsFacts } from "../model/facts/node-facts.ts"
import type { Reason } from "../model/message.ts"
import type { ReleaseFits } from "../model/release-fit.ts"
import type { Range, Row } from "../model/since.ts"
import type { ArchiveProject } from "./archives/projects.ts"
import type { ServiceProgram } from "./archives/services.ts"

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
  /** Packages that contain its program, whoever makes them. */
  readonly ownPackages: readonly string[]
  /** Absent: its project publishes none that criadm can check. */
  readonly archives?: ArchivesPart
  readonly fits: ReleaseFits
  /** Where it keeps images and containers, which nobody but a person removes. */
  readonly dataDirectories: readonly string[]
  /** Where else its releases come from, for a person. */
  readonly elsewhere: string
}

/** A runtime from its project's archives, with what it needs beside it. */
export interface ArchivesPart {
  /** On this operating system. The runtime's own first. */
  projects(os: OsFacts): readonly ArchiveProject[]
  /** Which release of each other project goes with a release of the runtime. */
  readonly companions: Readonly<Record<string, readonly Row<string>[]>>
  /** Projects whose releases go with minors of Kubernetes instead. */
  readonly goesWithMinor: readonly string[]
  /** What is known to be wrong with releases. */
  readonly defects: readonly (Range & { readonly reason: Reason; readonly source: string })[]
  readonly service: ServiceProgram
}
