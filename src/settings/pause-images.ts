// Which sandbox image (pause image) the kubeadm of each Kubernetes minor expects. A new minor is a new row.
import { lookUp, rows } from "../model/since.ts"
import { minorOf, parseVersion } from "../model/version.ts"

/** Oldest first; kubeadm's constants.PauseVersion as its release notes tell it. Undefined: not known. */
export const pauseTags = rows<string | undefined>([
  { since: "1.0", value: undefined, source: "older than criadm knows" },
  { since: "1.23", value: "3.6", source: "kubernetes CHANGELOG-1.23" },
  { since: "1.24", value: "3.7", source: "kubernetes CHANGELOG-1.24" },
  { since: "1.25", value: "3.8", source: "kubernetes CHANGELOG-1.25" },
  { since: "1.26", value: "3.9", source: "kubernetes CHANGELOG-1.26" },
  { since: "1.31", value: "3.10", source: "kubernetes/kubernetes#125112" },
  { since: "1.34", value: "3.10.1", source: "kubernetes/kubernetes#130713" },
  { since: "1.36", value: "3.10.2", source: "kubernetes/kubernetes#138199" },
])

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
  // A pre-release counts as its minor.
  const minor = version === undefined ? undefined : parseVersion(minorOf(version))
  return minor === undefined ? undefined : lookUp(pauseTags, minor)
}
