// A registry.config_path that is a list of directories: which releases look through it when an image is pulled over CRI.
import type { Release } from "../tables/releases.ts"
import { branchFor, leafFor } from "../tables/shape.ts"
import type { Branch } from "./tree.ts"

/**
 * What the transfer service cannot do, so that CRI pulls past it, by itself (containerd 2.1.0, 2.2.9, 2.3.7, 2.4.2
 * internal/cri/config/config.go, CheckLocalImagePullConfigs): the value that a key must have for that, by its built-in
 * value.
 */
const localPullKeys: readonly (readonly [key: string, pullsLocally: (value: unknown) => boolean])[] = [
  ["use_local_image_pull", (value) => value === true],
  ["disable_snapshot_annotations", (value) => value === false],
  ["discard_unpacked_layers", (value) => value === true],
  ["image_pull_with_sync_fs", (value) => value === true],
  ["max_concurrent_downloads", (value) => value !== 3 && value !== 3n],
]

const localPullTables = ["mirrors", "configs", "auths"] as const

/**
 * False: the directories of this config_path are not looked through, because the transfer service takes the list for the
 * name of one. `images`, `registry`: the tables of those names.
 */
export function isRegistryPathAsked(
  release: Release,
  configPath: string,
  images: Branch | undefined,
  registry: Branch | undefined,
): boolean {
  if (release.splitsRegistryPath || !configPath.includes(release.platform.listSeparator)) return true
  const hasLocalKey = localPullKeys.some(([key, pullsLocally]) => {
    const leaf = leafFor(release, images, key)
    return leaf !== undefined && pullsLocally(leaf.value)
  })
  return hasLocalKey || localPullTables.some((name) => (branchFor(release, registry, name)?.entries.size ?? 0) > 0)
}
