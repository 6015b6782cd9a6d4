// Whether a release that could be installed serves a Kubernetes minor, by the runtime's own rows. Pure.
import { lookUp, type Row } from "./since.ts"
import { isAtLeast, minorOf, parseVersion, type Version } from "./version.ts"

/** Rows by Kubernetes minor. */
export interface ReleaseFits {
  /** The oldest release that works at all; "planned" where a later Kubernetes is expected to ask for it. */
  readonly needed: readonly Row<{ readonly release: string; readonly isPlanned: boolean }>[]
  /** What its project recommends: per series the first release; newer series are fine too. Empty: it says nothing. */
  readonly recommended: readonly Row<readonly string[]>[]
  /** Its releases are numbered as the minors of Kubernetes that they are tested with. */
  readonly goesWithMinor?: true
  /** Each release that works at all serves every minor: the newest known is suggested. */
  readonly servesEveryMinor?: true
}

export type ReleaseFit =
  | { readonly is: "fit" }
  /** It cannot run, or is planned not to. */
  | { readonly is: "too-old"; readonly needed: string; readonly isPlanned: boolean }
  /** It runs, and its project recommends one of these or newer. */
  | { readonly is: "below"; readonly recommended: readonly string[] }

/** `kubernetes`: "1.37" or "1.37.2". */
export function releaseFit({ needed, recommended }: ReleaseFits, release: string, kubernetes: string): ReleaseFit {
  const [version, minor] = [parseVersion(release), parseVersion(kubernetes)]
  if (version === undefined || minor === undefined) return { is: "fit" }
  // A pre-release of Kubernetes counts as its minor.
  const cluster = parseVersion(minorOf(minor)) ?? minor
  const oldest = lookUp(needed, cluster)
  if (!isAtLeast(version, oldest.release)) {
    return { is: "too-old", needed: oldest.release, isPlanned: oldest.isPlanned }
  }
  const wanted = lookUp(recommended, cluster)
  return isRecommended(version, wanted) ? { is: "fit" } : { is: "below", recommended: wanted }
}

/** What its project has tested with this very minor: per series the first release. Empty: it says nothing of it. */
export function testedReleases({ recommended, goesWithMinor }: ReleaseFits, kubernetes: string): readonly string[] {
  const minor = parseVersion(kubernetes)
  if (goesWithMinor === true) return minor === undefined ? [] : [`${minorOf(minor)}.0`]
  return recommended.find(({ since }) => minor !== undefined && since === minorOf(minor))?.value ?? []
}

/** Of a series that was tested, and not older than its first that was. */
export function isTestedRelease(tested: readonly string[], release: string): boolean {
  const version = parseVersion(release)
  return tested.some((one) => {
    const first = parseVersion(one)
    return (
      version !== undefined && first !== undefined && minorOf(first) === minorOf(version) && isAtLeast(version, one)
    )
  })
}

function isRecommended(version: Version, wanted: readonly string[]): boolean {
  const series = wanted.find((one) => minorOf(parseVersion(one)!) === minorOf(version))
  if (series !== undefined) return isAtLeast(version, series)
  const [newest] = wanted
  return newest === undefined || isAtLeast(version, newest)
}

/** The last day on which its project mends this release, of days by series; undefined: not announced. */
export function supportEnd(
  ends: readonly (readonly [series: string, until: string])[],
  release: string,
): string | undefined {
  const version = parseVersion(release)
  return ends.find(
    ([series]) => version !== undefined && (series === minorOf(version) || series === String(version.major)),
  )?.[1]
}
