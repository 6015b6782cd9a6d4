// What differs between releases of CRI-O, as rows with their source. A row holds from its release on, until a later
// row takes over; rows are in the order of releases. Nothing else in this folder compares versions.
import { type Known, lookUpAll, rows } from "../../../model/since.ts"
import { compareVersions, isAtLeast, minorOf, parseVersion, type Version } from "../../../model/version.ts"

/** Oldest minor release these tables know. */
export const oldestRelease = "1.24"

/** Newest minor release these tables know. */
export const newestRelease = "1.37"

/** Per fact its rows. A new fact is one entry here; `Release` follows from it. */
export const tables = {
  /** `crio config --default` of that release. Undefined: not seen; the program itself is asked where it can be. */
  pauseImage: rows<string | undefined>([
    { since: "1.24", value: "registry.k8s.io/pause:3.6", source: "cri-o PR 5310; issue 6985 for 1.27.0" },
    { since: "1.27.1", value: "registry.k8s.io/pause:3.9", source: "cri-o PR 6987" },
    { since: "1.31", value: "registry.k8s.io/pause:3.10", source: "cri-o PR 8382; crio 1.32.13 config --default" },
    { since: "1.34", value: "registry.k8s.io/pause:3.10.1", source: "cri-o PR 9339; crio 1.36.3 config --default" },
    { since: "1.37", value: undefined, source: "crio 1.37 config --default has not been seen" },
  ]),
  /** The built-in default runtime, which is also the only built-in runtime handler. */
  defaultRuntime: rows<string>([
    { since: "1.24", value: "runc", source: "crio 1.30.14 config --default" },
    { since: "1.31", value: "crun", source: "cri-o 1.31.0 pkg/config/config_linux.go; crio 1.32.13 config --default" },
  ]),
  /** What the cgroup manager cgroupfs does with the built-in monitor_cgroup, "system.slice": exit, or ignore it. */
  systemSliceOnCgroupfs: rows<"exits" | "counts-as-empty">([
    { since: "1.24", value: "exits", source: "cri-o issue 6047; crio 1.32.13 exits" },
    { since: "1.33", value: "counts-as-empty", source: "cri-o PR 8888; crio 1.34.11 starts" },
  ]),
  /** Versions of the CRI API that are served, side by side. */
  criVersions: rows<readonly string[]>([
    { since: "1.21", value: ["v1", "v1alpha2"], source: "cri-o 1.21 server/cri" },
    { since: "1.26", value: ["v1"], source: "cri-o 1.26 release notes, removal of CRI v1alpha2" },
  ]),
  /** Whether the CRI call RuntimeConfig is answered, which tells the kubelet the cgroup driver. */
  tellsDriver: rows<boolean>([
    { since: "1.24", value: false, source: "crictl runtime-config: Unimplemented" },
    { since: "1.28", value: true, source: "cri-o 1.28 server/runtime_config.go" },
  ]),
  /** The program that asks the running daemon for its configuration: crio itself, or one of its own. */
  asksDaemonBy: rows<"crio" | "crio-status">([
    { since: "1.24", value: "crio-status", source: "cri-o 1.27 cmd/crio-status" },
    { since: "1.28", value: "crio", source: "cri-o 1.28 internal/criocli/status.go" },
  ]),
  /** Whether `registries` of crio.image is still decoded; a wrong type there keeps CRI-O from starting. */
  decodesRegistries: rows<boolean>([
    { since: "1.24", value: true, source: "crio 1.30.14: incompatible types, crio.image.registries" },
    { since: "1.31", value: false, source: "cri-o PR 8194" },
  ]),
  /** Whether registries.conf may have the form before 2018, with [registries.search]. */
  readsOldRegistries: rows<boolean>([
    { since: "1.24", value: true, source: "crio 1.36.3 starts with [registries.search] alone" },
    { since: "1.37", value: false, source: "kubevirt/kubevirtci PR 1845: must be in v2 format but is in v1" },
  ]),
  /** Whether the start looks for the file of timezone. */
  checksTimezone: rows<boolean>([
    { since: "1.24", value: false, source: "no such key" },
    { since: "1.30", value: true, source: "cri-o PR 7589" },
  ]),
  /** Whether short_name_mode of crio.image is read. */
  checksShortNameMode: rows<boolean>([
    { since: "1.24", value: false, source: "no such key" },
    { since: "1.34", value: true, source: "cri-o commit a8b550ad04dd" },
  ]),
  /** Whether a namespace may have a policy of its own, in signature_policy_dir. */
  readsNamespacePolicies: rows<boolean>([
    { since: "1.24", value: false, source: "no such key" },
    { since: "1.28", value: true, source: "cri-o PR 7016, in 1.27 a patch of PR 7082" },
  ]),
  /** Whether the table of annotations that may be allowed holds for it. */
  knowsAnnotations: rows<boolean>([
    { since: "1.24", value: true, source: "cri-o 1.36.3 pkg/annotations/v2, with the older names" },
    { since: "1.37", value: false, source: "cri-o 1.37 has not been seen" },
  ]),
  /** Whether the start needs iptables or nft on the node, for ports of the host that pods ask for. */
  needsPacketFilter: rows<boolean>([
    { since: "1.24", value: false, source: "crio 1.32.13 starts without" },
    { since: "1.33", value: true, source: "crio 1.34.11: can't create HostPortManager" },
  ]),
}

export type Release = Known<typeof tables> & {
  readonly version: Version
  /** Newer than the last minor of the tables: read by the rules of the last one. */
  readonly isNewerThanTables: boolean
}

/** Undefined: the text is no version, or one older than the tables. */
export function releaseOf(text: string): Release | undefined {
  const version = parseVersion(text)
  if (version === undefined || !isAtLeast(version, oldestRelease)) return undefined
  const newest = parseVersion(newestRelease) as Version
  const own = parseVersion(minorOf(version)) as Version
  return {
    ...lookUpAll(tables, version),
    version,
    isNewerThanTables: compareVersions(own, newest) > 0,
  }
}
