// How a runtime that is not on the node can be installed.
import type { OsFacts } from "../model/facts/node-facts.ts"
import type { Fault } from "../model/fault.ts"
import type { OfferedPackage } from "../model/packages.ts"

export interface InstallPart {
  /** The packages of this operating system that make it; undefined: it has none, or they are not known. */
  packages(os: OsFacts): readonly string[] | undefined
  /** Why the release that these packages bring is of no use; undefined: it can be used. */
  unfit(packages: readonly OfferedPackage[]): Fault | undefined
}
