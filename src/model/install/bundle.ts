// A bundle: a directory, or one tar archive of it, with everything that a node without a network needs. What is in it, and
// what it is for, stands in its manifest.
import type { Architecture } from "./archives.ts"

export const manifestName = "manifest.toml"

export interface BundleFile {
  /** A project, as release archives are known by; "sandbox-image" for an image archive; "criadm" for this program. */
  readonly name: string
  /** "2.3.4"; of an image its reference. */
  readonly version: string
  readonly arch: Architecture
  /** Systems that it runs on: "any", "glibc" for those with GNU's C library, "debian-13" for packages. */
  readonly os: string
  /** Below the bundle, without "./" and "..". */
  readonly file: string
  readonly bytes: number
  /** Lower-case hex. */
  readonly sha256: string
  /** Where it goes on a node; of an image: "images". */
  readonly target: string
}

export interface BundleManifest {
  /** Id of the runtime. */
  readonly runtime: string
  /** Of the runtime. */
  readonly release: string
  /** The minor that it was made for: "1.36". */
  readonly kubernetes: string
  readonly arch: Architecture
  /** Present: the runtime comes by a package manager, from the packages among the files. */
  readonly packages?: BundledPackages
  readonly files: readonly BundleFile[]
}

export interface BundledPackages {
  /** Id of the package manager that the node has. */
  readonly manager: "apt"
  /** Those that are asked for; the others come because these need them. The first is the runtime's. */
  readonly requested: readonly string[]
}

/** `target` of a package. */
export const packageTarget = "package"
/** The list of the packages, by which their manager knows them. */
export const indexEntry = "package-index"
export const imageEntry = "sandbox-image"
/** criadm itself, to be run from where the bundle is. */
export const programEntry = "criadm"

/** What is wrong with a bundle. `file` of the fault says with which of its files. */
export type BundleProblem =
  | "no-manifest"
  | "manifest-broken"
  | "file-missing"
  | "file-differs"
  /** A bundle in one file that is not unpacked: it is cut off, or has something that leaves it. */
  | "not-unpacked"
  /** criadm knows another checksum for this release. */
  | "other-checksum"
  /** Nothing in it is a runtime that criadm places. */
  | "no-runtime"
