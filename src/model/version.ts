/** A release of a program: 1.7.24, 2.4.0-beta.0, v1.37, 1.6.20~ds1 (Debian's suffix is dropped). */
export interface Version {
  readonly major: number
  readonly minor: number
  /** Absent where only major.minor is known, for example a Kubernetes minor. */
  readonly patch?: number
  /** "beta.0"; a pre-release sorts before its release. */
  readonly pre?: string
  /** As it was written, without a leading v. */
  readonly text: string
}

/** Finds the first version in a text such as `containerd github.com/containerd/containerd 1.7.24~ds1 1.7.24~ds1-6+b4`. */
export function parseVersion(text: string): Version | undefined {
  const match = /(?<![\w.])v?(\d+)\.(\d+)(?:\.(\d+))?(?:-((?:alpha|beta|rc)[.\d]*\d))?/.exec(text)
  if (match === null) return undefined
  const [, major, minor, patch, pre] = match
  return {
    major: Number(major),
    minor: Number(minor),
    ...(patch === undefined ? {} : { patch: Number(patch) }),
    ...(pre === undefined ? {} : { pre }),
    text: match[0].replace(/^v/, ""),
  }
}

/** Negative, zero or positive as `a` is older than, equal to or newer than `b`. A missing patch counts as 0. */
export function compareVersions(a: Version, b: Version): number {
  const numbers = a.major - b.major || a.minor - b.minor || (a.patch ?? 0) - (b.patch ?? 0)
  if (numbers !== 0) return numbers
  if (a.pre === b.pre) return 0
  if (a.pre === undefined) return 1
  if (b.pre === undefined) return -1
  return a.pre < b.pre ? -1 : 1
}

/** Below zero: the first is older. Zero where either is no version. */
export function compareReleases(a: string, b: string): number {
  const [first, second] = [parseVersion(a), parseVersion(b)]
  return first === undefined || second === undefined ? 0 : compareVersions(first, second)
}

/** Whether the first is that release or a later one of the same minor. */
export function isPatchOf(text: string, release: string): boolean {
  const [one, other] = [parseVersion(text), parseVersion(release)]
  if (one === undefined || other === undefined) return false
  return minorOf(one) === minorOf(other) && compareVersions(one, other) >= 0
}

/** Whether `version` is `since` (for example "1.7.17") or newer. */
export function isAtLeast(version: Version, since: string): boolean {
  const floor = floors.get(since) ?? parseVersion(since)
  if (floor === undefined) throw new Error(`not a version in a table of criadm: ${since}`)
  floors.set(since, floor)
  return compareVersions(version, floor) >= 0
}

/** The versions that stand in tables: few, and asked for thousands of times. */
const floors = new Map<string, Version>()

/** "1.37" of 1.37.2. */
export function minorOf(version: Version): string {
  return `${version.major}.${version.minor}`
}
