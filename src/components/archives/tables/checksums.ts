// Which release archives criadm knows the checksums of. The table ends somewhere: what is newest in it is not the newest
// release there is.

import { type Architecture, architectures } from "../../../model/install/archives.ts"
import type { BundledPackages } from "../../../model/install/bundle.ts"
import type { PlacedArchives } from "../../../model/install/placed.ts"
import { compareVersions, parseVersion } from "../../../model/version.ts"
import table from "./checksums.txt" with { type: "text" }

/** The month in which the table was taken from its source, which checksums.txt names. */
export const checksumsOf = "2026-08"

export interface KnownRelease {
  readonly version: string
  /** Lower-case hex, per architecture for which there is an archive. */
  readonly sha256: Readonly<Partial<Record<Architecture, string>>>
}

/** Per project its releases, newest first. */
export type Checksums = ReadonlyMap<string, readonly KnownRelease[]>

let known: Checksums | undefined

/** The table; read when it is first asked for. */
export function knownChecksums(): Checksums {
  known ??= readTable(table)
  return known
}

/** What archives are chosen by. */
export interface KnownArchives {
  readonly checksums: Checksums
  /** Those that a person gave. */
  readonly given: Checksums
  /** Whether there is something at a path of the node. */
  isThere(path: string): boolean
  /** What criadm has placed on the node before. */
  readonly placed?: PlacedArchives
  /** Of a bundle: nothing else can be had, and this release of the runtime is meant. */
  readonly bundle?: {
    readonly path: string
    readonly release: string
    readonly runtime: string
    readonly packages?: BundledPackages
  }
}

function readTable(text: string): Checksums {
  const projects = new Map<string, KnownRelease[]>()
  let releases: KnownRelease[] = []
  for (const line of text.split("\n").filter((one) => one !== "" && !one.startsWith("#"))) {
    const project = /^\[(.+)\]$/.exec(line)?.[1]
    if (project !== undefined) {
      releases = []
      projects.set(project, releases)
      continue
    }
    const [version = "", ...words] = line.split(" ")
    const of = (name: string) => words[words.indexOf(name) + 1]
    const pairs = architectures.flatMap((name) => (words.includes(name) ? [[name, of(name)] as const] : []))
    releases.push({ version, sha256: Object.fromEntries(pairs) })
  }
  return projects
}

/** What a person has given counts before the table. */
export function withChecksums(known: Checksums, given: Checksums): Checksums {
  const projects = new Map(known)
  for (const [project, releases] of given) {
    const own = projects.get(project) ?? []
    const merged = new Map(own.map((one) => [one.version, one]))
    for (const one of releases) {
      merged.set(one.version, { ...one, sha256: { ...merged.get(one.version)?.sha256, ...one.sha256 } })
    }
    projects.set(project, [...merged.values()].toSorted(newestFirst))
  }
  return projects
}

function newestFirst(a: KnownRelease, b: KnownRelease): number {
  const [first, second] = [parseVersion(a.version), parseVersion(b.version)]
  return first === undefined || second === undefined ? 0 : compareVersions(second, first)
}
