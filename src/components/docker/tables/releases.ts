// What differs between releases of dockerd, as rows. What is built from it carries its version numbers. A release newer
// than the last row behaves like it.
import { compareVersions, isAtLeast, parseVersion, type Version } from "../../../model/version.ts"

/** dockerd --validate. Source: Docker Engine 23.0 release notes; moby cmd/dockerd/options.go. */
export function canValidate(version: Version): boolean {
  return isAtLeast(version, "23.0")
}

/**
 * An empty daemon.json, and one with a byte-order mark, are read as any other; before, dockerd exits. Source: moby
 * daemon/config/config.go, getConflictFreeConfiguration; seen with 20.10.24, 26.1.5 and 28.5.2.
 */
export function readsEmptyAndMarked(version: Version): boolean {
  return isAtLeast(version, "23.0")
}

/**
 * Of several native.cgroupdriver entries the last counts, and entries that are no known option are refused; before, the
 * first counts and others are ignored. Source: moby daemon/config/config.go, parseExecOptions; daemon/daemon_unix.go,
 * getCD; seen with 26.1.5 and 28.5.2.
 */
export function parsesExecOptsStrictly(version: Version): boolean {
  return isAtLeast(version, "28.0")
}

/** The oldest API a client may speak. Source: Docker Engine API version history; release notes of 25.0, 29.0, 29.3. */
const minimumApis = [
  { since: "29.3", api: "1.40" },
  { since: "29.0", api: "1.44" },
  { since: "25.0", api: "1.24" },
  { since: "0.0", api: "1.12" },
] as const

export function minimumApiOf(version: Version): string {
  return minimumApis.find(({ since }) => isAtLeast(version, since))?.api ?? "1.12"
}

/** Whether a client that speaks at most `newest` is refused. API versions are compared like releases: 1.9 < 1.43. */
export function refusesApi(version: Version, newest: string): boolean {
  const client = parseVersion(newest)
  const minimum = parseVersion(minimumApiOf(version))
  return client !== undefined && minimum !== undefined && compareVersions(client, minimum) < 0
}
