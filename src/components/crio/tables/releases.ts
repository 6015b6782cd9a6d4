// What differs between releases of CRI-O, as rows with their source. A row holds from its release on, until a later
// row takes over; rows are in the order of releases. Nothing else in this folder compares versions.
import { compareVersions, isAtLeast, minorOf, parseVersion, type Version } from "../../../model/version.ts"

interface Row<T> {
  readonly since: string
  readonly value: T
  readonly source: string
}

/** Oldest minor release these tables know. */
export const oldestRelease = "1.24"

/** Newest minor release these tables know. */
export const newestRelease = "1.37"

/** `crio config --default` of that release. Undefined: not seen; the program itself is asked where it can be. */
const pauseImage: readonly Row<string | undefined>[] = [
  { since: "1.24", value: "registry.k8s.io/pause:3.6", source: "cri-o PR 5310; issue 6985 for 1.27.0" },
  { since: "1.27.1", value: "registry.k8s.io/pause:3.9", source: "cri-o PR 6987" },
  { since: "1.31", value: "registry.k8s.io/pause:3.10", source: "cri-o PR 8382; crio 1.32.13 config --default" },
  { since: "1.34", value: "registry.k8s.io/pause:3.10.1", source: "cri-o PR 9339; crio 1.36.3 config --default" },
  { since: "1.37", value: undefined, source: "crio 1.37 config --default has not been seen" },
]

/** The built-in default runtime, which is also the only built-in runtime handler. */
const defaultRuntime: readonly Row<string>[] = [
  { since: "1.24", value: "runc", source: "crio 1.30.14 config --default" },
  { since: "1.31", value: "crun", source: "cri-o 1.31.0 pkg/config/config_linux.go; crio 1.32.13 config --default" },
]

/** What the cgroup manager cgroupfs does with the built-in monitor_cgroup, "system.slice": exit, or ignore it. */
const systemSliceOnCgroupfs: readonly Row<"exits" | "counts-as-empty">[] = [
  { since: "1.24", value: "exits", source: "cri-o issue 6047; crio 1.32.13 exits" },
  { since: "1.33", value: "counts-as-empty", source: "cri-o PR 8888; crio 1.34.11 starts" },
]

/** Versions of the CRI API that are served, side by side. */
const criVersions: readonly Row<readonly string[]>[] = [
  { since: "1.21", value: ["v1", "v1alpha2"], source: "cri-o 1.21 server/cri" },
  { since: "1.26", value: ["v1"], source: "cri-o 1.26 release notes, removal of CRI v1alpha2" },
]

/** Whether the CRI call RuntimeConfig is answered, which tells the kubelet the cgroup driver. */
const tellsDriver: readonly Row<boolean>[] = [
  { since: "1.24", value: false, source: "crictl runtime-config: Unimplemented" },
  { since: "1.28", value: true, source: "cri-o 1.28 server/runtime_config.go" },
]

/** The program that asks the running daemon for its configuration: crio itself, or one of its own. */
const asksDaemonBy: readonly Row<"crio" | "crio-status">[] = [
  { since: "1.24", value: "crio-status", source: "cri-o 1.27 cmd/crio-status" },
  { since: "1.28", value: "crio", source: "cri-o 1.28 internal/criocli/status.go" },
]

/** Whether `registries` of crio.image is still decoded; a wrong type there keeps CRI-O from starting. */
const decodesRegistries: readonly Row<boolean>[] = [
  { since: "1.24", value: true, source: "crio 1.30.14: incompatible types, crio.image.registries" },
  { since: "1.31", value: false, source: "cri-o PR 8194" },
]

/** Whether the start needs iptables or nft on the node, for ports of the host that pods ask for. */
const needsPacketFilter: readonly Row<boolean>[] = [
  { since: "1.24", value: false, source: "crio 1.32.13 starts without" },
  { since: "1.33", value: true, source: "crio 1.34.11: can't create HostPortManager" },
]

export interface Release {
  readonly version: Version
  /** Newer than the last minor of the tables: read by the rules of the last one. */
  readonly isNewerThanTables: boolean
  readonly pauseImage: string | undefined
  readonly defaultRuntime: string
  readonly systemSliceOnCgroupfs: "exits" | "counts-as-empty"
  readonly criVersions: readonly string[]
  readonly tellsDriver: boolean
  readonly asksDaemonBy: "crio" | "crio-status"
  readonly decodesRegistries: boolean
  readonly needsPacketFilter: boolean
}

function valueFor<T>(rows: readonly Row<T>[], version: Version): T {
  const row = rows.findLast(({ since }) => isAtLeast(version, since))
  if (row === undefined) throw new Error(`a table of criadm has no row for CRI-O ${version.text}`)
  return row.value
}

/** Undefined: the text is no version, or one older than the tables. */
export function releaseOf(text: string): Release | undefined {
  const version = parseVersion(text)
  if (version === undefined || !isAtLeast(version, oldestRelease)) return undefined
  const newest = parseVersion(newestRelease) as Version
  const own = parseVersion(minorOf(version)) as Version
  return {
    version,
    isNewerThanTables: compareVersions(own, newest) > 0,
    pauseImage: valueFor(pauseImage, version),
    defaultRuntime: valueFor(defaultRuntime, version),
    systemSliceOnCgroupfs: valueFor(systemSliceOnCgroupfs, version),
    criVersions: valueFor(criVersions, version),
    tellsDriver: valueFor(tellsDriver, version),
    asksDaemonBy: valueFor(asksDaemonBy, version),
    decodesRegistries: valueFor(decodesRegistries, version),
    needsPacketFilter: valueFor(needsPacketFilter, version),
  }
}
