// Keys of CRI that came after the oldest release in the tables: an older release ignores them without a word. As
// `containerd config default` of 1.4.13 to 2.4.0-beta.0 shows them.
import type { KeyPath } from "../../../documents/document.ts"
import { isAtLeast } from "../../../model/version.ts"
import type { Release } from "./releases.ts"

interface LaterKey {
  readonly key: string
  /** A table on the way to it; empty: wherever it stands. */
  readonly below: string
  readonly since: string
}

export const laterKeys: readonly LaterKey[] = [
  { key: "config_path", below: "registry", since: "1.5" },
  { key: "enable_cdi", below: "", since: "1.7" },
  { key: "cdi_spec_dirs", below: "", since: "1.7" },
  { key: "snapshotter", below: "runtimes", since: "1.7" },
  { key: "privileged_without_host_devices_all_devices_allowed", below: "runtimes", since: "1.7" },
  { key: "enable_unprivileged_ports", below: "", since: "1.6" },
  { key: "enable_unprivileged_icmp", below: "", since: "1.6" },
  { key: "netns_mounts_under_state_dir", below: "", since: "1.6" },
  { key: "device_ownership_from_security_context", below: "", since: "1.6" },
  { key: "io_type", below: "runtimes", since: "2.0" },
  { key: "bin_dirs", below: "cni", since: "2.1" },
  { key: "cgroup_writable", below: "runtimes", since: "2.1" },
  { key: "disable_pause_image_pull", below: "runtimes", since: "2.4" },
]

/** The release that has the key at this place; undefined: this one has it, or it came before all of them. */
export function firstReleaseWith(release: Release, key: string, above: KeyPath): string | undefined {
  const row = laterKeys.find((one) => one.key === key && (one.below === "" || above.includes(one.below)))
  return row === undefined || isAtLeast(release.version, `${row.since}.0-alpha.0`) ? undefined : row.since
}
