// What differs between releases of dockerd, as rows. What is built from it carries its version numbers. A release newer
// than the last row behaves like it.
import { lookUp, rows } from "../../../model/since.ts"
import { compareVersions, parseVersion, type Version } from "../../../model/version.ts"

/** Per fact its rows. */
export const tables = {
  /** dockerd --validate. */
  canValidate: rows<boolean>([
    { since: "0.0", value: false, source: "moby 20.10 cmd/dockerd/options.go" },
    { since: "23.0", value: true, source: "Docker Engine 23.0 release notes; moby cmd/dockerd/options.go" },
  ]),
  /** The table proxies of daemon.json, which counts over the environment. */
  readsProxies: rows<boolean>([
    { since: "0.0", value: false, source: "moby 20.10 cmd/dockerd/config.go" },
    { since: "23.0", value: true, source: "Docker Engine 23.0 release notes; moby daemon/config/config.go, Proxies" },
  ]),
  /** An empty daemon.json, and one with a byte-order mark, are read as any other; before, dockerd exits. */
  readsEmptyAndMarked: rows<boolean>([
    { since: "0.0", value: false, source: "dockerd 20.10.24" },
    {
      since: "23.0",
      value: true,
      source: "moby daemon/config/config.go, getConflictFreeConfiguration; 26.1.5, 28.5.2",
    },
  ]),
  /**
   * Of several native.cgroupdriver entries the last counts, and entries that are no known option are refused; before,
   * the first counts and others are ignored.
   */
  parsesExecOptsStrictly: rows<boolean>([
    { since: "0.0", value: false, source: "moby daemon/daemon_unix.go, getCD; dockerd 26.1.5" },
    { since: "28.0", value: true, source: "moby daemon/config/config.go, parseExecOptions; dockerd 28.5.2" },
  ]),
  /** A mirror with a path, and not only one with a query, stops dockerd. */
  refusesMirrorPath: rows<boolean>([
    { since: "0.0", value: true, source: "dockerd 20.10.24: path, query, or fragment at end of the URI" },
    { since: "23.0", value: false, source: "dockerd 26.1.5, 28.5.2 start; between them it was not tried" },
  ]),
  /** An entry of runtimes with neither or both of path and runtimeType, or with arguments of a type, stops dockerd. */
  judgesRuntimes: rows<boolean>([
    { since: "0.0", value: false, source: "dockerd 20.10.24 starts" },
    { since: "23.0", value: true, source: "moby 23.0 daemon/runtime_unix.go; dockerd 26.1.5, 28.5.2" },
  ]),
  /** With ipv6: true the default bridge needs fixed-cidr-v6; later it takes a network of its own. */
  needsIpv6Subnet: rows<boolean>([
    { since: "0.0", value: true, source: "dockerd 20.10.24 and 26.1.5: no subnet is configured" },
    { since: "27.0", value: false, source: "Docker Engine 27.0 release notes; dockerd 28.5.2 starts" },
  ]),
  /** dockerd ends where userland-proxy-path leads to no program. */
  looksAtProxyPath: rows<boolean>([
    { since: "0.0", value: false, source: "dockerd 20.10.24 starts" },
    { since: "26.0", value: true, source: "dockerd 26.1.5, 28.5.2; between them it was not tried" },
  ]),
  /** Words for log-level, in small letters. */
  logLevels: rows<readonly string[]>([
    {
      since: "0.0",
      value: ["panic", "fatal", "error", "warn", "warning", "info", "debug", "trace"],
      source: "logrus.ParseLevel; dockerd 20.10.24",
    },
    {
      since: "26.0",
      value: ["panic", "fatal", "error", "warn", "info", "debug", "trace"],
      source: "dockerd 26.1.5, 28.5.2: invalid logging level: warning; between them it was not tried",
    },
  ]),
  /** The least that is taken for max-download-attempts and for mtu. */
  leastAttempts: rows<number>([
    { since: "0.0", value: 1, source: "dockerd 20.10.24: invalid max download attempts: 0" },
    { since: "26.0", value: 0, source: "dockerd 26.1.5, 28.5.2 start; between them it was not tried" },
  ]),
  leastMtu: rows<number>([
    { since: "0.0", value: -Infinity, source: "dockerd 20.10.24 starts with -1" },
    { since: "26.0", value: 0, source: "dockerd 26.1.5, 28.5.2: invalid default MTU; between them it was not tried" },
  ]),
  /** Words in the place of a seccomp profile's file. */
  seccompWords: rows<readonly string[]>([
    { since: "0.0", value: [], source: "dockerd 20.10.24 opens them as files" },
    { since: "23.0", value: ["builtin", "unconfined"], source: "Docker Engine 23.0 release notes; dockerd 26.1.5" },
  ]),
  /** Storage drivers that are no more: dockerd ends where daemon.json names one. */
  removedStorageDrivers: rows<readonly string[]>([
    { since: "0.0", value: [], source: "dockerd 20.10.24 starts with overlay" },
    { since: "24.0", value: ["aufs", "overlay"], source: "Docker Engine 24.0 release notes" },
    { since: "25.0", value: ["aufs", "overlay", "devicemapper"], source: "Docker Engine 25.0 release notes" },
  ]),
  /** `docker load` takes an archive in which only the OCI image layout is. */
  loadsImageLayout: rows<boolean>([
    { since: "0.0", value: false, source: "dockerd 20.10.24: no manifest.json" },
    { since: "25.0", value: true, source: "Docker Engine 25.0 release notes" },
  ]),
  /** By systemd's releases: cgroup v1 is refused at boot, unless the kernel's command line forces it. */
  systemdBootsWithV2Only: rows<boolean>([
    { since: "0.0", value: false, source: "systemd 255: the kernel's command line or the build decides" },
    { since: "256.0", value: true, source: "systemd NEWS of 256" },
  ]),
  /** The oldest API a client may speak. */
  minimumApi: rows<string>([
    { since: "0.0", value: "1.12", source: "Docker Engine API version history" },
    { since: "25.0", value: "1.24", source: "Docker Engine 25.0 release notes" },
    { since: "29.0", value: "1.44", source: "Docker Engine 29.0 release notes" },
    { since: "29.3", value: "1.40", source: "Docker Engine 29.3 release notes" },
  ]),
}

