// Packages of a package manager, as a plan names them: which ones come, what they bring, what they start.
import type { TreeFile } from "../change.ts"
import type { Result } from "../fault.ts"
import type { InstallSource } from "../setting.ts"
import { compareVersions, parseVersion } from "../version.ts"
import type { GivingWay } from "./placed.ts"

/** One package in one version, as the package manager offers it. */
export interface OfferedPackage {
  readonly name: string
  readonly version: string
  readonly architecture: string
  /** Where it comes from, as the package manager says it: "Debian:13.2/stable". Empty: it does not say. */
  readonly origin: string
  /** Size of the archive. */
  readonly bytes: number
}

/** "1.7.24" of "1:1.7.24~ds1-6+b4": without the package's epoch and revision; the whole where no release is in it. */
export function releaseOfPackage(version: string): string {
  const upstream = version.replace(/^\d+:/, "")
  return parseVersion(upstream)?.text ?? upstream
}

/** Systems into which nothing is installed; "": /usr is read-only, whatever the system. */
export type ImageSystem = "flatcar" | "bottlerocket" | "ostree" | "nixos" | "talos" | ""

/** The newest release first. */
export function newestFirst<T extends { readonly version: string }>(packages: readonly T[]): readonly T[] {
  const release = ({ version }: T) => parseVersion(version.replace(/^\d+:/, ""))
  return packages.toSorted((a, b) => {
    const [first, second] = [release(a), release(b)]
    return first === undefined || second === undefined ? 0 : compareVersions(second, first)
  })
}

/** A runtime that could be installed on a node without one, and from where. */
export interface InstallOffer {
  /** Id of the runtime. */
  readonly component: string
  /** Its name in sentences. */
  readonly name: string
  readonly source: InstallSource
  /** What would come, or why nothing can. */
  readonly offered: Result<OfferedRelease>
}

export interface OfferedRelease {
  /** "1.7.24". */
  readonly release: string
  /** Id of the package manager that installs it. */
  readonly manager: string
  /** What a person would type instead. */
  readonly command: string
  /** The minor that it was measured by; empty: not known. */
  readonly kubernetes: string
  /** Releases that its project recommends for that minor, where this one is older; else empty. */
  readonly recommended: readonly string[]
  /** The last day on which its project mends it; absent: not announced. */
  readonly until?: string
  readonly isOver: boolean
}

/** An archive that was fetched and verified by the package manager. */
export interface FetchedArchive {
  readonly name: string
  readonly path: string
}

/** What an installation that was resolved and fetched, but not begun, would bring. Part of the node's facts. */
export type ToBeInstalled = ComingPackages | ComingTree

interface Coming {
  /** Id of the runtime that it is for. */
  readonly component: string
  /** Of the runtime itself: "1.7.24". */
  readonly release: string
  /** Services that come with them, by the name by which the init system is asked. */
  readonly services: readonly string[]
  /** Directory below which their files lie as they will lie on the node. */
  readonly contents: string
  /** Files and directories below /etc that they bring and that are not on the node; directories end in "/". */
  readonly configuration: readonly string[]
  /** Files below /etc that they bring and that are on the node already. */
  readonly kept: readonly string[]
}

export interface ComingPackages extends Coming {
  readonly kind: "packages"
  /** Id of the package manager. */
  readonly manager: string
  /** The packages that were asked for; the others come because these need them. */
  readonly requested: readonly string[]
  readonly packages: readonly OfferedPackage[]
  /** Directory in which the fetched archives are kept. */
  readonly archiveDirectory: string
  /** What serves CRI for this runtime, from its project's archives. */
  readonly beside?: ComingTree
}

/** In the order in which they come. A tree comes first: with the packages what was fetched is forgotten. */
export function allComing(coming: ToBeInstalled | undefined): readonly ToBeInstalled[] {
  if (coming === undefined) return []
  return coming.kind === "packages" && coming.beside !== undefined ? [coming.beside, coming] : [coming]
}

export interface ComingTree extends Coming {
  readonly kind: "tree"
  /** "upstream", or the path of what they came in. */
  readonly source: string
  readonly archives: readonly {
    readonly project: string
    readonly version: string
    readonly url: string
    readonly bytes: number
  }[]
  readonly files: readonly TreeFile[]
  readonly directories: readonly string[]
  /** By which the init system is asked. */
  readonly main: string
  /** Of companions that the node has already: the project, and what shows it. */
  readonly leftOut: readonly { readonly project: string; readonly path: string }[]
  /** What criadm placed of an older release; absent: the node has no runtime. */
  readonly givesWay?: GivingWay
}
