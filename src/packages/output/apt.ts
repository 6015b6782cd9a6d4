// Reads what apt-get prints for programs: the steps of a simulation, and the list of archives with where they lie.
import type { OfferedPackage } from "../../model/install/packages.ts"
import type { Offer } from "../package-manager.ts"

export interface Simulated {
  readonly installed: readonly Omit<OfferedPackage, "bytes">[]
  /** With the version that is there now. */
  readonly upgraded: readonly string[]
  readonly removed: readonly string[]
}

/**
 * The steps of `apt-get -s install`: "Inst NAME [OLD] (NEW ORIGIN, ORIGIN [ARCH])", "Remv NAME [OLD]". See
 * apt-private/private-output and algorithms.cc of apt.
 */
export function readSimulation(stdout: string): Simulated {
  const lines = stdout.split("\n")
  const steps = lines.flatMap((line) => {
    const [, name = "", old, version = "", origin = "", architecture = ""] =
      /^Inst (\S+) (?:\[([^\]]*)\] )?\((\S+) ?(.*?) ?\[([^\]]+)\]\)/.exec(line) ?? []
    return name === "" ? [] : [{ name, old, offered: { name, version, architecture, origin } }]
  })
  return {
    installed: steps.filter(({ old }) => old === undefined).map(({ offered }) => offered),
    upgraded: steps.flatMap(({ name, old }) => (old === undefined ? [] : [`${name} ${old}`])),
    removed: lines.flatMap((line) => /^(?:Remv|Purg) (\S+)/.exec(line)?.[1] ?? []),
  }
}

/** The lines of `apt-cache madison NAME`: "NAME | VERSION | URI SUITE/COMPONENT ARCH Packages"; sources are left out. */
export function readMadison(stdout: string): readonly Offer[] {
  return stdout.split("\n").flatMap((line) => {
    const [, version = "", where = ""] = line.split("|").map((word) => word.trim())
    return version === "" || where.endsWith(" Sources") ? [] : [{ version, origin: where.replace(/ Packages$/, "") }]
  })
}

export interface ListedArchive {
  readonly uri: string
  /** Under this name apt keeps it: "NAME_VERSION_ARCH.deb", with %3a for a colon. */
  readonly file: string
  readonly bytes: number
}

/** The lines of `apt-get -qq --print-uris install`: 'URI' FILE BYTES HASH. */
export function readUris(stdout: string): readonly ListedArchive[] {
  return stdout.split("\n").flatMap((line) => {
    const [, uri = "", file = "", bytes = ""] = /^'([^']+)' (\S+) (\d+)/.exec(line) ?? []
    return file === "" ? [] : [{ uri, file, bytes: Number(bytes) }]
  })
}

/** The file of a "file:" URI, which apt uses where it lies and does not copy. */
export function localFile(uri: string): string | undefined {
  const path = /^file:(?:\/\/)?(\/.*)$/.exec(uri)?.[1]
  return path === undefined ? undefined : decodeURIComponent(path)
}

/** As apt names the archive of a package; see pkgAcqArchive and QuoteString of apt. */
export function archiveName({ name, version, architecture }: Omit<OfferedPackage, "bytes" | "origin">): string {
  return `${name.split(":")[0]}_${version.replaceAll(":", "%3a")}_${architecture}.deb`
}