/** The release that began to, where this one does not. */
export function imageLayoutNeeds(version: Version): string | undefined {
  return lookUp(tables.loadsImageLayout, version)
    ? undefined
    : tables.loadsImageLayout.find(({ value }) => value)?.since
}

export function canValidate(version: Version): boolean {
  return lookUp(tables.canValidate, version)
}

export function readsProxies(version: Version): boolean {
  return lookUp(tables.readsProxies, version)
}

export function readsEmptyAndMarked(version: Version): boolean {
  return lookUp(tables.readsEmptyAndMarked, version)
}

export function parsesExecOptsStrictly(version: Version): boolean {
  return lookUp(tables.parsesExecOptsStrictly, version)
}

export function isRemovedStorageDriver(version: Version, driver: string): boolean {
  return lookUp(tables.removedStorageDrivers, version).includes(driver)
}

export function needsIpv6Subnet(version: Version): boolean {
  return lookUp(tables.needsIpv6Subnet, version)
}

export function looksAtProxyPath(version: Version): boolean {
  return lookUp(tables.looksAtProxyPath, version)
}

export function bootsWithV2Only(systemd: Version): boolean {
  return lookUp(tables.systemdBootsWithV2Only, systemd)
}

export function isSeccompWord(version: Version, path: string): boolean {
  return lookUp(tables.seccompWords, version).includes(path)
}

export function refusesMirrorPath(version: Version): boolean {
  return lookUp(tables.refusesMirrorPath, version)
}

export function isLogLevel(version: Version, word: string): boolean {
  return lookUp(tables.logLevels, version).includes(word.toLowerCase())
}

export function leastAttempts(version: Version): number {
  return lookUp(tables.leastAttempts, version)
}

export function leastMtu(version: Version): number {
  return lookUp(tables.leastMtu, version)
}

export function judgesRuntimes(version: Version): boolean {
  return lookUp(tables.judgesRuntimes, version)
}

export function minimumApiOf(version: Version): string {
  return lookUp(tables.minimumApi, version)
}

/** Whether a client that speaks at most `newest` is refused. API versions are compared like releases: 1.9 < 1.43. */
export function refusesApi(version: Version, newest: string): boolean {
  const client = parseVersion(newest)
  const minimum = parseVersion(minimumApiOf(version))
  return client !== undefined && minimum !== undefined && compareVersions(client, minimum) < 0
}
