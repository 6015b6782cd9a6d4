// Which sandbox image (pause image) the kubeadm of each Kubernetes minor expects. A new minor is a new row.
import { minorOf, parseVersion } from "../model/version.ts"

interface PauseRow {
  /** From this Kubernetes minor on. */
  readonly since: string
  readonly tag: string
  readonly source: string
}

/** Oldest first; kubeadm's constants.PauseVersion as its release notes tell it. */
const pauseTags: readonly PauseRow[] = [
  { since: "1.23", tag: "3.6", source: "kubernetes CHANGELOG-1.23" },
  { since: "1.24", tag: "3.7", source: "kubernetes CHANGELOG-1.24" },
  { since: "1.25", tag: "3.8", source: "kubernetes CHANGELOG-1.25" },
  { since: "1.26", tag: "3.9", source: "kubernetes CHANGELOG-1.26" },
  { since: "1.31", tag: "3.10", source: "kubernetes/kubernetes#125112" },
  { since: "1.34", tag: "3.10.1", source: "kubernetes/kubernetes#130713" },
  { since: "1.36", tag: "3.10.2", source: "kubernetes/kubernetes#138199" },
]

/** The newest stable minor criadm knows: kubernetes/sig-release, releases/release-1.37, 2026-08-26. */
export const newestKubernetes = "1.37"

/** Whether a version is of a minor that these tables do not have yet. */
export function isNewerThanTables(kubernetesVersion: string): boolean {
  const [asked, newest] = [parseVersion(kubernetesVersion), parseVersion(newestKubernetes)]
  if (asked === undefined || newest === undefined) return false
  return asked.major > newest.major || (asked.major === newest.major && asked.minor > newest.minor)
}

/** The tag kubeadm of this version expects; undefined before the first row. A minor newer than the table gets the last row. */
export function pauseTagFor(kubernetesVersion: string): string | undefined {
  const version = parseVersion(kubernetesVersion)
  if (version === undefined) return undefined
  const rank = (text: string) => {
    const { major, minor } = parseVersion(text) ?? { major: 0, minor: 0 }
    return major * 1000 + minor
  }
  const wanted = rank(minorOf(version))
  return pauseTags.findLast((row) => rank(row.since) <= wanted)?.tag
}
